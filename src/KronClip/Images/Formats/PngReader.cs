using System.IO.Compression;

namespace KronClip.Images;

/// <summary>
/// Decodes PNG (PNG specification, third edition) to its raw samples: palette indices, 16-bit grey, grey with alpha and single bits stay
/// what they are, which a general decoder does not give. Checksums of all critical chunks are checked. Transparency by colour key (tRNS),
/// gamma and profiles do not touch the samples, as in Pillow.
/// </summary>
static class PngReader
{
    /// <summary>Adam7: first column, first row, column step, row step of each pass.</summary>
    static readonly (int X, int Y, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    static readonly (int X, int Y, int StepX, int StepY)[] OnePass = [(0, 0, 1, 1)];

    /// <summary>Deflate makes at most 1,032 bytes of one: a file with fewer compressed bytes than that needs is cut short or a bomb.</summary>
    const int LargestExpansion = 1032;

    /// <summary>Decodes a picture whose header has been checked against the limits.</summary>
    /// <exception cref="ImageException">The file is damaged or cut short.</exception>
    public static Picture Read(ReadOnlyMemory<byte> bytes, string name)
    {
        var header = PngHeader.ReadFirst(bytes.Span, name);
        var (compressed, palette) = Collect(bytes.Span, header, name);
        if (compressed.Length * LargestExpansion < (long)header.Height * header.Width * header.Samples * header.BitDepth / 8)
            throw CutShort(name);
        var samples = new PngSamples(header);
        try
        {
            using var rows = new ZLibStream(compressed, CompressionMode.Decompress);
            foreach (var (x, y, stepX, stepY) in header.Interlaced ? Adam7 : OnePass)
                ReadPass(rows, header, samples, x, y, stepX, stepY, name);
        }
        catch (EndOfStreamException e)
        {
            throw CutShort(name, e);
        }
        catch (InvalidDataException e)
        {
            throw PngHeader.Damaged(name, "its compressed data", e);
        }
        return samples.ToPicture(palette);
    }

    static (MemoryStream Compressed, byte[]? Palette) Collect(ReadOnlySpan<byte> data, PngHeader header, string name)
    {
        var compressed = new MemoryStream();
        byte[]? palette = null;
        var ended = false;
        foreach (var chunk in new PngChunks(data))
        {
            if (chunk.IsCritical && !chunk.IsIntact)
                throw PngHeader.Damaged(name, "a chunk (its checksum does not fit)");
            if (ended = chunk.Is("IEND"u8))
                break;
            if (chunk.Is("IDAT"u8))
                compressed.Write(chunk.Body);
            else if (chunk.Is("PLTE"u8) && header.Color == PngHeader.ColorType.Palette)
                palette = Table(chunk.Body, name);
        }
        if (!ended)
            throw CutShort(name);
        if (header.Color == PngHeader.ColorType.Palette && palette is null)
            throw PngHeader.Damaged(name, "its palette, which is missing,");
        compressed.Position = 0;
        return (compressed, palette);
    }

    static byte[] Table(ReadOnlySpan<byte> body, string name)
    {
        if (body.Length is 0 or > 768 || body.Length % 3 != 0)
            throw PngHeader.Damaged(name, "its palette");
        var table = PixelConversion.GrayRamp();
        body.CopyTo(table);
        return table;
    }

    static void ReadPass(ZLibStream rows, PngHeader header, PngSamples samples, int x, int y, int stepX, int stepY, string name)
    {
        var pixels = (header.Width - x + stepX - 1) / stepX;
        if (pixels <= 0 || y >= header.Height)
            return;
        var bitsPerPixel = header.Samples * header.BitDepth;
        var rowBytes = checked((int)(((long)pixels * bitsPerPixel + 7) / 8));
        var pixelBytes = Math.Max(bitsPerPixel / 8, 1);
        var (row, above) = (new byte[rowBytes + 1], new byte[rowBytes + 1]);        // each led by its filter type
        for (var at = y; at < header.Height; at += stepY)
        {
            rows.ReadExactly(row);
            if (!PngFilter.Undo(row[0], row.AsSpan(1), above.AsSpan(1), pixelBytes))
                throw PngHeader.Damaged(name, $"row {at}");
            samples.Store(row.AsSpan(1), pixels, x, at, stepX);
            (row, above) = (above, row);
        }
    }

    static ImageException CutShort(string name, Exception? inner = null) =>
        new($"'{name}' is a PNG cut short: its end is missing. Copy or download the picture again.", inner);
}
