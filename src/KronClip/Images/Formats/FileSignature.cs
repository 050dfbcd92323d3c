using System.Text;

namespace KronClip.Images;

/// <summary>Tells file formats by their first bytes.</summary>
static class FileSignature
{
    /// <summary>The format, or null where it is none that is read.</summary>
    public static PictureFormat? FormatOf(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return PictureFormat.Jpeg;
        if (data.StartsWith(PngHeader.Signature))
            return PictureFormat.Png;
        if (data.StartsWith("GIF87a"u8) || data.StartsWith("GIF89a"u8))
            return PictureFormat.Gif;
        if (IsRiff(data, "WEBP"u8))
            return PictureFormat.WebP;
        return data.StartsWith("BM"u8) && data.Length > 18 && data[6..10].IndexOfAnyExcept((byte)0) < 0 ? PictureFormat.Bmp : null;
    }

    /// <summary>Why the file is not read, what it looks like, and what to do.</summary>
    public static string Refusal(ReadOnlySpan<byte> data, string name)
    {
        var (what, picture) = LooksLike(data);
        return picture
            ? $"'{name}' is {what}, which is not read. Convert it to PNG or JPEG first, for example: magick \"{Path.GetFileName(name)}\" picture.png"
            : $"'{name}' is no picture: it looks like {what}. JPEG, PNG, GIF, WebP and BMP are read, whatever the file is called.";
    }

    static (string What, bool Picture) LooksLike(ReadOnlySpan<byte> data)
    {
        if (data.StartsWith("II*\0"u8) || data.StartsWith("MM\0*"u8) || data.StartsWith("II+\0"u8) || data.StartsWith("MM\0+"u8))
            return ("a TIFF or a camera's raw file", true);
        if (data.Length >= 12 && data[4..8].SequenceEqual("ftyp"u8))
            return data[8..12] switch
            {
                var brand when brand.SequenceEqual("avif"u8) || brand.SequenceEqual("avis"u8) => ("an AVIF picture", true),
                var brand when brand.StartsWith("he"u8) || brand.SequenceEqual("mif1"u8) || brand.SequenceEqual("msf1"u8) => ("a HEIC picture", true),
                _ => ("a video (MP4 or QuickTime)", false),
            };
        if (data.StartsWith("8BPS"u8))
            return ("a Photoshop document", true);
        if (data.StartsWith("\0\0\0\fjP  "u8) || data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]))
            return ("a JPEG 2000 picture", true);
        if (data.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || data.StartsWith("\0\0\0\fJXL "u8))
            return ("a JPEG XL picture", true);
        if (data.StartsWith("\0\0\u0001\0"u8))
            return ("an icon", true);
        if (data.StartsWith("%PDF"u8))
            return ("a PDF document", true);
        if (data.Length >= 2 && data[0] == 'P' && data[1] is >= (byte)'1' and <= (byte)'7' && (data.Length == 2 || char.IsWhiteSpace((char)data[2])))
            return ("a Netpbm picture", true);
        if (data.StartsWith("PK\u0003\u0004"u8) || data.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
            return ("an archive; unpack it first", false);
        return Text(data);
    }

    static (string What, bool Picture) Text(ReadOnlySpan<byte> data)
    {
        var start = Encoding.Latin1.GetString(data[..Math.Min(data.Length, 512)]);
        if (start.Any(c => c < ' ' && !char.IsWhiteSpace(c)))
            return ("damaged or unknown data", false);
        if (start.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return ("an SVG drawing", true);
        if (start.Contains("<html", StringComparison.OrdinalIgnoreCase) || start.Contains("<!doctype", StringComparison.OrdinalIgnoreCase))
            return ("a web page, perhaps an error page saved by a download", false);
        return ("text", false);
    }

    static bool IsRiff(ReadOnlySpan<byte> data, ReadOnlySpan<byte> kind) => data.Length >= 12 && data.StartsWith("RIFF"u8) && data[8..12].SequenceEqual(kind);
}
