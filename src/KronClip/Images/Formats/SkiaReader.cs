using SkiaSharp;

namespace KronClip.Images;

/// <summary>
/// Decodes JPEG, WebP and BMP with Skia's codecs. No colour space is asked for, so Skia converts none and embedded profiles,
/// sound or broken, have no effect; alpha is never premultiplied.
/// </summary>
static unsafe class SkiaReader
{
    const int BandRows = 16;

    /// <summary>Decodes a picture whose header has been checked against the limits.</summary>
    /// <exception cref="ImageException">The file is damaged or cut short.</exception>
    public static Picture Read(ReadOnlyMemory<byte> bytes, PictureHeader header, string name)
    {
        using var pinned = bytes.Pin();
        using var data = SKData.Create((nint)pinned.Pointer, bytes.Length);
        using var codec = SKCodec.Create(data) ?? throw Damaged(name, header);
        if (codec.Info.Width != header.Width || codec.Info.Height != header.Height)
            throw Damaged(name, header);                        // the limits were checked for the header's size, not for this one
        return header.Format == PictureFormat.Jpeg ? ReadRows(codec, header, name) : ReadWhole(codec, header, name);
    }

    static Picture ReadRows(SKCodec codec, PictureHeader header, string name)
    {
        var gray = header.Mode == PixelMode.Gray;
        var info = new SKImageInfo(header.Width, header.Height, gray ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        if (codec.StartScanlineDecode(info) != SKCodecResult.Success)
            throw Damaged(name, header);
        var channels = gray ? 1 : 3;
        var samples = new byte[checked(header.Width * header.Height * channels)];
        var band = new byte[gray ? 0 : checked(header.Width * 4 * BandRows)];
        for (var y = 0; y < header.Height; y += BandRows)
        {
            var rows = Math.Min(BandRows, header.Height - y);
            var target = samples.AsSpan(y * header.Width * channels, rows * header.Width * channels);
            fixed (byte* to = gray ? target : band)
                if (codec.GetScanlines((nint)to, rows, header.Width * (gray ? 1 : 4)) != rows)
                    throw CutShort(name, header);
            if (!gray)
                PixelConversion.ToRgb(PixelMode.Rgba, band, [], target);
        }
        return new Picture(header.Width, header.Height, gray ? PixelMode.Gray : PixelMode.Rgb, samples);
    }

    static Picture ReadWhole(SKCodec codec, PictureHeader header, string name)
    {
        var info = new SKImageInfo(header.Width, header.Height, SKColorType.Rgba8888, codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var rgba = new byte[checked(header.Width * header.Height * 4)];
        SKCodecResult result;
        fixed (byte* to = rgba)
            result = codec.GetPixels(info, (nint)to);
        if (result != SKCodecResult.Success)
            throw result == SKCodecResult.IncompleteInput ? CutShort(name, header) : Damaged(name, header);
        if (header.Mode == PixelMode.Rgba)
            return new Picture(header.Width, header.Height, PixelMode.Rgba, rgba);
        if (header.Mode == PixelMode.Gray)
            return new Picture(header.Width, header.Height, PixelMode.Gray, Reds(rgba));
        var rgb = new byte[checked(header.Width * header.Height * 3)];
        PixelConversion.ToRgb(PixelMode.Rgba, rgba, [], rgb);
        return header.Mode == PixelMode.Palette ? Indexed(header, rgb) : new Picture(header.Width, header.Height, PixelMode.Rgb, rgb);
    }

    static byte[] Reds(byte[] rgba)
    {
        var reds = new byte[rgba.Length / 4];
        for (var i = 0; i < reds.Length; i++)
            reds[i] = rgba[4 * i];
        return reds;
    }

    /// <summary>Finds the colour table again, so that the picture is resized as the palette picture that it is.</summary>
    static Picture Indexed(PictureHeader header, byte[] rgb)
    {
        var (indices, palette, seen) = (new byte[rgb.Length / 3], new byte[768], new Dictionary<int, byte>());
        for (var i = 0; i < indices.Length; i++)
        {
            var pixel = rgb.AsSpan(3 * i, 3);
            var color = pixel[0] | pixel[1] << 8 | pixel[2] << 16;
            if (!seen.TryGetValue(color, out var index))
            {
                if (seen.Count == 256)
                    return new Picture(header.Width, header.Height, PixelMode.Rgb, rgb);
                seen[color] = index = (byte)seen.Count;
                pixel.CopyTo(palette.AsSpan(3 * index));
            }
            indices[i] = index;
        }
        return new Picture(header.Width, header.Height, PixelMode.Palette, indices, palette);
    }

    static ImageException Damaged(string name, PictureHeader header) =>
        new($"'{name}' is a damaged {header.Format.ToString().ToUpperInvariant()} picture: it cannot be decoded. Copy or download the picture again.");

    static ImageException CutShort(string name, PictureHeader header) =>
        new($"'{name}' is a {header.Format.ToString().ToUpperInvariant()} picture that is cut short or damaged: only a part of it can be decoded. Copy or download the picture again.");
}
