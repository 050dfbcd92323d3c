using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Walks the blocks of a GIF file (GIF89a specification): size of the screen and number of frames.</summary>
static class GifHeader
{
    const byte Extension = 0x21, ImageDescriptor = 0x2C;

    /// <summary>Size and number of frames.</summary>
    /// <exception cref="ImageException">The file is cut short before its first frame.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data, string name)
    {
        if (data.Length < 13)
            throw new ImageException($"'{name}' is a GIF cut short within its header. Copy or download the picture again.");
        int width = BinaryPrimitives.ReadUInt16LittleEndian(data[6..]), height = BinaryPrimitives.ReadUInt16LittleEndian(data[8..]);
        var frames = 0;
        for (var at = 13 + TableBytes(data[10]); at < data.Length && data[at] is Extension or ImageDescriptor;)
        {
            if (data[at] == Extension)
                at += 2;
            else
            {
                if (at + 10 > data.Length)
                    break;
                frames++;
                at += 11 + TableBytes(data[at + 9]);                // descriptor, its colour table, the code size
            }
            while (at < data.Length && data[at] != 0)               // sub-blocks, each with its length, up to an empty one
                at += 1 + data[at];
            at++;
        }
        return frames > 0
            ? new PictureHeader(PictureFormat.Gif, width, height, PixelMode.Palette, Frames: frames)
            : throw new ImageException($"'{name}' is a GIF without a frame. Copy or download the picture again.");
    }

    /// <summary>Bytes of the colour table that a packed field announces.</summary>
    static int TableBytes(byte packed) => (packed & 0x80) == 0 ? 0 : 3 << ((packed & 7) + 1);
}
