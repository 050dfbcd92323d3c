using System.Buffers.Binary;

namespace KronClip.Images;

/// <summary>Walks the segments of a JPEG file (ITU-T T.81, Annex B) up to its frame header.</summary>
static class JpegHeader
{
    const byte Marker = 0xFF, Standalone = 0x01, RestartFirst = 0xD0, StartOfImage = 0xD8, EndOfImage = 0xD9, StartOfScan = 0xDA, App1 = 0xE1;

    /// <summary>Size, mode and orientation.</summary>
    /// <exception cref="ImageException">There is no frame header, or one of a kind that is not read.</exception>
    public static PictureHeader Read(ReadOnlySpan<byte> data, string name)
    {
        var orientation = 1;
        for (var at = 2; at + 4 <= data.Length;)
        {
            if (data[at] != Marker)
                throw new ImageException($"'{name}' is a damaged JPEG: no segment begins at byte {at}. Copy or download the picture again.");
            var kind = data[at + 1];
            if (kind is Marker)                                             // fill byte
            {
                at++;
                continue;
            }
            if (kind is Standalone or (>= RestartFirst and <= StartOfImage))
            {
                at += 2;
                continue;
            }
            if (kind is EndOfImage or StartOfScan)
                throw new ImageException($"'{name}' is a damaged JPEG: it has no frame header. Copy or download the picture again.");
            var length = BinaryPrimitives.ReadUInt16BigEndian(data[(at + 2)..]);
            if (length < 2 || at + 2 + length > data.Length)
                break;
            var body = data.Slice(at + 4, length - 2);
            if (IsFrame(kind))
                return Frame(body, kind, orientation, name);
            if (kind == App1 && orientation == 1 && body.StartsWith("Exif\0"u8))
                orientation = ExifOrientation.Read(body);
            at += 2 + length;
        }
        throw new ImageException($"'{name}' is a JPEG cut short within its header. Copy or download the picture again.");
    }

    /// <summary>SOF0..SOF15 without DHT (C4), JPG (C8) and DAC (CC), which lie between them.</summary>
    static bool IsFrame(byte kind) => kind is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    static PictureHeader Frame(ReadOnlySpan<byte> body, byte kind, int orientation, string name)
    {
        if (body.Length < 6)
            throw new ImageException($"'{name}' is a damaged JPEG: its frame header is too short. Copy or download the picture again.");
        if (kind is not (0xC0 or 0xC1 or 0xC2 or 0xC9 or 0xCA) || body[0] != 8)
            throw new ImageException($"'{name}' is a JPEG of a rare kind ({body[0]} bits per sample, frame type {kind - 0xC0}) that is not read. Convert it to PNG first.");
        var mode = body[5] switch
        {
            1 => PixelMode.Gray,
            3 => PixelMode.Rgb,
            4 => HasRawInks(body, kind) ? PixelMode.Cmyk : PixelMode.Rgb,
            var channels => throw new ImageException($"'{name}' is a JPEG with {channels} channels; 1, 3 or 4 are read. Convert it to PNG first."),
        };
        return new PictureHeader(PictureFormat.Jpeg, BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..]), mode, orientation);
    }

    /// <summary>Whether <see cref="JpegCmykReader"/> reads it: sequential coding, and one sample of each of the four inks per pixel.</summary>
    static bool HasRawInks(ReadOnlySpan<byte> body, byte kind) =>
        kind is 0xC0 or 0xC1 && body.Length >= 18 && body[7] == 0x11 && body[10] == 0x11 && body[13] == 0x11 && body[16] == 0x11;
}
