using CsCheck;
using KronClip.Images;

namespace KronClip.Tests.Images;

/// <summary>The resampler against its own definition; equality with Pillow is in the golden tests of the preprocessor.</summary>
public class ResamplerTests
{
    static readonly Gen<(int Width, int Height, int To, int ToHeight, int Channels, ResampleFilter Filter)> Cases =
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 60], Gen.Int[1, 60], Gen.Int[1, 4], Gen.Bool.Select(b => b ? ResampleFilter.Bicubic : ResampleFilter.Bilinear));

    [Fact]
    public void EqualsTheDefinitionWrittenOutPlainly() => Cases.Sample((width, height, to, toHeight, channels, filter) =>
    {
        var source = Random(width * height * channels);
        var whole = new PixelRectangle(0, 0, to, toHeight);
        var actual = Resampler.Resize(source, width, channels, new(0, 0, width, height), to, toHeight, whole, filter);
        var rows = width == to ? source : Plain(source, height, width, channels, to, filter, 1, channels);
        var expected = height == toHeight ? rows : Plain(rows, to, height, channels, toHeight, filter, to, channels);
        Assert.Equal(expected, actual);
    }, iter: 200);

    [Fact]
    public void AWindowIsAPartOfTheWhole() => Cases.Sample((width, height, to, toHeight, channels, filter) =>
    {
        var source = Random(width * height * channels);
        var region = new PixelRectangle(width / 4, height / 3, width - width / 4, height - height / 3);
        var window = new PixelRectangle(to / 3, toHeight / 4, to - to / 3 - to / 5, toHeight - toHeight / 4 - toHeight / 6);
        var whole = Resampler.Resize(source, width, channels, region, to, toHeight, new(0, 0, to, toHeight), filter);
        var part = Resampler.Resize(source, width, channels, region, to, toHeight, window, filter);
        for (var y = 0; y < window.Height; y++)
            Assert.Equal(whole.AsSpan(((window.Y + y) * to + window.X) * channels, window.Width * channels), part.AsSpan(y * window.Width * channels, window.Width * channels));
    }, iter: 200);

    [Fact]
    public void AnEvenSurfaceStaysEven() => Cases.Sample((width, height, to, toHeight, channels, filter) =>
    {
        var source = Enumerable.Repeat((byte)(width * 3), width * height * channels).ToArray();
        Assert.All(Resampler.Resize(source, width, channels, new(0, 0, width, height), to, toHeight, new(0, 0, to, toHeight), filter), b => Assert.Equal(source[0], b));
    }, iter: 50);

    [Fact]
    public void DeepGrayEqualsEightBitGrayWithinItsRounding() => Cases.Sample((width, height, to, toHeight, _, filter) =>
    {
        var source = Random(width * height).Select(b => (byte)(64 + b / 2)).ToArray();      // no overshoot beyond 0..255, which 8 bits would clip
        var (region, whole) = (new PixelRectangle(0, 0, width, height), new PixelRectangle(0, 0, to, toHeight));
        var deep = DeepResampler.Resize(source.Select(b => (ushort)(b * 256)).ToArray(), width, region, to, toHeight, whole, filter);
        var flat = Resampler.Resize(source, width, 1, region, to, toHeight, whole, filter);
        for (var i = 0; i < flat.Length; i++)
            Assert.InRange(deep[i] / 256.0 - flat[i], -1.8, 1.8);
    }, iter: 100);

    [Fact]
    public void NearestTakesThePixelUnderTheCentre() =>
        Assert.Equal([1, 3, 1, 3], NearestSampler.Resize([9, 0, 1, 2, 3], 5, new(1, 0, 4, 1), 2, 2, new(0, 0, 2, 2)));

    [Fact]
    public void TransparentPixelsDoNotBleed()
    {
        var picture = new Picture(4, 1, PixelMode.Rgba, [255, 0, 0, 0, 255, 0, 0, 0, 0, 0, 200, 255, 0, 0, 200, 255]);
        var rgb = PictureResizer.ResizeToRgb(picture, new(0, 0, 4, 1), 3, 1, new(0, 0, 3, 1), ResampleFilter.Bicubic);
        Assert.Equal([0, 0], [rgb[3], rgb[6]]);
    }

    /// <summary>Resizes the middle axis of [outer lines × inputs × channels]; <paramref name="stride"/> pixels lie between neighbours on it.</summary>
    static byte[] Plain(byte[] source, int lines, int inputs, int channels, int outputs, ResampleFilter filter, int stride, int step)
    {
        var weights = new ResampleWeights(inputs, outputs, 0, outputs, filter);
        var fixedPoint = weights.Fixed();
        var result = new byte[lines * outputs * channels];
        for (var line = 0; line < lines; line++)
            for (var o = 0; o < outputs; o++)
                for (var c = 0; c < channels; c++)
                {
                    long sum = 1 << (ResampleWeights.FractionBits - 1);
                    for (var t = 0; t < weights.Count(o); t++)
                        sum += (long)fixedPoint[o * weights.Stride + t] * source[Index(line, weights.First(o) + t, inputs) + c];
                    result[Index(line, o, outputs) + c] = (byte)Math.Clamp(sum >> ResampleWeights.FractionBits, 0, 255);
                }
        return result;

        int Index(int line, int position, int length) => (stride == 1 ? line * length + position : position * stride + line) * step;
    }

    static byte[] Random(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }
}
