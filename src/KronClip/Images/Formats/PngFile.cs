using System.Buffers.Binary;
using System.Text;

namespace KronClip.Images;

/// <summary>
/// The smallest PNG encoder: 8-bit RGB, no filter, stored (uncompressed) blocks. Compressors differ between systems and versions; stored blocks are
/// the same bytes everywhere, which generated pictures need. Format: PNG (ISO/IEC 15948), zlib (RFC 1950), deflate (RFC 1951).
/// </summary>
static class PngFile
{
    /// <summary>The longest stored block of deflate, in bytes.</summary>
    const int LongestBlock = 65535;

    static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Signature and IHDR: where a chunk with the writer's name begins.</summary>
    const int AfterHeader = 8 + 12 + 13;

    /// <summary>The file of a picture; <paramref name="rgb"/> is [height × width × 3], row after row.</summary>
    /// <param name="width">Pixels per row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="rgb">The pixels.</param>
    /// <param name="software">Latin letters that say who wrote it, as the chunk "Software"; none if null.</param>
    /// <exception cref="ArgumentException">The length does not fit the size.</exception>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> rgb, string? software = null)
    {
        if (width < 1 || height < 1 || rgb.Length != 3L * width * height)
            throw new ArgumentException($"A picture of {width}×{height} pixels needs {3L * width * height} bytes, not {rgb.Length}.", nameof(rgb));
        using var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 2);                        // 8 bits per sample, RGB; compression, filter and interlace 0
        WriteChunk(file, "IHDR"u8, header);
        if (software is not null)
            WriteChunk(file, "tEXt"u8, SoftwareText(software));
        WriteChunk(file, "IDAT"u8, Store(Rows(width, height, rgb)));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>Whether a file begins as <see cref="Encode"/> writes one by that name.</summary>
    public static bool IsBy(string software, ReadOnlySpan<byte> file)
    {
        var text = SoftwareText(software);
        return file.StartsWith(Signature) && file.Length >= AfterHeader + 8 + text.Length
            && file[(AfterHeader + 4)..].StartsWith("tEXt"u8) && file[(AfterHeader + 8)..].StartsWith(text);
    }

    static byte[] SoftwareText(string software) => Encoding.Latin1.GetBytes($"Software\0{software}");

    /// <summary>Each row with a zero, "no filter", before it.</summary>
    static byte[] Rows(int width, int height, ReadOnlySpan<byte> rgb)
    {
        var rows = new byte[height * (3 * width + 1)];
        for (var y = 0; y < height; y++)
            rgb.Slice(3 * width * y, 3 * width).CopyTo(rows.AsSpan(y * (3 * width + 1) + 1));
        return rows;
    }

    /// <summary>A zlib stream of stored blocks.</summary>
    static byte[] Store(ReadOnlySpan<byte> data)
    {
        using var stream = new MemoryStream();
        stream.Write([0x78, 0x01]);                             // deflate with a 32 kB window; the two bytes are a multiple of 31, as they must be
        var checksum = Adler32(data);
        Span<byte> numbers = stackalloc byte[4];
        while (!data.IsEmpty)
        {
            var block = data[..Math.Min(data.Length, LongestBlock)];
            data = data[block.Length..];
            stream.WriteByte(data.IsEmpty ? (byte)1 : (byte)0); // the last block says so
            BinaryPrimitives.WriteUInt16LittleEndian(numbers, (ushort)block.Length);
            BinaryPrimitives.WriteUInt16LittleEndian(numbers[2..], (ushort)~block.Length);
            stream.Write(numbers);
            stream.Write(block);
        }
        BinaryPrimitives.WriteUInt32BigEndian(numbers, checksum);
        stream.Write(numbers);
        return stream.ToArray();
    }

    static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        file.Write(number);
    }

    static uint Adler32(ReadOnlySpan<byte> data)
    {
        const uint modulus = 65521;
        var (a, b) = (1u, 0u);
        foreach (var value in data)
            (a, b) = ((a + value) % modulus, (b + (a + value) % modulus) % modulus);
        return b << 16 | a;
    }

    static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
            crc = CrcTable[(crc ^ value) & 0xFF] ^ crc >> 8;
        return crc;
    }

    static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
                table[i] = (table[i] & 1) != 0 ? 0xEDB88320u ^ table[i] >> 1 : table[i] >> 1;
        }
        return table;
    }
}
