using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Reads the information header of a Windows or OS/2 bitmap.</summary>
static class BmpHeader
{
    const int OldHeaderBytes = 12;

    /// <summary>Size and mode. Bitmaps of up to 8 bits per pixel have a colour table; the others are read as RGB.</summary>
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
        return new PictureHeader(PictureFormat.Bmp, width, height, bits <= 8 ? PixelMode.Palette : PixelMode.Rgb);
    }
}
