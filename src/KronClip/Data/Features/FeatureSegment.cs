using System.Buffers.Binary;
using System.Security.Cryptography;

namespace KronClip.Data;

/// <summary>
/// The bytes of a cache segment. Header, 32 bytes: "KCFEAT01", width (int32), record size (int32), 8 zero bytes, checksum of those 24.
/// Then records of equal size: key digest (32 bytes), width little-endian floats, checksum (8 bytes: the first of SHA-256 over the rest of
/// the record). Equal sizes make a damaged record lose only itself, and a torn end is simply no whole record.
/// </summary>
static class FeatureSegment
{
    public const string Extension = ".features";
    public const int HeaderSize = 32;
    public const int MostWidth = 1 << 20;
    const int ChecksumSize = 8;

    static ReadOnlySpan<byte> Magic => "KCFEAT01"u8;

    public static int RecordSize(int width) => FeatureDigest.Size + sizeof(float) * width + ChecksumSize;

    public static byte[] Header(int width)
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), RecordSize(width));
        Checksum(header.AsSpan(0, 24), header.AsSpan(24));
        return header;
    }

    /// <summary>The width that a header states; null if it is damaged or of another version.</summary>
    public static int? Width(ReadOnlySpan<byte> header)
    {
        if (header.Length != HeaderSize || !header.StartsWith(Magic) || !IsWhole(header))
            return null;
        var width = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        return width is > 0 and <= MostWidth && BinaryPrimitives.ReadInt32LittleEndian(header[12..]) == RecordSize(width) ? width : null;
    }

    public static void WriteRecord(Span<byte> record, FeatureDigest digest, ReadOnlySpan<float> feature)
    {
        digest.Write(record);
        for (var i = 0; i < feature.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(record[(FeatureDigest.Size + sizeof(float) * i)..], feature[i]);
        Checksum(record[..^ChecksumSize], record[^ChecksumSize..]);
    }

    /// <summary>Reads a record; false, with the feature untouched, if it is damaged or not the one asked for.</summary>
    public static bool TryReadRecord(ReadOnlySpan<byte> record, FeatureDigest digest, Span<float> feature)
    {
        if (record.Length != RecordSize(feature.Length) || FeatureDigest.Read(record) != digest || !IsWhole(record))
            return false;
        for (var i = 0; i < feature.Length; i++)
            feature[i] = BinaryPrimitives.ReadSingleLittleEndian(record[(FeatureDigest.Size + sizeof(float) * i)..]);
        return true;
    }

    static bool IsWhole(ReadOnlySpan<byte> bytes)
    {
        Span<byte> checksum = stackalloc byte[ChecksumSize];
        Checksum(bytes[..^ChecksumSize], checksum);
        return checksum.SequenceEqual(bytes[^ChecksumSize..]);
    }

    static void Checksum(ReadOnlySpan<byte> bytes, Span<byte> checksum)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[..ChecksumSize].CopyTo(checksum);
    }
}
