using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Inference;

/// <summary>The two lines of a program: the same answers as the command line's, alone, in batches, and from many threads.</summary>
public sealed class ImageClassifierTests : IClassFixture<ImageClassifierTests.Trained>
{
    /// <summary>One trained classifier for all tests.</summary>
    public sealed class Trained : IDisposable
    {
        readonly SampleFolder sample = new();

        public Trained()
        {
            Pictures = sample.CopyPictures();
            var request = sample.Request(Pictures) with { Method = "gda" };
            TrainJob.Run(request);
            Path = request.Output!;
            Files = [.. Directory.EnumerateFiles(Pictures, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        }

        public string Path { get; }
        public string Pictures { get; }
        public string[] Files { get; }

        public void Dispose() => sample.Dispose();
    }

    readonly Trained trained;

    public ImageClassifierTests(Trained trained) => this.trained = trained;

    static (string, double)[] Told(Prediction prediction) => [.. prediction.Top.Select(t => (t.Name, t.Confidence))];

    [Fact]
    public void PathsBytesBatchesAndPredictAgree()
    {
        using var classifier = ImageClassifier.Load(trained.Path);
        using var loaded = LoadedClassifier.Open(trained.Path, cacheFolder: "");
        ReadOnlyMemory<byte>[] bytes = [.. trained.Files.Select(f => (ReadOnlyMemory<byte>)File.ReadAllBytes(f))];
        Assert.True(bytes.Length > 16, "more than one batch");
        var together = classifier.Classify(bytes, TestContext.Current.CancellationToken);
        var predicted = PredictJob.Run(loaded, trained.Files).ToArray();
        for (var i = 0; i < bytes.Length; i++)
        {
            Assert.Equal(predicted[i].Top.Select(t => (t.Label, t.Confidence)), Told(together[i]));
            Assert.Equal(Told(together[i]), Told(classifier.Classify(trained.Files[i])));
            Assert.Equal(Told(together[i]), Told(classifier.Classify(bytes[i])));
        }
    }

    [Fact]
    public async Task ManyThreadsGetTheSameAnswers()
    {
        using var classifier = ImageClassifier.Load(trained.Path, new ImageClassifierOptions { Top = 1 });
        var expected = trained.Files.Select(classifier.Classify).Select(Told).ToArray();
        var tasks = Enumerable.Range(0, 4).Select(start => Task.Run(() => Enumerable.Range(0, expected.Length).All(i =>
        {
            var place = (i + 5 * start) % expected.Length;
            return Told(classifier.Classify(trained.Files[place])).SequenceEqual(expected[place]);
        }), TestContext.Current.CancellationToken));
        Assert.All(await Task.WhenAll(tasks), Assert.True);
    }

    [Fact]
    public void APictureThatCannotBeReadIsNamedByItsPlace()
    {
        using var classifier = ImageClassifier.Load(trained.Path);
        var error = Assert.Throws<ImageException>(() => classifier.Classify([File.ReadAllBytes(trained.Files[0]), "no picture"u8.ToArray()], TestContext.Current.CancellationToken));
        Assert.Contains("picture 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACancelledCallStops()
    {
        using var classifier = ImageClassifier.Load(trained.Path);
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => classifier.Classify([File.ReadAllBytes(trained.Files[0])], source.Token));
    }

    [Fact]
    public void AnEmbeddingCanBeClassifiedLater()
    {
        using var classifier = ImageClassifier.Load(trained.Path);
        var features = classifier.Embed([File.ReadAllBytes(trained.Files[3])], TestContext.Current.CancellationToken);
        Assert.Equal((1, classifier.EmbeddingWidth), (features.Rows, features.Columns));
        Assert.Equal(Told(classifier.Classify(trained.Files[3])), Told(classifier.Classify(features.Row(0))));
    }

    [Fact]
    public void NoClassesToNameIsAnError() => Assert.Throws<OptionsException>(() => ImageClassifier.Load(trained.Path, new ImageClassifierOptions { Top = 0 }));
}
