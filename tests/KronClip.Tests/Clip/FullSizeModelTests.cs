using System.Diagnostics;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>
/// ViT-B/16 and RN50 in the published formats, with random weights. Hundreds of megabytes each, so these tests are slow. They need CLIP's vocabulary.
/// </summary>
[Trait("Speed", "slow")]
public class FullSizeModelTests(ITestOutputHelper output)
{
    const string Vocabulary = "bpe_simple_vocab_16e6.txt.gz";

    static readonly string[] Texts = ["a photo of a cat.", "a blurry photo of two dogs, 犬.", "scratches on hot-rolled steel"];

    [Fact]
    public void VisionTransformerGivesTheSameBitsFromEveryFormat() =>
        RequireSameBits("ViT-B/16", 149_620_737, FullSizeModels.WriteVit, Enum.GetValues<FullSizeFormat>());

    [Fact]
    public void ResNetGivesTheSameBitsFromEveryFormat() =>
        RequireSameBits("RN50", 102_007_137, FullSizeModels.WriteResNet, [FullSizeFormat.OpenAi, FullSizeFormat.OpenClip]);

    [Fact]
    public void AFullSizeModelIsAdaptedFromEndToEnd()
    {
        using var folder = TestFiles.Temporary();
        var model = Write(folder, "model", FullSizeModels.WriteVit, FullSizeFormat.HuggingFace);
        var pictures = folder.File("pictures");
        foreach (var label in new[] { 0, 2 })
            for (var number = 0; number < 6; number++)
            {
                var place = Directory.CreateDirectory(Path.Combine(pictures, SamplePictures.Classes[label])).FullName;
                File.WriteAllBytes(Path.Combine(place, $"{number}.png"), SamplePictures.Draw(1, label, number));
            }
        var request = new TrainRequest
        {
            Images = pictures,
            Model = model,
            Shots = 2,
            Recipe = new RecipeChoice { Epochs = 3 },
            Run = folder.File("run"),
            Output = folder.File("result.kronclip"),
            Cache = folder.File("cache"),
        };
        var metrics = TrainJob.Run(request);
        Assert.Equal(3072, metrics.Parameters);                 // 6d with d = 512
        Assert.Equal((4, 4, 4), (metrics.Split.Train, metrics.Split.Validation, metrics.Split.Test));
        using var classifier = LoadedClassifier.Open(metrics.Classifier, null, "");
        Assert.All(PredictJob.Run(classifier, [pictures]), picture => Assert.Equal(1, picture.Top.Sum(guess => guess.Confidence), 1e-5));
        var (encode, train, total) = metrics.Seconds;
        output.WriteLine(FormattableString.Invariant($"encode {encode:f1} s, train {train:f1} s, all {total:f1} s; {Memory()}"));
    }

    void RequireSameBits(string architecture, long parameters, Action<string, FullSizeFormat, long> write, FullSizeFormat[] formats)
    {
        float[]? images = null, texts = null;
        foreach (var format in formats)
        {
            using var folder = TestFiles.Temporary();
            var place = Write(folder, "model", write, format);
            if (images is null)
            {
                var report = ModelCheck.Run(place);
                Assert.True(report.Passed, report.ToJson());
                Assert.Equal((architecture, parameters), (report.Architecture, report.Parameters));
            }
            using var model = ClipModel.Load(place);
            var imageFeatures = model.Image.Encode(Images(model.Image.ImageSize)).Data;
            var tokenizer = model.Tokenizer;
            var tokens = Texts.Select(text => (int[])[tokenizer.StartToken, .. tokenizer.Encode(text), tokenizer.EndToken]).ToArray();
            var textFeatures = model.Text.Encode(tokens).Data;
            Assert.All(imageFeatures.Concat(textFeatures), value => Assert.True(float.IsFinite(value)));
            Assert.Equal(images ??= imageFeatures, imageFeatures);
            Assert.Equal(texts ??= textFeatures, textFeatures);
            output.WriteLine($"{architecture} {format}: {Memory()}");
        }
    }

    static Matrix Images(int side)
    {
        var images = new Matrix(2, 3 * side * side);
        for (var i = 0; i < images.Data.Length; i++)
            images.Data[i] = 2 * MathF.Sin(0.013f * (i + 1)) * MathF.Cos(0.0007f * i);
        return images;
    }

    static string Write(TemporaryFolder folder, string name, Action<string, FullSizeFormat, long> write, FullSizeFormat format)
    {
        var vocabulary = TestFiles.Data("clip-bpe", Vocabulary);            // skips before anything large is written
        var place = Directory.CreateDirectory(folder.File(name)).FullName;
        File.Copy(vocabulary, Path.Combine(place, Vocabulary));
        write(place, format, 1);
        return place;
    }

    static string Memory()
    {
        using var process = Process.GetCurrentProcess();
        return FormattableString.Invariant($"{process.WorkingSet64 >> 20} MB now, {process.PeakWorkingSet64 >> 20} MB at most");
    }
}
