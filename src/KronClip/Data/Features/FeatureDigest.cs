using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KronClip.Data;

/// <summary>The 32 bytes by which a feature is found.</summary>
readonly record struct FeatureDigest(UInt128 High, UInt128 Low)
{
    public const int Size = 32;

    public static FeatureDigest Of(string text) => Read(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static FeatureDigest Read(ReadOnlySpan<byte> bytes) => new(
        BinaryPrimitives.ReadUInt128BigEndian(bytes), BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }
}
