using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Collects the rows of a PNG file into a picture's samples.</summary>
sealed class PngSamples
{
    readonly PngHeader header;
    readonly int channels;
    readonly byte[] samples = [];
    readonly ushort[] deep = [];

    /// <summary>Room for all pixels.</summary>
    public PngSamples(PngHeader header)
    {
        this.header = header;
        channels = Picture.Channels(header.Mode);
        if (header.Mode == PixelMode.Gray16)
            deep = new ushort[checked(header.Width * header.Height)];
        else
            samples = new byte[checked(header.Width * header.Height * channels)];
    }

    /// <summary>Stores the pixels of one unfiltered row at columns x, x + step, … of row y.</summary>
    public void Store(ReadOnlySpan<byte> row, int pixels, int x, int y, int step)
    {
        var start = y * header.Width + x;
        if (header.Mode == PixelMode.Gray16)
            for (var i = 0; i < pixels; i++)
                deep[start + i * step] = BinaryPrimitives.ReadUInt16BigEndian(row[(2 * i)..]);
        else if (header.BitDepth < 8)
            StorePacked(row, pixels, start, step);
        else if (header is { Color: PngHeader.ColorType.GrayAlpha, BitDepth: 16 })
            for (var i = 0; i < pixels; i++)
            {
                var pixel = samples.AsSpan((start + i * step) * channels, channels);
                pixel[..3].Fill(row[4 * i]);
                pixel[3] = row[4 * i + 2];
            }
        else if (step == 1 && header.BitDepth == 8)
            row[..(pixels * channels)].CopyTo(samples.AsSpan(start * channels));
        else
            StoreBytes(row, pixels, start, step);
    }

    /// <summary>The picture; <paramref name="palette"/> where its mode has one.</summary>
    public Picture ToPicture(byte[]? palette) => header.Mode == PixelMode.Gray16
        ? new Picture(header.Width, header.Height, deep)
        : new Picture(header.Width, header.Height, header.Mode, samples, palette);

    /// <summary>Bytes, or the high bytes of 16-bit samples, which is how Pillow reads deep colour.</summary>
    void StoreBytes(ReadOnlySpan<byte> row, int pixels, int start, int step)
    {
        var sampleBytes = header.BitDepth / 8;
        var from = 0;
        for (var i = 0; i < pixels; i++)
        {
            var to = (start + i * step) * channels;
            for (var c = 0; c < channels; c++, from += sampleBytes)
                samples[to + c] = row[from];
        }
    }

    /// <summary>1, 2 or 4 bits per pixel, the leftmost in the high bits; grey is spread over 0..255, indices are kept.</summary>
    void StorePacked(ReadOnlySpan<byte> row, int pixels, int start, int step)
    {
        var (depth, mask) = (header.BitDepth, (1 << header.BitDepth) - 1);
        var scale = header.Color == PngHeader.ColorType.Palette ? 1 : 255 / mask;
        for (var i = 0; i < pixels; i++)
        {
            var bit = i * depth;
            samples[start + i * step] = (byte)((row[bit >> 3] >> (8 - depth - (bit & 7)) & mask) * scale);
        }
    }
}
