using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Finds the orientation (tag 0x0112) in an EXIF block. EXIF is advice: a damaged block counts as "upright", never as an error.</summary>
static class ExifOrientation
{
    const ushort OrientationTag = 0x0112, UnsignedShort = 3;

    /// <summary>The orientation, 1 to 8, of a TIFF-structured EXIF block (with or without its "Exif\0\0" prefix); 1 where there is none.</summary>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8))
            exif = exif[6..];
        if (exif.Length < 8)
            return 1;
        bool little = exif.StartsWith("II*\0"u8);
        if (!little && !exif.StartsWith("MM\0*"u8))
            return 1;
        var directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]) : BinaryPrimitives.ReadUInt32BigEndian(exif[4..]);
        if (directory > exif.Length - 2)
            return 1;
        var entries = exif[(int)directory..];
        var count = Short(entries, little);
        for (var entry = entries[2..]; count > 0 && entry.Length >= 12; entry = entry[12..], count--)
            if (Short(entry, little) == OrientationTag)
                return Short(entry[2..], little) == UnsignedShort && Short(entry[8..], little) is >= 1 and <= 8 and var value ? value : 1;
        return 1;
    }

    static int Short(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
