using System.Text.Json;
using KronClip.Clip;
using KronClip.Images;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>Every picture of tests/golden/preprocess against Pillow 9.4 and torchvision, bit for bit.</summary>
public class PreprocessGoldenTests
{
    static readonly GoldenTensors Crops = new("preprocess", "crops_u8.safetensors");

    public static TheoryData<string> Files => [.. Directory.GetFiles(TestFiles.Golden("preprocess")).Select(f => Path.GetFileName(f)).Where(f => f.EndsWith('g'))];

    public static TheoryData<string> Tensors => [.. new GoldenTensors("preprocess", "tensors_f32.safetensors").Names];

    [Fact]
    public void AllPicturesOfTheMetadataAreThere()
    {
        using var meta = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("preprocess", "meta.json")));
        Assert.Equal(meta.RootElement.GetProperty("images").EnumerateObject().Select(i => i.Name).Order(StringComparer.Ordinal), Files.Select(f => f.Data).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void SizesAndChecksumsEqualTheMetadata(string file)
    {
        using var meta = JsonDocument.Parse(File.ReadAllText(TestFiles.Golden("preprocess", "meta.json")));
        var expected = meta.RootElement.GetProperty("images").GetProperty(file);
        (int, int) Pair(string key) => (expected.GetProperty(key)[0].GetInt32(), expected.GetProperty(key)[1].GetInt32());
        var preprocessor = new Preprocessor(PreprocessOptions.Default.AsPublished(ConversionOrder.ResizeThenConvert));
        var picture = Read(file);
        Assert.Equal(Pair("size_wh"), (picture.Width, picture.Height));
        Assert.Equal(Pair("resized_wh"), preprocessor.ResizedSize(picture.Width, picture.Height));
        Assert.Equal(expected.GetProperty("clip_u8_sum").GetInt64(), preprocessor.Crop(picture).Sum(sample => (long)sample));
        var chw = new float[preprocessor.Length];
        preprocessor.Process(picture, chw);
        Assert.Equal(expected.GetProperty("clip_sum").GetDouble(), chw.Sum(value => (double)value), 1e-6);
        Assert.Equal(expected.GetProperty("dassl_same_as_clip").GetBoolean(), !Crops.Names.Contains("dassl/" + file));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void ResizeThenConvertEqualsOpenAiClip(string file) =>
        Assert.Equal(0, LargestDifference(Crops.Bytes("clip/" + file), Crop(file, ConversionOrder.ResizeThenConvert)));

    [Theory]
    [MemberData(nameof(Files))]
    public void ConvertThenResizeEqualsDassl(string file)
    {
        var golden = Crops.Names.Contains("dassl/" + file) ? "dassl/" + file : "clip/" + file;
        Assert.Equal(0, LargestDifference(Crops.Bytes(golden), Crop(file, ConversionOrder.ConvertThenResize)));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void DecodedPixelsEqualPillows(string file)
    {
        if (!Crops.Names.Contains("decoded_rgb/" + file))
            return;
        Assert.Equal(0, LargestDifference(Crops.Bytes("decoded_rgb/" + file), Read(file).ToRgb()));
    }

    [Theory]
    [MemberData(nameof(Tensors))]
    public void FloatTensorsAreBitEqual(string name)
    {
        var preprocessor = new Preprocessor(PreprocessOptions.Default.AsPublished(ConversionOrder.ResizeThenConvert));
        var chw = new float[preprocessor.Length];
        preprocessor.Process(Read(name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..]), chw);
        Assert.Equal(new GoldenTensors("preprocess", "tensors_f32.safetensors").Floats(name), chw);
    }

    static byte[] Crop(string file, ConversionOrder order) => new Preprocessor(PreprocessOptions.Default.AsPublished(order)).Crop(Read(file));

    static Picture Read(string file) => PictureReader.Read(TestFiles.Golden("preprocess", file), ImageLimits.Default, Orientation.Ignore);

    static int LargestDifference(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max();
    }
}
