using KronClip.Images;
using KronClip.Testing;
using SkiaSharp;

namespace KronClip.Tests.Images;

/// <summary>Unusual but sound pictures: each is read, in the mode that Pillow gives it.</summary>
public class PictureKindTests
{
    [Theory]
    [InlineData("cmyk_251x243.jpg", PixelMode.Cmyk)]
    [InlineData("gray16_240x240.png", PixelMode.Gray16)]
    [InlineData("palette_trns_240x230.png", PixelMode.Palette)]
    [InlineData("rgba_250x240.png", PixelMode.Rgba)]
    [InlineData("bilevel_260x240.png", PixelMode.Bilevel)]
    [InlineData("gray_257x313.png", PixelMode.Gray)]
    [InlineData("rgb_1x50.png", PixelMode.Rgb)]
    public void EveryModeIsKept(string file, PixelMode mode)
    {
        var header = PictureReader.ReadHeader(TestFiles.Golden("preprocess", file), ImageLimits.Default);
        var picture = PictureReader.Read(TestFiles.Golden("preprocess", file), ImageLimits.Default, Orientation.Ignore);
        Assert.Equal((mode, mode), (header.Mode, picture.Mode));
        Assert.Equal((header.Width, header.Height), (picture.Width, picture.Height));
    }

    [Fact]
    public void AnAnimatedGifGivesItsFirstFrame()
    {
        Assert.Equal(2, PictureReader.ReadHeader(SamplePictures.AnimatedGif, "gif").Frames);
        var picture = Read(SamplePictures.AnimatedGif);
        var expected = Enumerable.Range(0, 63).Select(i => (byte)((i % 9 / 4 + i / 9 / 6) % 4)).ToArray();
        Assert.Equal(expected, picture.Samples.ToArray());
        Assert.Equal([255, 0, 0, 0, 255, 0, 0, 0, 255, 10, 20, 30], picture.Palette[..12].ToArray());
    }

    [Fact]
    public void AnAnimatedWebPGivesItsFirstFrame()
    {
        Assert.Equal(2, PictureReader.ReadHeader(SamplePictures.AnimatedWebP, "webp").Frames);
        var picture = Read(SamplePictures.AnimatedWebP);
        Assert.Equal((6, 5, PixelMode.Rgb), (picture.Width, picture.Height, picture.Mode));
        Assert.Equal(Enumerable.Repeat((byte)200, 90), picture.Samples.ToArray());
    }

    [Fact]
    public void AYcckJpegGivesTheColoursOfAGeneralDecoder()
    {
        var file = File.ReadAllBytes(TestFiles.Golden("preprocess", "cmyk_251x243.jpg"));
        file[file.AsSpan().IndexOf("Adobe"u8) + 11] = 2;                     // the transform: CMYK as YCbCr and K
        var picture = Read(file);
        Assert.Equal(PixelMode.Cmyk, picture.Mode);
        Assert.Equal(Skia(file), picture.ToRgb());
    }

