using KronClip.Images;
using SkiaSharp;

namespace KronClip.Tests.Images;

/// <summary>A scene stored in each of the eight EXIF orientations comes out the same.</summary>
public class OrientationTests
{
    const int Width = 5, Height = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void AllEightOrientationsOfAPngGiveTheSamePixels(int orientation)
    {
        var (stored, width, height) = Stored(orientation);
        foreach (var little in (bool[])[true, false])
        {
            var png = SamplePictures.Png(width, height, 3, stored, ("eXIf", SamplePictures.Exif(orientation, little)));
            var picture = PictureReader.Read(png, "png", ImageLimits.Default, Orientation.Apply);
            Assert.Equal((Width, Height), (picture.Width, picture.Height));
            Assert.Equal(Scene(), picture.Samples.ToArray());
            Assert.Equal(stored, PictureReader.Read(png, "png", ImageLimits.Default, Orientation.Ignore).Samples.ToArray());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void AJpegIsTurnedAsItsExifSays(int orientation)
    {
        var plain = SamplePictures.Encoded(SKEncodedImageFormat.Jpeg, 16, 8);
        var tagged = SamplePictures.WithSegment(plain, 0xE1, [.. "Exif\0\0"u8, .. SamplePictures.Exif(orientation)]);
        Assert.Equal(orientation, PictureReader.ReadHeader(tagged, "jpg").ExifOrientation);
        var stored = PictureReader.Read(plain, "jpg", ImageLimits.Default, Orientation.Apply);
        var turned = PictureReader.Read(tagged, "jpg", ImageLimits.Default, Orientation.Apply);
        for (var y = 0; y < turned.Height; y++)
            for (var x = 0; x < turned.Width; x++)
            {
                var (sx, sy) = StoredAt(orientation, x, y, turned.Width, turned.Height);
                Assert.Equal(stored.Samples.Slice((sy * stored.Width + sx) * 3, 3), turned.Samples.Slice((y * turned.Width + x) * 3, 3));
            }
    }

    [Fact]
    public void GrayOf16BitsAndPalettesAreTurnedToo()
    {
        Assert.Equal([3, 1, 4, 2], OrientedPicture.Apply(new Picture(2, 2, [1, 2, 3, 4]), 6).DeepSamples.ToArray());
        var palette = PixelConversion.GrayRamp();
        var turned = OrientedPicture.Apply(new Picture(2, 1, PixelMode.Palette, [1, 2], palette), 3);
        Assert.Equal([2, 1], turned.Samples.ToArray());
        Assert.Equal(palette, turned.Palette.ToArray());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void ANonsensicalOrientationIsUpright(int orientation) => Assert.Equal(1, ExifOrientation.Read(SamplePictures.Exif(orientation)));

    [Fact]
    public void ADamagedExifBlockIsUpright()
    {
        var exif = SamplePictures.Exif(6);
        for (var length = 0; length < 20; length++)
            Assert.Equal(1, ExifOrientation.Read(exif.AsSpan(0, length)));
        Assert.Equal(1, ExifOrientation.Read([.. "II*\0"u8, 255, 255, 255, 255, 0, 0]));
    }

    static byte[] Scene() => [.. Enumerable.Range(0, Width * Height * 3).Select(i => (byte)(i * 5))];

    static (byte[] Samples, int Width, int Height) Stored(int orientation)
    {
        var (width, height) = orientation >= 5 ? (Height, Width) : (Width, Height);
        var (scene, stored) = (Scene(), new byte[Width * Height * 3]);
        for (var y = 0; y < Height; y++)
            for (var x = 0; x < Width; x++)
            {
                var (sx, sy) = StoredAt(orientation, x, y, Width, Height);
                scene.AsSpan((y * Width + x) * 3, 3).CopyTo(stored.AsSpan((sy * width + sx) * 3));
            }
        return (stored, width, height);
    }

    /// <summary>Where a camera stores the scene's pixel (x, y), from the table of EXIF 2.32: which edge of the scene row 0 and column 0 are.</summary>
    static (int X, int Y) StoredAt(int orientation, int x, int y, int width, int height) => orientation switch
    {
        1 => (x, y),                                    // top, left
        2 => (width - 1 - x, y),                        // top, right
        3 => (width - 1 - x, height - 1 - y),           // bottom, right
        4 => (x, height - 1 - y),                       // bottom, left
        5 => (y, x),                                    // left, top
        6 => (y, width - 1 - x),                        // right, top
        7 => (height - 1 - y, width - 1 - x),           // right, bottom
        _ => (height - 1 - y, x),                       // left, bottom
    };
}
