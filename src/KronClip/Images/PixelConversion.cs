using System.Runtime.Intrinsics;

namespace KronClip.Images;

/// <summary>Pillow's conversions between modes (libImaging/Convert.c), rounding included.</summary>
static class PixelConversion
{
    /// <summary>Pixels of any 8-bit mode to RGB; alpha is dropped, not blended.</summary>
    public static void ToRgb(PixelMode mode, ReadOnlySpan<byte> source, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        var pixels = rgb.Length / 3;
        switch (mode)
        {
            case PixelMode.Rgb:
                source[..rgb.Length].CopyTo(rgb);
                break;
            case PixelMode.Bilevel or PixelMode.Gray:
                for (var i = 0; i < pixels; i++)
                    rgb.Slice(3 * i, 3).Fill(source[i]);
                break;
            case PixelMode.GrayAlpha:
                for (var i = 0; i < pixels; i++)
                    rgb.Slice(3 * i, 3).Fill(source[2 * i]);
                break;
            case PixelMode.Palette:
                for (var i = 0; i < pixels; i++)
                    palette.Slice(3 * source[i], 3).CopyTo(rgb.Slice(3 * i, 3));
                break;
            case PixelMode.Rgba:
                DropFourth(source, rgb);
                break;
            case PixelMode.Cmyk:
                for (var i = 0; i < pixels; i++)
                {
                    var white = 255 - source[4 * i + 3];                    // what the black ink leaves
                    for (var c = 0; c < 3; c++)
                        rgb[3 * i + c] = (byte)(white - MultiplyDivide255(source[4 * i + c], white));
                }
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(mode));
        }
    }

    /// <summary>Four samples per pixel to their first three; every decoded photo passes here, so four pixels go at once.</summary>
    static void DropFourth(ReadOnlySpan<byte> source, Span<byte> rgb)
    {
        var order = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);
        int from = 0, to = 0;
        for (; to + Vector128<byte>.Count <= rgb.Length; from += 16, to += 12)     // the last four bytes stored are overwritten by the next pixels
            Vector128.Shuffle(Vector128.Create(source.Slice(from, 16)), order).CopyTo(rgb[to..]);
        for (; to < rgb.Length; from += 4, to += 3)
            source.Slice(from, 3).CopyTo(rgb[to..]);
    }

    /// <summary>A table of 256 greys, [256 × RGB]: what Pillow takes for the colours that a file's table leaves out.</summary>
    public static byte[] GrayRamp() => [.. Enumerable.Range(0, 768).Select(i => (byte)(i / 3))];

    /// <summary>16-bit grey to RGB as Pillow does it: every value above 255 is white.</summary>
    public static void ClipToRgb(ReadOnlySpan<ushort> source, Span<byte> rgb)
    {
        for (var i = 0; i < source.Length; i++)
            rgb.Slice(3 * i, 3).Fill((byte)Math.Min((int)source[i], 255));
    }

    /// <summary>32-bit grey, the result of resizing 16-bit grey, to RGB: clipped to 0..255.</summary>
    public static void ClipToRgb(ReadOnlySpan<int> source, Span<byte> rgb)
    {
        for (var i = 0; i < source.Length; i++)
            rgb.Slice(3 * i, 3).Fill((byte)Math.Clamp(source[i], 0, 255));
    }

    /// <summary>Multiplies colour by alpha (the last of <paramref name="channels"/> samples of each pixel), in place.</summary>
    public static void Premultiply(Span<byte> pixels, int channels)
    {
        for (var i = 0; i < pixels.Length; i += channels)
        {
            var alpha = pixels[i + channels - 1];
            for (var c = 0; c < channels - 1; c++)
                pixels[i + c] = (byte)MultiplyDivide255(pixels[i + c], alpha);
        }
    }

    /// <summary>Divides colour by alpha, in place; clipped, since resampling may leave a colour above its alpha.</summary>
    public static void Unpremultiply(Span<byte> pixels, int channels)
    {
        for (var i = 0; i < pixels.Length; i += channels)
        {
            var alpha = pixels[i + channels - 1];
            if (alpha is 0 or 255)
                continue;
            for (var c = 0; c < channels - 1; c++)
                pixels[i + c] = (byte)Math.Min(255 * pixels[i + c] / alpha, 255);
        }
    }

    /// <summary>a·b/255, rounded to nearest (exact for 8-bit a and b).</summary>
    static int MultiplyDivide255(int a, int b)
    {
        var product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }
}
