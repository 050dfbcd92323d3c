using KronClip.Images;
using KronClip.Testing;
using SkiaSharp;

namespace KronClip.Tests.Images;

public class ThumbnailTests
{
    [Theory]
    [InlineData(400, 200, 100, 50)]
    [InlineData(30, 40, 30, 40)]
    [InlineData(1000, 1, 100, 1)]
    public void TheLongerSideIsAtMostWhatWasAskedFor(int width, int height, int newWidth, int newHeight)
    {
        using var folder = TestFiles.Temporary();
        using (var bitmap = new SKBitmap(width, height))
        {
            bitmap.Erase(new SKColor(200, 40, 60));
            using var file = File.Create(folder.File("a.png"));
            Assert.True(bitmap.Encode(file, SKEncodedImageFormat.Png, 100));
        }

        var address = Thumbnail.DataAddress(folder.File("a.png"), 100);

        const string start = "data:image/jpeg;base64,";
        Assert.StartsWith(start, address, StringComparison.Ordinal);
        using var small = SKBitmap.Decode(Convert.FromBase64String(address[start.Length..]));
        Assert.Equal((newWidth, newHeight), (small.Width, small.Height));
        var pixel = small.GetPixel(newWidth / 2, newHeight / 2);
        Assert.InRange(pixel.Red, 192, 208);
        Assert.InRange(pixel.Green, 32, 48);
    }

    [Fact]
    public void WhatIsNoPictureIsRefused()
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllText(folder.File("a.png"), "<svg onload='x'/>");
        Assert.Throws<ImageException>(() => Thumbnail.DataAddress(folder.File("a.png"), 100));
    }
}
