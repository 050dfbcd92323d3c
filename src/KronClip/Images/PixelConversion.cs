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
                for (var i = 0; i < pixels; i++)
                    source.Slice(4 * i, 3).CopyTo(rgb.Slice(3 * i, 3));
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
