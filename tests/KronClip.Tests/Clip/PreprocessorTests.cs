using CsCheck;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Images;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>What the golden pictures do not show: sizes, padding, random views, threads.</summary>
public class PreprocessorTests
{
    static readonly Preprocessor Small = new(PreprocessOptions.ForSize(16));

    [Theory]
    [InlineData(301, 200, 337, 224)]
    [InlineData(180, 260, 224, 323)]
    [InlineData(1, 5000, 224, 1_120_000)]
    [InlineData(5000, 1, 1_120_000, 224)]
    [InlineData(224, 224, 224, 224)]
    public void TheLongerSideIsTruncated(int width, int height, int toWidth, int toHeight) =>
        Assert.Equal((toWidth, toHeight), new Preprocessor(PreprocessOptions.Default).ResizedSize(width, height));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5000)]
    [InlineData(5000, 1)]
    [InlineData(1, 200_000)]
    public void SliversBecomeInputWithoutMuchMemory(int width, int height)
    {
        var preprocessor = new Preprocessor(PreprocessOptions.Default);
        var picture = new Picture(width, height, PixelMode.Gray, Enumerable.Repeat((byte)90, width * height).ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var crop = preprocessor.Crop(picture);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
        Assert.Equal(-1, crop.AsSpan().IndexOfAnyExcept((byte)90));
    }

    [Fact]
    public void ACropLargerThanThePictureIsPaddedWithZeros()
    {
        var preprocessor = new Preprocessor(PreprocessOptions.Default with { ResizeShortestEdge = 2, CropSize = 5 });
        var crop = preprocessor.Crop(new Picture(2, 2, PixelMode.Gray, [9, 9, 9, 9]));
        var red = crop.Where((_, i) => i % 3 == 0).ToArray();
        Assert.Equal([0, 0, 0, 0, 0, 0, 9, 9, 0, 0, 0, 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], red);       // one row and column before, two after
    }

    [Fact]
    public void SixteenBitGrayOfPeoplesOwnIsScaled()
    {
        var bright = new Picture(16, 16, Enumerable.Repeat((ushort)0x4000, 256).ToArray());
        Assert.All(Small.Crop(bright), b => Assert.Equal(64, b));
        Assert.All(new Preprocessor(Small.Options.AsPublished(ConversionOrder.ResizeThenConvert)).Crop(bright), b => Assert.Equal(255, b));
    }

    [Fact]
    public void EveryOrientationGivesTheSameInput()
    {
        var scene = Noise(20, 30);
        var expected = Small.Crop(scene);
        byte[] mirrored = [.. Enumerable.Range(0, 30).SelectMany(y => Enumerable.Range(0, 20).SelectMany(x => scene.Samples.Slice((y * 20 + 19 - x) * 3, 3).ToArray()))];
        Assert.Equal(expected, Small.Crop(OrientedPicture.Apply(new Picture(20, 30, PixelMode.Rgb, mirrored), 2)));
        byte[] turned = [.. Enumerable.Range(0, 20).SelectMany(y => Enumerable.Range(0, 30).SelectMany(x => scene.Samples.Slice((x * 20 + 19 - y) * 3, 3).ToArray()))];
        Assert.Equal(expected, Small.Crop(OrientedPicture.Apply(new Picture(30, 20, PixelMode.Rgb, turned), 6)));
    }

    [Fact]
    public void TheReadersOrientationIsTheOptions()
    {
        var file = TestFiles.Golden("preprocess", "exif_rot6_320x240.jpg");
        Assert.Equal((240, 320), new Preprocessor(PreprocessOptions.Default).Read(file, ImageLimits.Default) is var seen ? (seen.Width, seen.Height) : default);
        Assert.Equal((320, 240), new Preprocessor(PreprocessOptions.Default with { Orientation = Orientation.Ignore }).Read(file, ImageLimits.Default) is var stored ? (stored.Width, stored.Height) : default);
    }

    [Fact]
    public void AResizedRegionLooksAtNothingOutsideIt() => Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[1, 20], Gen.Int[1, 20]).Sample((left, top, width, height) =>
    {
        var whole = Noise(30, 30);
        byte[] cut = [.. Enumerable.Range(top, height).SelectMany(y => whole.Samples.Slice((y * 30 + left) * 3, width * 3).ToArray())];
        var window = new PixelRectangle(0, 0, 16, 16);
        Assert.Equal(PictureResizer.ResizeToRgb(new Picture(width, height, PixelMode.Rgb, cut), new(0, 0, width, height), 16, 16, window, ResampleFilter.Bicubic),
            PictureResizer.ResizeToRgb(whole, new(left, top, width, height), 16, 16, window, ResampleFilter.Bicubic));
    }, iter: 100);

    [Fact]
    public void RandomViewsAreSeededAndSometimesMirrored()
    {
        var picture = new Picture(64, 64, PixelMode.Gray, [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(i % 64 * 4))]);     // brighter to the right
        var (first, second, mirrored) = (new float[Small.Length], new float[Small.Length], 0);
        for (var seed = 0; seed < 200; seed++)
        {
            Small.ProcessAugmented(picture, new SeededRandom(seed, "view"), first);
            Small.ProcessAugmented(picture, new SeededRandom(seed, "view"), second);
            Assert.Equal(first, second);
            mirrored += first[0] > first[15] ? 1 : 0;
        }
        Assert.InRange(mirrored, 70, 130);
    }

    [Fact]
    public void RandomRegionsLieInsideAndHaveTheAskedAreaAndShape() => Gen.Select(Gen.Int[1, 400], Gen.Int[1, 400], Gen.Int).Sample((width, height, seed) =>
    {
        var region = PreprocessAugmentation.RandomRegion(width, height, new SeededRandom(seed, "region"));
        Assert.InRange(region.X, 0, width - region.Width);
        Assert.InRange(region.Y, 0, height - region.Height);
        Assert.True(region is { Width: > 0, Height: > 0 });
        if (Math.Min(width, height) < 40)
            return;
        Assert.InRange((region.Width - 1.0) / (region.Height + 1.0), 0, 4 / 3.0);
        Assert.InRange((region.Width + 1.0) / (region.Height - 1.0), 3 / 4.0, 1000);
        Assert.InRange((region.Width + 1.0) * (region.Height + 1.0) / (width * height), Math.Min(0.08, region.Height / (double)height * 0.7), 1.1);
    }, iter: 2000);

    [Theory]
    [InlineData(1000, 10, 493, 0, 13, 10)]              // far too wide: the widest central rectangle allowed
    [InlineData(10, 1000, 0, 493, 10, 13)]
    public void WhereTenTriesFailTheCentreIsTaken(int width, int height, int x, int y, int w, int h) =>
        Assert.Contains(new PixelRectangle(x, y, w, h), Enumerable.Range(0, 50).Select(seed => PreprocessAugmentation.RandomRegion(width, height, new SeededRandom(seed, "narrow"))));

    [Fact]
    public void ManyThreadsShareAPreprocessor()
    {
        var picture = Noise(50, 40);
        var expected = new float[Small.Length];
        Small.Process(picture, expected);
        Parallel.For(0, 64, _ =>
        {
            var values = new float[Small.Length];
            Small.Process(picture, values);
            Assert.Equal(expected, values);
        });
    }

    [Fact]
    public void TheRoomForTheValuesMustFit() => Assert.Throws<ArgumentException>(() => Small.Process(Noise(5, 5), new float[10]));

    static Picture Noise(int width, int height)
    {
        var samples = new byte[width * height * 3];
        new Random(width).NextBytes(samples);
        return new Picture(width, height, PixelMode.Rgb, samples);
    }
}
