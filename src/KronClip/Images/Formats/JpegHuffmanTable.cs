namespace KronClip.Images;

/// <summary>A canonical Huffman code: the number of codes of each length, and the symbols in order of their codes.</summary>
sealed class JpegHuffmanTable
{
    readonly int[] firstCode = new int[17], firstSymbol = new int[17], count = new int[17];
    readonly byte[] symbols;

    /// <summary>A table as stored in a DHT segment.</summary>
    public JpegHuffmanTable(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        this.symbols = symbols.ToArray();
        for (int length = 1, code = 0, symbol = 0; length <= 16; length++, code <<= 1)
        {
            (firstCode[length], firstSymbol[length], count[length]) = (code, symbol, counts[length - 1]);
            code += counts[length - 1];
            symbol += counts[length - 1];
        }
    }

    /// <summary>The symbol of a code of a certain length, or null where there is no such code.</summary>
    public byte? Find(int code, int length) =>
        code - firstCode[length] is var i && i >= 0 && i < count[length] ? symbols[firstSymbol[length] + i] : null;

    /// <summary>Reads the tables of a DHT segment into their places: DC tables 0..3, then AC tables 4..7.</summary>
    /// <exception cref="InvalidDataException">The segment is damaged.</exception>
    public static void ReadSegment(ReadOnlySpan<byte> body, JpegHuffmanTable?[] tables)
    {
        while (!body.IsEmpty)
        {
            var (kind, number) = (body[0] >> 4, body[0] & 15);
            var symbols = 0;
            foreach (var count in body.Length < 17 ? throw new InvalidDataException() : body[1..17])
                symbols += count;
            if (kind > 1 || number > 3 || symbols > 256 || body.Length < 17 + symbols)
                throw new InvalidDataException();
            tables[4 * kind + number] = new JpegHuffmanTable(body[1..17], body.Slice(17, symbols));
            body = body[(17 + symbols)..];
        }
    }
}
