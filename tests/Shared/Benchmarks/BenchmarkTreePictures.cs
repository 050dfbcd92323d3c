using SkiaSharp;

namespace KronClip.Testing;

/// <summary>Small pictures for <see cref="BenchmarkTree"/>: stripes in the colours of a class, shifted and dotted by the picture's number.</summary>
static class BenchmarkTreePictures
{
    const int Side = 24, StripesOfClass0 = 2;

    /// <summary>The bytes of a JPEG or PNG; another set, class or number gives other bytes.</summary>
    public static byte[] Make(int set, int label, int number, bool png)
    {
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var ground = SKColor.FromHsv(label * 61 % 360, 80, 85);
        var stripe = SKColor.FromHsv((label * 61 + 140) % 360, 90, 45 + set);
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
                bitmap.SetPixel(x, y, (x * (StripesOfClass0 + label) + number) / Side % 2 == 0 ? ground : stripe);
        }
        // The number in binary, as blocks of pixels that survive JPEG, makes every file another one.
        for (var bit = 0; bit < 16; bit++)
        {
            for (var pixel = 0; pixel < 4; pixel++)
                bitmap.SetPixel(bit % 8 * 3 + pixel % 2, Side - 6 + bit / 8 * 3 + pixel / 2, (number >> bit & 1) == 1 ? SKColors.White : SKColors.Black);
        }
        using var data = bitmap.Encode(png ? SKEncodedImageFormat.Png : SKEncodedImageFormat.Jpeg, 95);
        return data.ToArray();
    }
}
