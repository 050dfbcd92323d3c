using KronClip.Checkpoints;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Deployment;
using KronClip.Images;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Classifiers;
using KronClip.Workshop;

namespace KronClip.Tests.Deployment.Explanation;

/// <summary>Maps of both towers and every kind of head: the same whatever the threads, and on a trained model they point at what the answer hangs on.</summary>
public sealed class PatchExplainerTests : IDisposable
{
    const int Classes = 4;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    PatchMap Explain(Action<string> write, Func<int, ClassifierHead> head, Engine engine, PatchMaskKind kind = PatchMaskKind.Windows)
    {
        write(folder.Path);
        using var checkpoint = ClipCheckpoint.Open(folder.Path);
        var config = checkpoint.Config;
        using ImageTower tower = config.Vision is VisionTransformerConfig vit
            ? new VisionTransformer(engine, checkpoint, vit, config.EmbeddingWidth)
            : new ResNetTower(engine, checkpoint, (ResNetConfig)config.Vision, config.EmbeddingWidth);
        var classifier = Made(config.EmbeddingWidth, head(config.EmbeddingWidth));
        var explainer = new PatchExplainer(classifier, tower, config, engine, PreprocessOptions.ForSize(config.Vision.ImageSize), grid => PatchMasks.Of(grid, kind), PatchFilling.Mean);
        var picture = CheckPictures.Drawn().First().Picture;
        var map = explainer.Explain(picture, null, CancellationToken.None);
        var confidences = classifier.Confidences(tower.Encode(new Matrix(1, 3 * config.Vision.ImageSize * config.Vision.ImageSize, explainer.Prepare(picture))).Row(0));
        Assert.Equal(Ranking.Argmax<double>(confidences), map.Answer);
        Assert.Equal(map.Answer, map.Label);
        Assert.Equal(confidences[map.Label], map.Confidence);
        Assert.Equal(map.Confidence, 1 / (1 + Math.Exp(-map.LogOdds)), 1e-9);
        var other = explainer.Explain(picture, (map.Label + 1) % Classes, CancellationToken.None);
        Assert.Equal((map.Answer, confidences[other.Label]), (other.Answer, other.Confidence));
        Assert.NotEqual(map.Scores, other.Scores);
        return map;
    }

    static Classifier Made(int width, ClassifierHead head)
    {
        var document = SampleClassifier.Document(head.Classes);
        return new Classifier(document with { BaseModel = document.BaseModel with { EmbeddingWidth = width } }, head);
    }

    static Matrix Rows(int rows, int columns, long seed)
    {
        var random = new SeededRandom(seed, "explainer tests");
        var matrix = new Matrix(rows, columns);
        foreach (ref var x in matrix.Span)
            x = (float)random.NextGaussian();
        return matrix;
    }

    static ClassifierHead Head(string kind, int width) => kind switch
    {
        EmbeddingsHead.KindName => EmbeddingsHead.FromRaw(Rows(Classes, width, 1)),
        AffineHead.KindName => new AffineHead(Rows(Classes, width, 2), [1, -1, 0.5f, 0]),
        CacheHead.KindName => new CacheHead(Unit(7, width, 3), [0, 1, 2, 3, 3, 0, 2], Unit(Classes, width, 4), 2, 3),
        FusedHead.KindName => new FusedHead(Rows(Classes, width, 8), Rows(Classes, width, 9), 4),
        _ => new BlendedHead(Head(FusedHead.KindName, width), Head(AffineHead.KindName, width), 0.75),
    };

    static Matrix Unit(int rows, int width, long seed)
    {
        var head = EmbeddingsHead.FromRaw(Rows(rows, width, seed));
        return new Matrix(rows, width, [.. Enumerable.Range(0, rows).SelectMany(r => head.Row(r).ToArray())]);
    }

