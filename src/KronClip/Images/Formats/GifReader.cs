namespace KronClip.Images;

/// <summary>
/// Decodes the first frame of a GIF to its palette indices. A general decoder gives blended colours instead, in which the colour behind a
/// transparent pixel is lost; Pillow keeps it.
/// </summary>
static class GifReader
{
    const int LargestCode = 4096;

    /// <summary>First row and step of the passes of an interlaced frame.</summary>
    static readonly (int First, int Step)[] Interlaced = [(0, 8), (4, 8), (2, 4), (1, 2)];

    static readonly (int First, int Step)[] OnePass = [(0, 1)];

    /// <summary>Decodes a picture whose header has been checked against the limits.</summary>
    /// <exception cref="ImageException">The file is damaged or cut short.</exception>
    public static Picture Read(ReadOnlySpan<byte> data, string name)
    {
        var gif = GifFrame.Read(data, name);
        var pixels = new byte[checked(gif.Screen.Width * gif.Screen.Height)];
        pixels.AsSpan().Fill(gif.Transparent);
        var frame = Decompress(data[Math.Min(gif.DataAt, data.Length)..], checked(gif.Frame.Width * gif.Frame.Height), name);
        var from = 0;
        foreach (var (first, step) in gif.Interlaced ? Interlaced : OnePass)
            for (var y = first; y < gif.Frame.Height; y += step, from += gif.Frame.Width)
                frame.AsSpan(from, gif.Frame.Width).CopyTo(pixels.AsSpan((gif.Frame.Y + y) * gif.Screen.Width + gif.Frame.X));
        return new Picture(gif.Screen.Width, gif.Screen.Height, gif.Header.Mode, pixels, gif.Palette);
    }

    /// <summary>GIF's variable-length LZW: a code stands for a string of pixels; each code but the first adds the last string with one pixel more.</summary>
    static byte[] Decompress(ReadOnlySpan<byte> data, int pixels, string name)
    {
        int width = data.IsEmpty ? 0 : data[0], clear = 1 << width, end = clear + 1;
        if (width is < 1 or > 11)
            throw Damaged(name);
        var result = new byte[pixels];
        var (starts, lengths) = (new int[LargestCode], new int[LargestCode]);      // each added string, as a run of the result
        var blocks = new SubBlocks(data[1..]);
        int next = end + 1, bits = width + 1, previous = -1, written = 0;
        while (written < pixels)
        {
            var code = blocks.Code(bits);
            if (code < 0 || code == end)
                throw new ImageException($"'{name}' is a GIF that is cut short: only a part of its first frame is there. Copy or download the picture again.");
            if (code == clear)
            {
                (next, bits, previous) = (end + 1, width + 1, -1);
                continue;
            }
            if (code > next || (code == next && previous < 0))
                throw Damaged(name);
            var at = written;
            if (previous >= 0 && next < LargestCode)                    // the new string: the previous one and the first pixel after it
            {
                var length = previous < clear ? 1 : lengths[previous];
                (starts[next], lengths[next]) = (at - length, length + 1);
                if (++next == 1 << bits && bits < 12)
                    bits++;
            }
            if (code < clear)
                result[written++] = (byte)code;
            else
                for (int i = starts[code], stop = Math.Min(at + lengths[code], pixels); written < stop; i++)    // may read what it just wrote
                    result[written++] = result[i];
            previous = code;
        }
        return result;
    }

    static ImageException Damaged(string name) => new($"'{name}' is a damaged GIF: its pixels cannot be decoded. Copy or download the picture again.");

    /// <summary>Codes, lowest bits first, from a chain of sub-blocks of up to 255 bytes.</summary>
    ref struct SubBlocks(ReadOnlySpan<byte> data)
    {
        readonly ReadOnlySpan<byte> data = data;
        int at, left, buffer, held;

        /// <summary>The next code, or -1 at the end of the chain.</summary>
        public int Code(int bits)
        {
            for (; held < bits; held += 8)
            {
                if (left == 0)
                {
                    left = at < data.Length ? data[at++] : 0;
                    if (left == 0)
                        return -1;
                }
                if (at >= data.Length)
                    return -1;
                buffer |= data[at++] << held;
                left--;
            }
            var code = buffer & (1 << bits) - 1;
            buffer >>= bits;
            held -= bits;
            return code;
        }
    }
}
