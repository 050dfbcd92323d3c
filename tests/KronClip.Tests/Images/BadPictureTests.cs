using System.Text;
using KronClip.Images;
using KronClip.Testing;
using SkiaSharp;

namespace KronClip.Tests.Images;

/// <summary>Pictures that must be refused, each with a sentence that says why.</summary>
public class BadPictureTests
{
    [Fact]
    public void ZeroBytesAreRefused() => Assert.Contains("0 bytes", Refusal([]), StringComparison.Ordinal);

    [Fact]
    public void AnEmptyFileIsRefusedUnopened()
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllBytes(folder.File("a.jpg"), []);
        Assert.Contains("0 bytes", Assert.Throws<ImageException>(() => PictureReader.ReadHeader(folder.File("a.jpg"), ImageLimits.Default)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsRefusedByName()
    {
        using var folder = TestFiles.Temporary();
        Assert.Contains("gone.jpg", Assert.Throws<ImageException>(() => PictureReader.Read(folder.File("gone.jpg"), ImageLimits.Default, Orientation.Apply)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "web page")]
    [InlineData("just some words\r\n", "text")]
    [InlineData("<?xml version=\"1.0\"?><svg xmlns=\"x\"/>", "SVG")]
    [InlineData("II*\0\u0008\0\0\0", "TIFF")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0", "HEIC")]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0", "AVIF")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0", "video")]
    [InlineData("PK\u0003\u0004\0\0", "archive")]
    [InlineData("%PDF-1.7", "PDF")]
    [InlineData("\u0001\u0002\u0003\u0004\u0005", "unknown")]
    [InlineData("B", "text")]
    public void OtherFilesNamedJpgAreRefusedAndNamed(string content, string named)
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllBytes(folder.File("photo.jpg"), Encoding.Latin1.GetBytes(content));
        var message = Assert.Throws<ImageException>(() => PictureReader.Read(folder.File("photo.jpg"), ImageLimits.Default, Orientation.Apply)).Message;
        Assert.Contains(named, message, StringComparison.Ordinal);
        Assert.Contains("photo.jpg", message, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomBytesAreRefused()
    {
        var bytes = new byte[1000];
        new Random(1).NextBytes(bytes);
        Assert.Contains("no picture", Refusal(bytes), StringComparison.Ordinal);
    }

    public static TheoryData<string> Kinds => ["jpeg", "progressive", "cmyk", "png", "gif", "webp", "lossless", "bmp"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ATruncatedPictureIsRefusedWhereverItIsCut(string kind)
    {
        var whole = Sample(kind);
        PictureReader.Read(whole, "whole", ImageLimits.Default, Orientation.Ignore);
        for (var percent = 2; percent < 98; percent += 3)
            Assert.True(Refusal(whole[..(whole.Length * percent / 100)]).Length > 0, $"{percent} %");
    }

    [Theory]
    [InlineData(30)]
    [InlineData(60)]
    [InlineData(90)]
    public void ATruncatedJpegWithAnEndMarkerIsNotReadAsGrey(int percent)
    {
        var whole = File.ReadAllBytes(TestFiles.Golden("preprocess", "rgb_400x300_q85.jpg"));
        Assert.Contains("cut short", Refusal([.. whole.AsSpan(0, whole.Length * percent / 100), 0xFF, 0xD9]), StringComparison.Ordinal);
    }

    [Fact]
    public void AWholeJpegThatIsGreyIsRead()
    {
        using var bitmap = new SKBitmap(new SKImageInfo(40, 30));
        bitmap.Erase(new SKColor(128, 128, 128));
        using var data = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        Assert.True(JpegCompleteness.EndsInFilling(PictureReader.Read(data.ToArray(), "grey", ImageLimits.Default, Orientation.Apply)));
    }

    [Theory]
    [InlineData(1, 500_000_000)]
    [InlineData(500_000_000, 1)]
    [InlineData(64_250, 64_250)]
    public void ABombIsRefusedFromItsHeaderWithoutMemory(int width, int height)
    {
        var bomb = SamplePictures.Png(width, height, 8, 2, new byte[5_000_000]);        // 5 kB of compressed zeros
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Refusal(bomb);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains("pixels", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("progressive")]
    [InlineData("cmyk")]
    [InlineData("gif")]
    [InlineData("animated webp")]
    [InlineData("bmp")]
    public void ABombOfAnyFormatIsRefusedFromItsHeaderWithoutMemory(string kind)
    {
        var bomb = kind == "animated webp" ? SamplePictures.AnimatedWebP : Sample(kind);
        byte[] baseline = [0xFF, 0xC0], progressive = [0xFF, 0xC2];
        var frame = Math.Max(bomb.AsSpan().IndexOf(baseline), bomb.AsSpan().IndexOf(progressive));
        var (at, count) = kind switch { "gif" => (6, 4), "animated webp" => (24, 6), "bmp" => (18, 8), _ => (frame + 5, 4) };
        bomb.AsSpan(at, count).Fill(0xFF);                                              // width and height as large as they can be said
        if (kind == "bmp")
            (bomb[21], bomb[25]) = (0x7F, 0x7F);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var message = Refusal(bomb);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        Assert.Contains("pixels; a", message, StringComparison.Ordinal);
    }

    [Fact]
    public void APromiseThatTheFileCannotKeepTakesNoMemory()
    {
        var bomb = SamplePictures.Png(10_000, 10_000, 8, 6, new byte[100]);             // within the limits, but with next to no data
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("cut short", Refusal(bomb), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void AFileOverTheLimitOnBytesIsRefused()
    {
        var limits = new ImageLimits { MaxBytes = 100 };
        Assert.Contains("100", Assert.Throws<ImageException>(() => PictureReader.Read(Sample("png"), "x", limits, Orientation.Apply)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("IHDR")]
    [InlineData("IDAT")]
    public void APngWithAChangedByteIsRefused(string chunk)
    {
        var png = Sample("png");
        png[png.AsSpan().IndexOf(Encoding.ASCII.GetBytes(chunk)) + 7] ^= 1;
        Assert.Contains("damaged", Refusal(png), StringComparison.Ordinal);
    }

    [Fact]
    public void APalettePngWithoutPaletteIsRefused() =>
        Assert.Contains("palette", Refusal(SamplePictures.Png(1, 1, 8, 3, [0, 0])), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    public void ASideOfZeroIsRefused(int width, int height) => Refusal(SamplePictures.Png(width, height, 8, 0, [0]));

    [Fact]
    public void LimitsThemselvesAreChecked()
    {
        Assert.Throws<OptionsException>(() => new ImageLimits { MaxBytes = 0 }.Validate());
        Assert.Throws<OptionsException>(() => new ImageLimits { MaxPixels = -1 }.Validate());
        Assert.Throws<OptionsException>(() => new ImageLimits { MaxSide = 2_000_000 }.Validate());
    }

    internal static byte[] Sample(string kind) => kind switch
    {
        "jpeg" => SamplePictures.Encoded(SKEncodedImageFormat.Jpeg, 61, 47),
        "progressive" => SamplePictures.ProgressiveJpeg,
        "cmyk" => File.ReadAllBytes(TestFiles.Golden("preprocess", "cmyk_251x243.jpg")),
        "png" => SamplePictures.Encoded(SKEncodedImageFormat.Png, 61, 47),
        "gif" => SamplePictures.AnimatedGif[..76],                                      // the first frame alone
        "webp" => SamplePictures.Encoded(SKEncodedImageFormat.Webp, 61, 47),
        "lossless" => SamplePictures.LosslessWebP,
        _ => [.. "BM"u8, .. new byte[8], 54, 0, 0, 0, 40, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 1, 0, 24, .. new byte[25], .. Enumerable.Range(0, 36).Select(i => (byte)i)],
    };

    static string Refusal(byte[] bytes) => Assert.Throws<ImageException>(() => PictureReader.Read(bytes, "picture", ImageLimits.Default, Orientation.Apply)).Message;
}