    [Theory]
    [InlineData(EmbeddingsHead.KindName)]
    [InlineData(AffineHead.KindName)]
    [InlineData(CacheHead.KindName)]
    [InlineData(FusedHead.KindName)]
    [InlineData(BlendedHead.KindName)]
    public void EveryHeadIsExplained(string kind)
    {
        var map = Explain(TinyModels.WriteOpenAiVit, width => Head(kind, width), Engine.Default);
        Assert.Equal(map.Grid.Count, map.Scores.Count);
        Assert.All(map.Scores, score => Assert.True(double.IsFinite(score)));
        Assert.True(map.Scores.Distinct().Count() > map.Grid.Count / 2, "the patches are told apart");
        Assert.Equal(map.Scores.Max(), map.Scores[map.Highest(1)[0]]);
        Assert.Equal(map.Scores.Min(), map.Scores[map.Lowest(1)[0]]);
    }

    [Theory]
    [InlineData(PatchMaskKind.Windows)]
    [InlineData(PatchMaskKind.Single)]
    [InlineData(PatchMaskKind.Random)]
    public void AResNetIsExplainedAndThreadsChangeNoBit(PatchMaskKind kind)
    {
        ClassifierHead Made(int width) => Head(EmbeddingsHead.KindName, width);
        var one = Explain(TinyModels.WriteOpenAiResNet, Made, new Engine(Engine.Widest, 1), kind);
        var four = Explain(TinyModels.WriteOpenAiResNet, Made, new Engine(Engine.Widest, 4), kind);
        Assert.Equal(7, one.Grid.Side);
        Assert.Equal(one.Scores, four.Scores);
        Assert.Equal(one.LogOdds, four.LogOdds);
    }

    [Fact]
    public void OneClassAloneIsRefused() => Assert.Contains("one class alone", Assert.Throws<ClassifierException>(() =>
        Explain(TinyModels.WriteOpenAiVit, width => EmbeddingsHead.FromRaw(Rows(1, width, 1)), Engine.Default)).Message, StringComparison.Ordinal);

    /// <summary>The check itself, on a model that has learned something: with fillings that the maps were not made with, the highest patches carry the answer and the lowest do not.</summary>
    [Fact]
    public void OnATrainedModelTheHighestPatchesCarryTheAnswer()
    {
        using var model = ClipModel.Load(ModelPlace.Find("kron-mini", null, CancellationToken.None).Path);
        var set = WorkshopSets.Find("parts")!;
        var classifier = Made(model.Config.EmbeddingWidth, new EmbeddingsHead(ZeroShot.ClassEmbeddings(model, set.Classes, [.. set.Classes.Select(_ => (IReadOnlyList<string>)["a photo of a {}."])])));
        var explainer = new PatchExplainer(classifier, model, model.Preprocessing);
        var pictures = set.Pictures().Where(p => p.Path.StartsWith("test/", StringComparison.Ordinal)).Where((_, i) => i % 50 == 0).Take(10).ToArray();
        double whole = 0, highest = 0, lowest = 0;
        foreach (var (_, scene) in pictures)
        {
            var chw = explainer.Prepare(new Picture(Renderer.Side, Renderer.Side, PixelMode.Rgb, Renderer.Render(scene)));
            var map = explainer.Explain(chw, null, CancellationToken.None);
            var count = map.Grid.CountOf(0.2);
            bool[] Mask(IReadOnlyList<int> patches) => [.. Enumerable.Range(0, map.Grid.Count).Select(patches.Contains)];
            foreach (var filling in new[] { PatchFilling.Grey, PatchFilling.Blur })
            {
                var p = explainer.Confidences(chw, filling, [Mask(map.Highest(count)), Mask(map.Lowest(count))], map.Label, CancellationToken.None);
                (whole, highest, lowest) = (whole + map.Confidence / 2, highest + p[0], lowest + p[1]);
            }
        }
        Assert.True(pictures.Length == 10);
        Assert.True(highest < 0.6 * lowest, $"whole {whole}, highest hidden {highest}, lowest hidden {lowest}");
    }
}
