using System.Security.Cryptography;
using System.Text.Json;
using KronClip.Images;
using KronClip.Testing;

namespace KronClip.Tests.Images;

/// <summary>Fifty sizes, from one pixel to more than a megapixel, bicubic to a shortest edge of 224: every sample is Pillow's (tools/ReferenceValues/resize.py).</summary>
public class ResampleSizesGoldenTests
{
    public static TheoryData<int, int, int, int, string> Sizes
    {
        get
        {
            using var rows = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("preprocess", "resize_sizes.json")));
            var data = new TheoryData<int, int, int, int, string>();
            foreach (var row in rows.RootElement.EnumerateArray())
                data.Add(row.GetProperty("width").GetInt32(), row.GetProperty("height").GetInt32(), row.GetProperty("toWidth").GetInt32(), row.GetProperty("toHeight").GetInt32(), row.GetProperty("sha256").GetString()!);
            return data;
        }
    }

    [Fact]
    public void ThereAreFiftyOfThem() => Assert.Equal(50, Sizes.Count);

    [Theory]
    [MemberData(nameof(Sizes))]
    public void EverySampleIsPillows(int width, int height, int toWidth, int toHeight, string sha256)
    {
        var resized = Resampler.Resize(Samples(width, height), width, 3, new(0, 0, width, height), toWidth, toHeight, new(0, 0, toWidth, toHeight), ResampleFilter.Bicubic);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(resized)));
    }

    /// <summary>The picture that the recipe makes of a size.</summary>
    static byte[] Samples(int width, int height)
    {
        var samples = new byte[width * height * 3];
        for (var i = 0; i < samples.Length; i++)
        {
            var x = unchecked((uint)i * 2654435761u + 12345u);
            x ^= x >> 15;
            x = unchecked(x * 2246822519u);
            samples[i] = i % 2 == 0 ? (byte)(x >> 16) : (byte)((long)(i / 3) * 255 / Math.Max(1, width * height - 1));
        }
        return samples;
    }
}
