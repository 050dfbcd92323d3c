using CsCheck;
using KronClip.Images;

namespace KronClip.Tests.Images;

/// <summary>Damaged files are read or refused; nothing else happens.</summary>
public class PictureFuzzTests
{
    static readonly byte[][] Samples = [.. BadPictureTests.Kinds.Where(k => k.Data != "cmyk").Select(k => BadPictureTests.Sample(k.Data)), SamplePictures.AnimatedGif, SamplePictures.AnimatedWebP];

    static readonly ImageLimits Small = new() { MaxPixels = 100_000 };

    [Fact]
    public void FlippedBytesThrowNothingButImageException() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Select(Gen.Double[0, 1], Gen.Byte).Array[1, 8]).Sample((which, flips) =>
        {
            var bytes = (byte[])Samples[which].Clone();
            foreach (var (where, value) in flips)
                bytes[Math.Min((int)(where * bytes.Length), bytes.Length - 1)] = value;
            ReadOrRefuse(bytes);
        }, iter: 3000, threads: 1);

    [Fact]
    public void CutAndStretchedFilesThrowNothingButImageException() =>
        Gen.Select(Gen.Int[0, Samples.Length - 1], Gen.Double[0, 1], Gen.Byte.Array[0, 40]).Sample((which, where, more) =>
        {
            var at = (int)(where * Samples[which].Length);
            ReadOrRefuse([.. Samples[which].AsSpan(0, at), .. more, .. Samples[which].AsSpan(at)]);
            ReadOrRefuse([.. Samples[which].AsSpan(0, at), .. more]);
        }, iter: 1000, threads: 1);

    [Fact]
    public void FlippedBytesInTheInksThrowNothingButImageException()
    {
        var sample = BadPictureTests.Sample("cmyk");
        Gen.Select(Gen.Int[0, sample.Length - 1], Gen.Byte, Gen.Bool).Sample((at, value, header) =>
        {
            var bytes = (byte[])sample.Clone();
            bytes[header ? at % 700 : at] = value;
            ReadOrRefuse(bytes);
        }, iter: 60, threads: 1);
    }

    static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            PictureReader.Read(bytes, "fuzzed", Small, Orientation.Apply);
        }
        catch (ImageException)
        {
        }
    }
}
