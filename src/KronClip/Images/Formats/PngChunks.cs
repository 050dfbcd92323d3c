using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Walks the chunks of a PNG file. A chunk that is cut off by the end of the file ends the walk.</summary>
ref struct PngChunks(ReadOnlySpan<byte> data)
{
    static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOfByte)];

    readonly ReadOnlySpan<byte> data = data;
    int at = PngHeader.Signature.Length;

    /// <summary>One chunk: its kind (four letters), its bytes, and its checksum.</summary>
    internal readonly ref struct Chunk(ReadOnlySpan<byte> kindAndBody, uint crc)
    {
        readonly ReadOnlySpan<byte> kindAndBody = kindAndBody;

        public ReadOnlySpan<byte> Body => kindAndBody[4..];

        /// <summary>Whether a reader must understand it (the first letter is a capital).</summary>
        public bool IsCritical => (kindAndBody[0] & 0x20) == 0;

        public bool Is(ReadOnlySpan<byte> kind) => kindAndBody[..4].SequenceEqual(kind);

        /// <summary>Whether the bytes have the checksum that was written with them (CRC-32 of kind and body).</summary>
        public bool IsIntact
        {
            get
            {
                var value = uint.MaxValue;
                foreach (var b in kindAndBody)
                    value = CrcTable[(byte)(value ^ b)] ^ value >> 8;
                return ~value == crc;
            }
        }
    }

    public Chunk Current { get; private set; }

    public readonly PngChunks GetEnumerator() => this;

    public bool MoveNext()
    {
        if (at + 12L > data.Length)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(data[at..]);
        if (at + 12L + length > data.Length)
            return false;
        Current = new Chunk(data.Slice(at + 4, 4 + (int)length), BinaryPrimitives.ReadUInt32BigEndian(data[(at + 8 + (int)length)..]));
        at += 12 + (int)length;
        return true;
    }

    static uint CrcOfByte(int b)
    {
        var value = (uint)b;
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) != 0 ? 0xEDB88320 ^ value >> 1 : value >> 1;
        return value;
    }
}
