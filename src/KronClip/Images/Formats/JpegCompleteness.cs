using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>
/// Finds JPEGs whose pixels end too early although an end marker follows, as some recovery tools write them: every decoder fills what is
/// missing with mid grey and says nothing. Only sequential Huffman coding can be checked; it costs a second pass over the data, so it is
/// made only where the last pixels are mid grey indeed.
/// </summary>
static class JpegCompleteness
{
    const int BlockSide = 8;
    const byte MidGray = 128;

    /// <summary>Whether the picture's last block, at the bottom right, is what a decoder makes of missing data.</summary>
    public static bool EndsInFilling(Picture picture)
    {
        var channels = Picture.Channels(picture.Mode);
        for (var y = Math.Max(0, picture.Height - BlockSide); y < picture.Height; y++)
        {
            var columns = Math.Min(BlockSide, picture.Width);
            if (picture.Samples.Slice(((y + 1) * picture.Width - columns) * channels, columns * channels).IndexOfAnyExcept(MidGray) >= 0)
                return false;
        }
        return true;
    }

    /// <summary>Whether every scan has all its blocks; true also where that cannot be told.</summary>
    public static bool Check(ReadOnlySpan<byte> data)
    {
        try
        {
            return Walk(data);
        }
        catch (Exception e) when (e is EndOfStreamException or InvalidDataException)
        {
            return false;
        }
    }

    static bool Walk(ReadOnlySpan<byte> data)
    {
        var tables = new JpegHuffmanTable?[8];
        ReadOnlySpan<byte> frame = [];
        var restartInterval = 0;
        for (var at = 2; at + 4 <= data.Length && data[at] == 0xFF;)
        {
            var kind = data[at + 1];
            if (kind is 0xFF)
            {
                at++;
                continue;
            }
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (kind == 0xD9 || length < 2 || at + 2 + length > data.Length)
                return true;
            var body = data.Slice(at + 4, length - 2);
            at += 2 + length;
            if (kind is 0xC0 or 0xC1)
                frame = body;
            else if (kind == 0xC4)
                JpegHuffmanTable.ReadSegment(body, tables);
            else if (kind == 0xDD && body.Length >= 2)
                restartInterval = BinaryPrimitives.ReadUInt16BigEndian(body);
            else if (kind is 0xDA && (frame.Length < 6 || frame.Length < 6 + 3 * frame[5]))
                return true;                                            // progressive or otherwise not sequential
            else if (kind is 0xDA)
                at = WalkScan(data, at, body, frame, tables, restartInterval);
        }
        return true;
    }

    static int WalkScan(ReadOnlySpan<byte> data, int start, ReadOnlySpan<byte> body, ReadOnlySpan<byte> frame, JpegHuffmanTable?[] tables, int restartInterval)
    {
        var units = new List<(JpegHuffmanTable Dc, JpegHuffmanTable Ac, int Component)>();      // the blocks of one MCU, in order
        int height = BinaryPrimitives.ReadUInt16BigEndian(frame[1..]), width = BinaryPrimitives.ReadUInt16BigEndian(frame[3..]);
        int components = frame[5], inScan = body.Length > 0 ? body[0] : 0;
        if (components > 4 || inScan > 4)
            throw new InvalidDataException();
        int mostAcross = 1, mostDown = 1, across = 1, down = 1;
        for (var c = 0; c < components; c++)
            (mostAcross, mostDown) = (Math.Max(mostAcross, frame[7 + 3 * c] >> 4), Math.Max(mostDown, frame[7 + 3 * c] & 15));
        for (var s = 0; s < inScan; s++)
        {
            if (body.Length < 3 + 2 * s)
                throw new InvalidDataException();
            var (id, selected) = (body[1 + 2 * s], body[2 + 2 * s]);
            for (var c = 0; c < components; c++)
                if (frame[6 + 3 * c] == id)
                {
                    (across, down) = (frame[7 + 3 * c] >> 4, frame[7 + 3 * c] & 15);
                    var (dc, ac) = (tables[selected >> 4 & 3], tables[4 + (selected & 3)]);
                    for (var block = 0; block < (inScan == 1 ? 1 : across * down); block++)
                        units.Add((dc ?? throw new InvalidDataException(), ac ?? throw new InvalidDataException(), c));
                }
        }

        // A scan of one component has only the blocks that its picture needs; one of several has whole MCUs.
        var (columns, rows) = inScan == 1
            ? (Blocks(Blocks(width * across, mostAcross), BlockSide), Blocks(Blocks(height * down, mostDown), BlockSide))
            : (Blocks(width, BlockSide * mostAcross), Blocks(height, BlockSide * mostDown));
        var bits = new JpegBits(data, start);
        var (previous, ignored) = (new int[256], new int[64]);
        for (var mcu = 0; mcu < columns * rows; mcu++)
        {
            if (restartInterval > 0 && mcu > 0 && mcu % restartInterval == 0)
                bits.Restart(mcu / restartInterval - 1);
            foreach (var (dc, ac, c) in units)
                bits.Block(dc, ac, ref previous[c], ignored);
        }
        return bits.At;
    }

    static int Blocks(int length, int size) => (length + size - 1) / size;
}
