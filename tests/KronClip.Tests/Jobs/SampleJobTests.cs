using System.Security.Cryptography;
using System.Text;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Images;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

public class SampleJobTests(SampleFolder shared) : IClassFixture<SampleFolder>
{
    [Fact]
    public void TheSameSeedGivesTheSameBytesAndDoingItAgainChangesNothing()
    {
        using var folder = TestFiles.Temporary();
        SampleJob.Run(folder.File("a"), seed: 5);
        SampleJob.Run(folder.File("b"), seed: 5);
        var first = Hashes(folder.File("a"));
        Assert.Equal(first, Hashes(folder.File("b")));
        SampleJob.Run(folder.File("a"), seed: 5);
        Assert.Equal(first, Hashes(folder.File("a")));
    }

    /// <summary>Holds every machine to the same bytes. Change it knowingly: people compare what they see with the documentation.</summary>
    [Fact]
    public void TheSampleIsTheSameOnEveryMachine()
    {
        using var folder = TestFiles.Temporary();
        SampleJob.Run(folder.Path);
        var all = Encoding.UTF8.GetBytes(string.Concat(Hashes(folder.Path).Select(entry => $"{entry.Key} {entry.Value}\n")));
        Assert.Equal("83eb9055e94b70063b224a03005cfde651785a3f9d64029ac7bfadc89e6ad0fe", Convert.ToHexStringLower(SHA256.HashData(all)));
    }

    [Fact]
    public void SeedsGiveDifferentWeightsAndPictures()
    {
        using var folder = TestFiles.Temporary();
        SampleJob.Run(folder.File("zero"), seed: 0);
        SampleJob.Run(folder.File("minus"), seed: -1);
        var (zero, minus) = (Hashes(folder.File("zero")), Hashes(folder.File("minus")));
        Assert.Equal(zero.Keys, minus.Keys);
        Assert.NotEqual(zero["model/model.safetensors"], minus["model/model.safetensors"]);
        Assert.DoesNotContain(zero.Where(entry => entry.Key.EndsWith(".png", StringComparison.Ordinal)), entry => minus[entry.Key] == entry.Value);
        Assert.Equal(zero["model/vocab.json"], minus["model/vocab.json"]);
    }

    [Fact]
    public void TheModelLoadsAndPassesItsCheck()
    {
        var sample = shared.Sample;
        var report = ModelCheck.Run(sample.ModelFolder);
        Assert.True(report.Passed, report.ToJson());
        Assert.Empty(report.Warnings);
        Assert.Equal((32, 64, 32, 77), (report.EmbeddingWidth, report.TextWidth, report.ImageSize, report.ContextLength));
        Assert.Equal(1 / 0.07, report.LogitScale, 1e-4);
        Assert.Contains("random", File.ReadAllText(Path.Combine(sample.ModelFolder, "README.md")), StringComparison.Ordinal);
        Assert.Contains("means nothing", sample.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a photo of a red circle.")]
    [InlineData("A Photo of a Blue_Square?!")]
    [InlineData("kratzer auf blech, 傷, ünïcode")]
    public void TheTokenizerGivesTextsBack(string text)
    {
        using var model = ClipModel.Load(shared.Sample.ModelFolder);
        var back = model.Tokenizer.Decode(model.Tokenizer.Encode(text));
        Assert.Equal(text.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal), back.Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void CommonWordsAreOneToken()
    {
        using var model = ClipModel.Load(shared.Sample.ModelFolder);
        Assert.All(["a", "photo", "of", "picture", .. ClassWords], word => Assert.Single(model.Tokenizer.Encode(word)));
        Assert.InRange(model.Tokenizer.VocabularySize, 514, 1024);
    }

    [Fact]
    public void PicturesAreReadBackInTheirColours()
    {
        var sample = shared.Sample;
        var collection = ImageCollection.Open(sample.PicturesFolder);
        Assert.Equal(sample.Classes, collection.Classes.Select(c => c.Folder));
        Assert.Equal(sample.Pictures, collection.Images.Count);
        Assert.Empty(collection.Warnings);
        var circle = Path.Combine(sample.PicturesFolder, "red_circle", "red_circle_01.png");
        var picture = PictureReader.Read(circle, ImageLimits.Default, Orientation.Ignore);
        Assert.Equal((64, 64, PixelMode.Rgb), (picture.Width, picture.Height, picture.Mode));
        Assert.Equal(sample.Pictures, Hashes(sample.PicturesFolder).Values.Distinct().Count());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(200, 150)]
    public void ThePngEncoderLosesNothing(int width, int height)
    {
        var rgb = new byte[3 * width * height];
        new Random(1).NextBytes(rgb);
        var file = PngFile.Encode(width, height, rgb);
        Assert.Equal(rgb, PictureReader.Read(file, "own", ImageLimits.Default, Orientation.Ignore).Samples.ToArray());
        var info = new SkiaSharp.SKImageInfo(width, height, SkiaSharp.SKColorType.Rgba8888, SkiaSharp.SKAlphaType.Unpremul);
        using var skia = SkiaSharp.SKBitmap.Decode(file, info);
        Assert.Equal(rgb, skia.Bytes.Chunk(4).SelectMany(pixel => pixel.Take(3)).ToArray());
    }

    [Fact]
    public void AFolderWithOtherThingsIsLeftAlone()
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllText(folder.File("thesis.txt"), "important");
        var error = Assert.Throws<DataException>(() => SampleJob.Run(folder.Path));
        Assert.Contains("not empty", error.Message, StringComparison.Ordinal);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.Contains("is a file", Assert.Throws<DataException>(() => SampleJob.Run(folder.File("thesis.txt"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheResultIsWrittenAsJson()
    {
        using var folder = TestFiles.Temporary();
        using var json = System.Text.Json.JsonDocument.Parse(SampleJob.Run(folder.Path).ToJson());
        Assert.Equal(96, json.RootElement.GetProperty("pictures").GetInt32());
        Assert.Equal(4, json.RootElement.GetProperty("classes").GetArrayLength());
        Assert.EndsWith("model", json.RootElement.GetProperty("modelFolder").GetString(), StringComparison.Ordinal);
    }

    static IEnumerable<string> ClassWords => SamplePictures.Classes.SelectMany(name => name.Split('_'));

    static SortedDictionary<string, string> Hashes(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
        return new(files.ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), Hash), StringComparer.Ordinal);

        static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
    }
}
