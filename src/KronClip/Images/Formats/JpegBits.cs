using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Reads bits and Huffman codes from the entropy-coded data of a JPEG scan (ITU-T T.81, F.2.2).</summary>
ref struct JpegBits(ReadOnlySpan<byte> data, int start)
{
    readonly ReadOnlySpan<byte> data = data;
    int current, left;

    /// <summary>The next byte that has not been touched.</summary>
    public int At { get; private set; } = start;

    /// <summary>One bit. The data of a sound scan never end before its last block.</summary>
    /// <exception cref="EndOfStreamException">The scan ended.</exception>
    public int Bit()
    {
        if (left == 0)
        {
            if (At >= data.Length)
                throw new EndOfStreamException();
            current = data[At++];
            if (current == 0xFF)                            // in the data FF is written FF 00; FF with anything else is a marker
            {
                if (At >= data.Length || data[At] != 0)
                    throw new EndOfStreamException();
                At++;
            }
            left = 8;
        }
        return current >> --left & 1;
    }

    /// <summary>A number of <paramref name="bits"/> bits whose first bit tells its sign (RECEIVE and EXTEND).</summary>
    public int Signed(int bits)
    {
        var value = 0;
        for (var i = 0; i < bits; i++)
            value = value << 1 | Bit();
        return bits > 0 && value < 1 << (bits - 1) ? value - (1 << bits) + 1 : value;
    }

    /// <summary>One Huffman-coded symbol.</summary>
    /// <exception cref="InvalidDataException">No code of the table begins like this.</exception>
    public byte Symbol(JpegHuffmanTable table)
    {
        var code = 0;
        for (var length = 1; length <= 16; length++)
        {
            code = code << 1 | Bit();
            if (table.Find(code, length) is { } symbol)
                return symbol;
        }
        throw new InvalidDataException();
    }

    /// <summary>
    /// One block of sequential coding (F.2.2): 64 coefficients in zigzag order into a cleared block. The first is the difference from
    /// <paramref name="previous"/>, which becomes the sum.
    /// </summary>
    /// <exception cref="InvalidDataException">A code is impossible here.</exception>
    public void Block(JpegHuffmanTable dc, JpegHuffmanTable ac, ref int previous, Span<int> zigzag)
    {
        previous += Signed(Symbol(dc) is <= 15 and var size ? size : throw new InvalidDataException());
        zigzag[0] = previous;
        for (var i = 1; i < 64; i++)
        {
            var symbol = Symbol(ac);
            var (run, length) = (symbol >> 4, symbol & 15);
            if (length == 0 && run < 15)                        // end of block
                return;
            i += run;
            if (i > 63)
                throw new InvalidDataException();
            zigzag[i] = Signed(length);
        }
    }

    /// <summary>Drops the rest of the byte and steps over a restart marker.</summary>
    /// <exception cref="InvalidDataException">There is no such marker here.</exception>
    public void Restart(int number)
    {
        left = 0;
        if (At + 2 > data.Length || BinaryPrimitives.ReadUInt16BigEndian(data[At..]) != 0xFFD0 + number % 8)
            throw new InvalidDataException();
        At += 2;
    }
}
