namespace KronClip.Images;

/// <summary>
/// Reads picture files. The format is told by the first bytes, the size is checked against <see cref="ImageLimits"/> before anything is
/// decoded, colour profiles are ignored (as Pillow does), and of an animation the first frame is taken. A file that is damaged or cut
/// short is an error, never a half-grey picture (but for a progressive JPEG to which an end marker was added). Thread-safe.
/// </summary>
public static class PictureReader
{
    /// <summary>Reads what a file says of itself.</summary>
    /// <exception cref="ImageException">The file cannot be read, is too long, or is no picture of a known format.</exception>
    public static PictureHeader ReadHeader(string path, ImageLimits limits) => ReadHeader(Load(path, limits), path);

    /// <summary>Reads what a picture in memory says of itself; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="ImageException">The bytes are no picture of a known format.</exception>
    public static PictureHeader ReadHeader(ReadOnlyMemory<byte> bytes, string name)
    {
        var data = bytes.Span;
        if (data.IsEmpty)
            throw new ImageException($"'{name}' is empty (0 bytes). Copy or download the picture again.");
        var header = FileSignature.FormatOf(data) switch
        {
            PictureFormat.Jpeg => JpegHeader.Read(data, name),
            PictureFormat.Png => PngHeader.Read(data, name),
            PictureFormat.Gif => GifFrame.Read(data, name).Header,
            PictureFormat.WebP => WebPHeader.Read(data, name),
            PictureFormat.Bmp => BmpHeader.Read(data, name),
            _ => throw new ImageException(FileSignature.Refusal(data, name)),
        };
        return header is { Width: > 0, Height: > 0 } ? header : throw new ImageException($"'{name}' says it is {header.Width}×{header.Height} pixels; it is damaged.");
    }

    /// <summary>Reads a picture file.</summary>
    /// <param name="path">The file; its extension does not matter.</param>
    /// <param name="limits">What the picture may cost.</param>
    /// <param name="orientation">Whether to turn the picture as its EXIF orientation asks.</param>
    /// <exception cref="ImageException">The file cannot be read, is over a limit, is damaged, or is no picture of a known format.</exception>
    public static Picture Read(string path, ImageLimits limits, Orientation orientation) => Read(Load(path, limits), path, limits, orientation);

    /// <summary>Reads a picture in memory; <paramref name="name"/> is for messages.</summary>
    /// <inheritdoc cref="Read(string, ImageLimits, Orientation)"/>
    public static Picture Read(ReadOnlyMemory<byte> bytes, string name, ImageLimits limits, Orientation orientation)
    {
        ArgumentNullException.ThrowIfNull(limits);
        limits.Validate().CheckBytes(bytes.Length, name);
        var header = ReadHeader(bytes, name);
        limits.CheckSize(header.Width, header.Height, name);
        var picture = header.Format switch
        {
            PictureFormat.Png => PngReader.Read(bytes, name),
            PictureFormat.Gif => GifReader.Read(bytes.Span, name),
            PictureFormat.Jpeg when header.Mode == PixelMode.Cmyk => JpegCmykReader.Read(bytes.Span, header, name),
            _ => SkiaReader.Read(bytes, header, name),
        };
        if (header.Format == PictureFormat.Jpeg && JpegCompleteness.EndsInFilling(picture) && !JpegCompleteness.Check(bytes.Span))
            throw new ImageException($"'{name}' is a JPEG that is cut short: the end of its pixels is missing and would be grey. Copy or download the picture again.");
        return orientation == Orientation.Apply ? OrientedPicture.Apply(picture, header.ExifOrientation) : picture;
    }

    static byte[] Load(string path, ImageLimits limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(limits);
        try
        {
            var length = new FileInfo(path).Length;                 // 0 for pipes and devices too: they are refused unopened
            limits.Validate().CheckBytes(length, path);
            return length == 0 ? [] : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new ImageException($"'{path}' cannot be read: {e.Message}", e);
        }
    }
}
