using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Reads the information header of a Windows or OS/2 bitmap.</summary>
static class BmpHeader
{
    const int OldHeaderBytes = 12, BitFields = 3;

    /// <summary>Size and mode: bitmaps of up to 8 bits per pixel have a colour table, which may be a grey ramp; a mask of bits for alpha is rare.</summary>
    /// <exception cref="ImageException">The file is cut short, or is of an unknown kind.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data, string name)
    {
        var headerBytes = data.Length < 18 ? 0 : BinaryPrimitives.ReadInt32LittleEndian(data[14..]);
        if (headerBytes < OldHeaderBytes || data.Length < 14L + headerBytes || headerBytes is > OldHeaderBytes and < 40)
            throw new ImageException($"'{name}' is a bitmap cut short within its header, or of an unknown kind. Save the picture as PNG.");
        var old = headerBytes == OldHeaderBytes;
        var width = old ? BinaryPrimitives.ReadUInt16LittleEndian(data[18..]) : BinaryPrimitives.ReadInt32LittleEndian(data[18..]);
        var height = old ? BinaryPrimitives.ReadUInt16LittleEndian(data[20..]) : BinaryPrimitives.ReadInt32LittleEndian(data[22..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(data[(old ? 24 : 28)..]);
        height = height == int.MinValue ? 0 : Math.Abs(height);             // a negative height says that the rows run from the top
        return new PictureHeader(PictureFormat.Bmp, width, height, Mode(data, headerBytes, bits));
    }

    static PixelMode Mode(ReadOnlySpan<byte> data, int headerBytes, int bits)
    {
        var old = headerBytes == OldHeaderBytes;
        if (bits <= 8)
        {
            var colors = old ? 0 : BinaryPrimitives.ReadInt32LittleEndian(data[46..]);
            return IsGrayRamp(data[(14 + headerBytes)..], colors == 0 ? 1 << bits : colors, old ? 3 : 4) ? PixelMode.Gray : PixelMode.Palette;
        }
        var alpha = bits == 32 && headerBytes >= 56 && BinaryPrimitives.ReadInt32LittleEndian(data[30..]) == BitFields
            && BinaryPrimitives.ReadUInt32LittleEndian(data[66..]) != 0;
        return alpha ? PixelMode.Rgba : PixelMode.Rgb;
    }

    /// <summary>Whether the table says no more than the pixels do; Pillow then takes the picture as grey.</summary>
    static bool IsGrayRamp(ReadOnlySpan<byte> table, int colors, int entryBytes)
    {
        if (colors is < 1 or > 256 || table.Length < colors * entryBytes)
            return false;
        for (var i = 0; i < colors; i++)
            if (table.Slice(i * entryBytes, 3).IndexOfAnyExcept((byte)i) >= 0)
                return false;
        return true;
    }
}
