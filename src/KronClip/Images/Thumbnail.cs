using SkiaSharp;

namespace KronClip.Images;

/// <summary>A small copy of a picture for a page, as a data: address. It is decoded and encoded anew, so nothing of the file but its pixels gets into the page.</summary>
public static class Thumbnail
{
    const int Quality = 88;

    /// <summary>Reads a picture and makes its longer side at most <paramref name="side"/> pixels; a smaller one keeps its size.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Pixels of the longer side, at least 1.</param>
    /// <exception cref="ImageException">The file cannot be read, or is no picture.</exception>
    public static string DataAddress(string path, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        var picture = PictureReader.Read(path, ImageLimits.Default, Orientation.Apply).WithScaledGray();
        var scale = Math.Min(1, (double)side / Math.Max(picture.Width, picture.Height));
        var (width, height) = (Math.Max(1, (int)Math.Round(picture.Width * scale)), Math.Max(1, (int)Math.Round(picture.Height * scale)));
        var whole = new PixelRectangle(0, 0, picture.Width, picture.Height);
        var rgb = PictureResizer.ResizeToRgb(picture, whole, width, height, new PixelRectangle(0, 0, width, height), ResampleFilter.Bicubic);
        return "data:image/jpeg;base64," + Convert.ToBase64String(Encode(rgb, width, height));
    }

    static byte[] Encode(byte[] rgb, int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var pixels = bitmap.GetPixelSpan();
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (from, to) = (3 * (y * width + x), y * bitmap.RowBytes + 4 * x);
                rgb.AsSpan(from, 3).CopyTo(pixels[to..]);
                pixels[to + 3] = byte.MaxValue;
            }
        }
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, Quality);
        return data.ToArray();
    }
}
