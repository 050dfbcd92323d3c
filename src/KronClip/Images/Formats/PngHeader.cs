using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>The first chunk of a PNG file (PNG specification, third edition, 11.2.1) and what other chunks say of the whole.</summary>
/// <param name="Width">Pixels per row.</param>
/// <param name="Height">Rows.</param>
/// <param name="BitDepth">Bits per sample: 1, 2, 4, 8 or 16.</param>
/// <param name="Color">Which samples a pixel has.</param>
/// <param name="Interlaced">Whether the rows are stored in Adam7's seven passes.</param>
readonly record struct PngHeader(int Width, int Height, int BitDepth, PngHeader.ColorType Color, bool Interlaced)
{
    /// <summary>Colour types by their numbers in the file.</summary>
    internal enum ColorType : byte
    {
        Gray = 0,
        Rgb = 2,
        Palette = 3,
        GrayAlpha = 4,
        Rgba = 6,
    }

    /// <summary>The eight bytes every PNG file begins with.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Samples per pixel as stored.</summary>
    public int Samples => Color switch { ColorType.Rgb => 3, ColorType.GrayAlpha => 2, ColorType.Rgba => 4, _ => 1 };

    /// <summary>How the picture is returned; Pillow's choice, which reads 16-bit grey with alpha as RGBA.</summary>
    public PixelMode Mode => Color switch
    {
        ColorType.Palette => PixelMode.Palette,
        ColorType.Rgb => PixelMode.Rgb,
        ColorType.Rgba => PixelMode.Rgba,
        ColorType.GrayAlpha => BitDepth == 16 ? PixelMode.Rgba : PixelMode.GrayAlpha,
        _ => BitDepth switch { 1 => PixelMode.Bilevel, 16 => PixelMode.Gray16, _ => PixelMode.Gray },
    };

    /// <summary>Size, mode, orientation and number of frames.</summary>
    /// <exception cref="ImageException">The first chunk is missing or damaged.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data, string name)
    {
        var header = ReadFirst(data, name);
        int orientation = 1, frames = 1;
        foreach (var chunk in new PngChunks(data))
            if (chunk.Is("eXIf"u8))
                orientation = ExifOrientation.Read(chunk.Body);
            else if (chunk.Is("acTL"u8) && chunk.Body.Length >= 4)
                frames = Math.Max(1, BinaryPrimitives.ReadInt32BigEndian(chunk.Body));
        return new PictureHeader(PictureFormat.Png, header.Width, header.Height, header.Mode, orientation, frames);
    }

    /// <summary>The first chunk alone.</summary>
    /// <exception cref="ImageException">It is missing or damaged.</exception>
    public static PngHeader ReadFirst(ReadOnlySpan<byte> data, string name)
    {
        var chunks = new PngChunks(data);
        if (!chunks.MoveNext())
            throw new ImageException($"'{name}' is a PNG cut short within its header. Copy or download the picture again.");
        var first = chunks.Current;
        if (!first.Is("IHDR"u8) || first.Body.Length != 13 || !first.IsIntact)
            throw Damaged(name, "its header");
        var body = first.Body;
        uint width = BinaryPrimitives.ReadUInt32BigEndian(body), height = BinaryPrimitives.ReadUInt32BigEndian(body[4..]);
        var (depth, color) = ((int)body[8], (ColorType)body[9]);
        var allowed = color switch
        {
            ColorType.Gray => depth is 1 or 2 or 4 or 8 or 16,
            ColorType.Palette => depth is 1 or 2 or 4 or 8,
            ColorType.Rgb or ColorType.GrayAlpha or ColorType.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!allowed || body[10] != 0 || body[11] != 0 || body[12] > 1 || width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
            throw Damaged(name, "its header");
        return new PngHeader((int)width, (int)height, depth, color, body[12] == 1);
    }

    /// <summary>The error for a part that is not as it was written.</summary>
    public static ImageException Damaged(string name, string part, Exception? inner = null) =>
        new($"'{name}' is a damaged PNG: {part} is not as it was written. Copy or download the picture again.", inner);
}