    [Theory]
    [InlineData("picture.PNG")]
    [InlineData("picture")]
    [InlineData("picture.jpg")]
    [InlineData("picture.txt")]
    public void TheFormatIsToldByTheContentNotTheName(string name)
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllBytes(folder.File(name), SamplePictures.Png(2, 1, 1, [7, 9]));
        Assert.Equal([7, 9], PictureReader.Read(folder.File(name), ImageLimits.Default, Orientation.Apply).Samples.ToArray());
    }

    [Fact]
    public void ABrokenColourProfileInAJpegIsIgnored()
    {
        var plain = SamplePictures.Encoded(SKEncodedImageFormat.Jpeg, 40, 30);
        var broken = SamplePictures.WithSegment(plain, 0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. Enumerable.Repeat((byte)0xAB, 300)]);
        Assert.Equal(Read(plain).Samples.ToArray(), Read(broken).Samples.ToArray());
    }

    [Fact]
    public void ASoundColourProfileInAJpegConvertsNothing()
    {
        var wide = SamplePictures.Encoded(SKEncodedImageFormat.Jpeg, 40, 30, SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Linear, SKColorSpaceXyz.Rec2020));
        var stripped = SamplePictures.WithoutSegments(wide, 0xE2);
        Assert.True(stripped.Length < wide.Length);
        Assert.Equal(Read(stripped).Samples.ToArray(), Read(wide).Samples.ToArray());
    }

    [Fact]
    public void AColourProfileInAWebPConvertsNothingSoundOrBroken()
    {
        var wide = SamplePictures.Encoded(SKEncodedImageFormat.Webp, 40, 30, SKColorSpace.CreateRgb(SKColorSpaceTransferFn.Linear, SKColorSpaceXyz.Rec2020));
        var profile = wide.AsSpan().IndexOf("ICCP"u8);
        Assert.True(profile > 0);
        var renamed = (byte[])wide.Clone();
        "XXXX"u8.CopyTo(renamed.AsSpan(profile));                               // a chunk that nobody knows, so no profile
        var broken = (byte[])wide.Clone();
        broken.AsSpan(profile + 8, 100).Fill(0xAB);
        var expected = Read(renamed).Samples.ToArray();
        Assert.Equal(expected, Read(wide).Samples.ToArray());
        Assert.Equal(expected, Read(broken).Samples.ToArray());
    }

    [Fact]
    public void ABrokenProfileAndGammaInAPngAreIgnored()
    {
        byte[] samples = [1, 2, 3, 250, 128, 77];
        Assert.Equal(samples, Read(SamplePictures.Png(2, 1, 3, samples, ("gAMA", [0, 0, 0x10, 0]), ("iCCP", [.. "x\0"u8, 0, 9, 9, 9]))).Samples.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(5000, 1)]
    public void SliversAreRead(int width, int height)
    {
        var samples = Enumerable.Range(0, width * height).Select(i => (byte)i).ToArray();
        Assert.Equal(samples, Read(SamplePictures.Png(width, height, 1, samples)).Samples.ToArray());
    }

    [Theory]
    [InlineData(0, 24, PixelMode.Rgb)]
    [InlineData(1, 8, PixelMode.Palette)]
    [InlineData(2, 8, PixelMode.Gray)]
    public void ABitmapIsReadBottomUp(int kind, int bits, PixelMode mode)
    {
        byte[] table = kind switch
        {
            0 => [],
            1 => [.. Enumerable.Range(0, 256).SelectMany(i => new byte[] { (byte)(255 - i), (byte)i, 7, 0 })],
            _ => [.. Enumerable.Range(0, 256).SelectMany(i => new byte[] { (byte)i, (byte)i, (byte)i, 0 })],
        };
        byte[] rows = bits == 24 ? [1, 2, 3, 0, 4, 5, 6, 0] : [10, 0, 0, 0, 20, 0, 0, 0];
        var start = 54 + table.Length;
        byte[] bmp = [.. "BM"u8, .. new byte[8], (byte)start, (byte)(start >> 8), 0, 0, 40, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 0, (byte)bits, .. new byte[25], .. table, .. rows];
        var picture = Read(bmp);
        Assert.Equal(mode, picture.Mode);
        Assert.Equal(kind switch { 0 => [6, 5, 4, 3, 2, 1], 1 => [7, 20, 235, 7, 10, 245], _ => [20, 20, 20, 10, 10, 10] }, picture.ToRgb());
    }

    [Fact]
    public void WholeRangeOf16BitGrayIsScaledAndOnlyThePublishedWayClips()
    {
        var picture = new Picture(4, 1, [0, 255, 257, 65535]);
        Assert.Equal([0, 1, 1, 255], picture.WithScaledGray().Samples.ToArray());
        Assert.Equal([0, 0, 0, 255, 255, 255, 255, 255, 255, 255, 255, 255], picture.ToRgb());
    }

    [Fact]
    public void ReadingFromManyThreadsGivesTheSamePixels()
    {
        var files = BadPictureTests.Kinds.Select(k => BadPictureTests.Sample(k.Data)).ToArray();
        var expected = files.Select(f => Read(f).ToRgb()).ToArray();
        Parallel.For(0, 64, i => Assert.Equal(expected[i % files.Length], Read(files[i % files.Length]).ToRgb()));
    }

    static Picture Read(byte[] bytes) => PictureReader.Read(bytes, "picture", ImageLimits.Default, Orientation.Ignore);

    static byte[] Skia(byte[] file)
    {
        using var bitmap = SKBitmap.Decode(file);
        return [.. bitmap.Pixels.SelectMany(p => new[] { p.Red, p.Green, p.Blue })];
    }
}
