using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>
/// Decodes CMYK and YCCK JPEGs to their four inks, which general decoders do not give (they return RGB) and which openai/CLIP's order,
/// resize before conversion, needs. Sequential Huffman coding without subsampling; <see cref="JpegHeader"/> names other files RGB, and
/// Skia decodes them.
/// </summary>
sealed class JpegCmykReader
{
    const int YcckTransform = 2;

    /// <summary>Position in a block, row by row, of the n-th stored coefficient (ITU-T T.81, figure 5).</summary>
    static ReadOnlySpan<byte> ZigZag =>
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    readonly PictureHeader header;
    readonly byte[] samples;                                        // [height × width × 4], as in the file
    readonly int[]?[] quantisation = new int[4][];                  // by table number, in zigzag order
    readonly JpegHuffmanTable?[] huffman = new JpegHuffmanTable[8]; // DC tables 0..3, AC tables 4..7
    readonly (byte Id, byte Table)[] components = new (byte, byte)[4];
    readonly bool[] decoded = new bool[4];
    int restartInterval, transform;

    JpegCmykReader(PictureHeader header)
    {
        this.header = header;
        samples = new byte[checked(header.Width * header.Height * 4)];
    }

    /// <summary>Decodes a picture whose header has been checked against the limits.</summary>
    /// <exception cref="ImageException">The file is damaged or cut short.</exception>
    public static Picture Read(ReadOnlySpan<byte> data, PictureHeader header, string name)
    {
        var reader = new JpegCmykReader(header);
        try
        {
            reader.ReadSegments(data);
        }
        catch (EndOfStreamException e)
        {
            throw new ImageException($"'{name}' is a JPEG that is cut short: only a part of it can be decoded. Copy or download the picture again.", e);
        }
        catch (InvalidDataException e)
        {
            throw new ImageException($"'{name}' is a damaged JPEG: it cannot be decoded. Copy or download the picture again.", e);
        }
        reader.ToInks();
        return new Picture(header.Width, header.Height, PixelMode.Cmyk, reader.samples);
    }

    void ReadSegments(ReadOnlySpan<byte> data)
    {
        for (var at = 2; !decoded.All(d => d);)
        {
            if (at + 4 > data.Length)
                throw new EndOfStreamException();
            if (data[at] != 0xFF || data[at + 1] is 0xFF)           // between segments only fill bytes are allowed
            {
                at = data[at] == 0xFF ? at + 1 : throw new InvalidDataException();
                continue;
            }
            var kind = data[at + 1];
            if (kind == 0xD9)
                throw new EndOfStreamException();
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (length < 2 || at + 2 + length > data.Length)
                throw new EndOfStreamException();
            var body = data.Slice(at + 4, length - 2);
            at += 2 + length;
            switch (kind)
            {
                case 0xC0 or 0xC1 when body.Length >= 18:
                    for (var c = 0; c < 4; c++)
                        components[c] = (body[6 + 3 * c], body[8 + 3 * c]);
                    break;
                case 0xC4:
                    JpegHuffmanTable.ReadSegment(body, huffman);
                    break;
                case 0xDB:
                    ReadQuantisation(body);
                    break;
                case 0xDD:
                    restartInterval = body.Length >= 2 ? BinaryPrimitives.ReadUInt16BigEndian(body) : throw new InvalidDataException();
                    break;
                case 0xEE when body.Length >= 12 && body.StartsWith("Adobe"u8):
                    transform = body[11];
                    break;
                case 0xDA:
                    at = ReadScan(data, at, body);
                    break;
            }
        }
    }

    void ReadQuantisation(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var (wide, number) = (body[0] >> 4 != 0, body[0] & 15);
            var bytes = 1 + (wide ? 128 : 64);
            if (number > 3 || body.Length < bytes)
                throw new InvalidDataException();
            var table = quantisation[number] = new int[64];
            for (var i = 0; i < 64; i++)
                table[i] = wide ? BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * i)..]) : body[1 + i];
            body = body[bytes..];
        }
    }

    /// <summary>Decodes one scan, of one or more components, and returns where it ends.</summary>
    int ReadScan(ReadOnlySpan<byte> data, int start, ReadOnlySpan<byte> body)
    {
        var count = body.Length > 0 ? body[0] : 0;
        if (count is < 1 or > 4 || body.Length < 4 + 2 * count)
            throw new InvalidDataException();
        var scan = new (int Component, JpegHuffmanTable Dc, JpegHuffmanTable Ac, int[] Steps)[count];
        for (var i = 0; i < count; i++)
        {
            var (id, tables) = (body[1 + 2 * i], body[2 + 2 * i]);
            var c = Array.FindIndex(components, component => component.Id == id);
            if (c < 0 || tables >> 4 > 3 || (tables & 15) > 3 || components[c].Table > 3)
                throw new InvalidDataException();
            scan[i] = (c, huffman[tables >> 4] ?? throw new InvalidDataException(), huffman[4 + (tables & 15)] ?? throw new InvalidDataException(),
                quantisation[components[c].Table] ?? throw new InvalidDataException());
            decoded[c] = true;
        }

        var bits = new JpegBits(data, start);
        var (previous, zigzag, block, pixels) = (new int[4], new int[64], new int[64], new byte[64]);
        int across = (header.Width + 7) / 8, blocks = across * ((header.Height + 7) / 8);
        for (var b = 0; b < blocks; b++)
        {
            if (restartInterval > 0 && b > 0 && b % restartInterval == 0)
            {
                bits.Restart(b / restartInterval - 1);
                Array.Clear(previous);
            }
            foreach (var (c, dc, ac, steps) in scan)
            {
                Array.Clear(zigzag);
                bits.Block(dc, ac, ref previous[c], zigzag);
                for (var i = 0; i < 64; i++)
                    block[ZigZag[i]] = zigzag[i] * steps[i];
                JpegInverseDct.Transform(block, pixels);
                Store(pixels, b % across * 8, b / across * 8, c);
            }
        }
        return bits.At;
    }

    void Store(ReadOnlySpan<byte> pixels, int left, int top, int component)
    {
        int columns = Math.Min(8, header.Width - left), rows = Math.Min(8, header.Height - top);
        for (var y = 0; y < rows; y++)
            for (var x = 0; x < columns; x++)
                samples[((top + y) * header.Width + left + x) * 4 + component] = pixels[8 * y + x];
    }

    /// <summary>From what the file stores, inverted ("Adobe") CMYK or YCbCr of it with K, to amounts of ink (libjpeg's jdcolor.c; Pillow's "CMYK;I").</summary>
    void ToInks()
    {
        for (var i = 0; i < samples.Length; i += 4)
        {
            var pixel = samples.AsSpan(i, 4);
            if (transform == YcckTransform)
            {
                // The RGB of this YCbCr is the amount of ink itself: 255 - (255 - RGB).
                int y = pixel[0], cb = pixel[1] - 128, cr = pixel[2] - 128;
                pixel[0] = (byte)Math.Clamp(y + ((91881 * cr + 32768) >> 16), 0, 255);                     // 1.40200
                pixel[1] = (byte)Math.Clamp(y + ((-22554 * cb - 46802 * cr + 32768) >> 16), 0, 255);       // 0.34414, 0.71414
                pixel[2] = (byte)Math.Clamp(y + ((116130 * cb + 32768) >> 16), 0, 255);                    // 1.77200
                pixel[3] = (byte)(255 - pixel[3]);
            }
            else
                for (var c = 0; c < 4; c++)
                    pixel[c] = (byte)(255 - pixel[c]);
        }
    }
}
