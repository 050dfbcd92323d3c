using SkiaSharp;

namespace KronClip.Cli.Tests;

/// <summary>Pictures that take a while to read and little room on the disk, each of another colour.</summary>
static class LargePictures
{
    public static void Write(string folder, int classes, int perClass, int size)
    {
        using var picture = new SKBitmap(size, size);
        for (var label = 0; label < classes; label++)
        {
            Directory.CreateDirectory(Path.Combine(folder, $"class{label}"));
            for (var i = 0; i < perClass; i++)
            {
                picture.Erase(new SKColor((byte)(3 * i), (byte)(200 * label), 90));
                using var file = File.Create(Path.Combine(folder, $"class{label}", $"{i}.jpg"));
                Assert.True(picture.Encode(file, SKEncodedImageFormat.Jpeg, 80));
            }
        }
    }
}
