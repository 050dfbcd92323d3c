using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Walks the chunks of a WebP file (RFC 9649): size, alpha, orientation and number of frames.</summary>
static class WebPHeader
{
    const byte AlphaFlag = 0x10;

    /// <summary>Size, mode, orientation and number of frames.</summary>
    /// <exception cref="ImageException">The file is cut short, or begins with an unknown chunk.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data, string name)
    {
        PictureHeader? header = null;
        int orientation = 1, frames = 0;
        for (var at = 12L; at + 8 <= data.Length;)
        {
            var chunk = data[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var body = chunk[8..(int)Math.Min(chunk.Length, 8L + length)];
            if (header is null)
                header = First(chunk[..4], body) ?? throw new ImageException($"'{name}' is a damaged WebP: its first chunk gives no size. Copy or download the picture again.");
            else if (chunk.StartsWith("EXIF"u8))
                orientation = ExifOrientation.Read(body);
            else if (chunk.StartsWith("ANMF"u8))
                frames++;
            at += 8 + length + (length & 1);
        }
        return header is null
            ? throw new ImageException($"'{name}' is a WebP cut short within its header. Copy or download the picture again.")
            : header with { ExifOrientation = orientation, Frames = Math.Max(frames, 1) };
    }

    static PictureHeader? First(ReadOnlySpan<byte> kind, ReadOnlySpan<byte> body)
    {
        if (kind.SequenceEqual("VP8X"u8) && body.Length >= 10)
            return Header(1 + Int24(body[4..]), 1 + Int24(body[7..]), (body[0] & AlphaFlag) != 0);
        if (kind.SequenceEqual("VP8L"u8) && body.Length >= 5 && body[0] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(body[1..]);
            return Header(1 + (int)(bits & 0x3FFF), 1 + (int)(bits >> 14 & 0x3FFF), (bits >> 28 & 1) != 0);
        }
        if (kind.SequenceEqual("VP8 "u8) && body.Length >= 10 && body.Slice(3, 3).SequenceEqual((ReadOnlySpan<byte>)[0x9D, 0x01, 0x2A]))
            return Header(BinaryPrimitives.ReadUInt16LittleEndian(body[6..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(body[8..]) & 0x3FFF, alpha: false);
        return null;
    }

    static PictureHeader Header(int width, int height, bool alpha) =>
        new(PictureFormat.WebP, width, height, alpha ? PixelMode.Rgba : PixelMode.Rgb);

    static int Int24(ReadOnlySpan<byte> bytes) => bytes[0] | bytes[1] << 8 | bytes[2] << 16;
}
