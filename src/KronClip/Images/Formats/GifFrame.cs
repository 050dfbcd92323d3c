using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Where the first frame of a GIF file lies and how it is stored (GIF89a specification).</summary>
/// <param name="Screen">The whole picture; enlarged where the frame reaches beyond it, as in Pillow.</param>
/// <param name="Frame">The part of it that the frame covers.</param>
/// <param name="Interlaced">Whether the rows come in four passes.</param>
/// <param name="Palette">[256 × RGB]; null for a grey ramp, which Pillow takes as a grey picture.</param>
/// <param name="Transparent">The index of transparent pixels, which also fills what the frame does not cover; 0 where there is none.</param>
/// <param name="DataAt">Where the code size and the compressed pixels begin.</param>
/// <param name="Frames">Frames in the file.</param>
sealed record GifFrame(PixelRectangle Screen, PixelRectangle Frame, bool Interlaced, byte[]? Palette, byte Transparent, int DataAt, int Frames)
{
    const byte Extension = 0x21, ImageDescriptor = 0x2C, GraphicControl = 0xF9;

    /// <summary>The header of the picture that the first frame makes.</summary>
    public PictureHeader Header =>
        new(PictureFormat.Gif, Screen.Width, Screen.Height, Palette is null ? PixelMode.Gray : PixelMode.Palette, Frames: Frames);

    /// <summary>Finds the first frame and counts the others.</summary>
    /// <exception cref="ImageException">There is no whole frame header.</exception>
    public static GifFrame Read(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length < 13)
            throw new ImageException($"'{name}' is a GIF cut short within its header. Copy or download the picture again.");
        GifFrame? first = null;
        var (frames, transparent, screenTable) = (0, (byte)0, Table(data, 13, data[10]));
        for (var at = 13 + TableBytes(data[10]); at < data.Length && data[at] is Extension or ImageDescriptor;)
        {
            var block = data[at..];
            if (block[0] == Extension)
            {
                if (first is null && block.Length >= 8 && block[1] == GraphicControl)
                    transparent = (block[3] & 1) != 0 ? block[6] : (byte)0;
                at += 2;
            }
            else
            {
                if (block.Length < 11)
                    break;
                var tableBytes = TableBytes(block[9]);
                first ??= First(data, block, tableBytes > 0 ? Table(data, at + 10, block[9]) : screenTable, transparent, at + 10 + tableBytes);
                frames++;
                at += 11 + tableBytes;                              // descriptor, its colour table, the code size
            }
            while (at < data.Length && data[at] != 0)               // sub-blocks, each with its length, up to an empty one
                at += 1 + data[at];
            at++;
        }
        return first is null
            ? throw new ImageException($"'{name}' is a GIF without a frame. Copy or download the picture again.")
            : first with { Frames = frames };
    }

    static GifFrame First(ReadOnlySpan<byte> data, ReadOnlySpan<byte> block, byte[]? palette, byte transparent, int dataAt)
    {
        var frame = new PixelRectangle(Short(block[1..]), Short(block[3..]), Short(block[5..]), Short(block[7..]));
        var screen = new PixelRectangle(0, 0, Math.Max(Short(data[6..]), frame.X + frame.Width), Math.Max(Short(data[8..]), frame.Y + frame.Height));
        return new GifFrame(screen, frame, (block[9] & 0x40) != 0, palette, transparent, dataAt, 1);
    }

    /// <summary>A colour table, filled up with grey as in Pillow; null where there is none, or one that is a grey ramp.</summary>
    static byte[]? Table(ReadOnlySpan<byte> data, int at, byte packed)
    {
        var (ramp, table) = (PixelConversion.GrayRamp(), PixelConversion.GrayRamp());
        if (at < data.Length)
            data[at..Math.Min(at + TableBytes(packed), data.Length)].CopyTo(table);
        return table.AsSpan().SequenceEqual(ramp) ? null : table;
    }

    /// <summary>Bytes of the colour table that a packed field announces.</summary>
    static int TableBytes(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);

    static int Short(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
