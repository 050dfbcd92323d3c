using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

public class DemoJobTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    [Fact]
    public void PageFiguresAndClassifierLieTogetherAndAgree()
    {
        var result = DemoJob.Run(folder.Demo());

        Assert.Equal(["demo.html", "demo.json", "demo.kronclip"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(result.Page)!).Select(Path.GetFileName).Order());
        Assert.Equal(result.ToJson(), File.ReadAllText(result.Document));
        var read = JsonSerializer.Deserialize<DemoResult>(File.ReadAllText(result.Document), RunMetrics.Json)!;
        Assert.Equal(result.ToJson(), read.ToJson());

        var page = File.ReadAllText(result.Page);
        Assert.All(result.Report.Verdict, sentence => Assert.Contains(sentence, page, StringComparison.Ordinal));
        Assert.Contains("data:image/jpeg;base64,", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?:", page);
    }

    [Fact]
    public void TheClassifierIsTheOneThatWasMeasured()
    {
        var result = DemoJob.Run(folder.Demo());
        using var classifier = LoadedClassifier.Open(result.Classifier, cacheFolder: folder.Cache);
        Assert.Equal("ck-coop", classifier.Classifier.Document.Method.Name);
        Assert.Equal("kronclip demo", classifier.Classifier.Document.CreatedBy);
        foreach (var example in result.Report.Examples)
        {
            var answer = Assert.Single(PredictJob.Run(classifier, [Path.Combine(folder.Source, example.Picture)], top: 3));
            Assert.Equal(example.Answers[^1].Top.Select(t => (t.Name, t.Confidence)), answer.Top.Select(t => (t.Label, t.Confidence)));
        }
    }

    /// <summary>The rule names no outcome: of four classes the second, third and fourth, each with its first test picture.</summary>
    [Fact]
    public void ExamplesAreChosenByTheirPlaces()
    {
        var report = DemoJob.Run(folder.Demo()).Report;
        Assert.Equal(["green_triangle", "red_circle", "yellow_stripes"], report.Examples.Select(e => e.Truth));
        Assert.All(report.Examples, e => Assert.Equal(["zero-shot", "ck-coop"], e.Answers.Select(a => a.Row)));
        Assert.All(report.Examples, e => Assert.Equal(3, e.Answers[0].Top.Count));
    }

    [Fact]
    public void TwoRunsDifferInSecondsAndPathsAlone() => Assert.Equal(Comparable(DemoJob.Run(folder.Demo())), Comparable(DemoJob.Run(folder.Demo() with { Cache = "" })));

    [Theory]
    [InlineData("encoding")]
    [InlineData("training")]
    public void CancellingLeavesNothingHalfWritten(string stage)
    {
        using var cancel = new CancellationTokenSource();
        var request = folder.Demo() with { Cache = stage == "encoding" ? folder.NewPlace() : folder.Cache };
        var listener = new ListeningObserver(name => { if (name == stage) cancel.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => DemoJob.Run(request, listener, cancel.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(request.Output));
    }

    [Fact]
    public void WithoutALearnedMethodThereIsStillAClassifier()
    {
        var result = DemoJob.Run(folder.Demo() with { Methods = [new MethodChoice("zero-shot")], Seeds = [7] });
        Assert.True(File.Exists(result.Classifier));
        Assert.Empty(result.Report.Verdict);
        Assert.All(result.Report.Examples, e => Assert.Single(e.Answers));
    }

    [Fact]
    public void APlaceThatCannotBeWrittenIsRefusedBeforeTheWork()
    {
        var file = folder.NewPlace();
        File.WriteAllText(file, "mine");
        Assert.Contains("is a file", Assert.Throws<OptionsException>(() => DemoJob.Run(folder.Demo() with { Output = file })).Message, StringComparison.Ordinal);
        Assert.Contains("--out", Assert.Throws<StorageException>(() => DemoJob.Run(folder.Demo() with { Output = Path.Combine(file, "below") })).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));

        var taken = folder.NewPlace();
        Directory.CreateDirectory(Path.Combine(taken, "demo.html"));
        Assert.Contains("is a folder", Assert.Throws<OptionsException>(() => DemoJob.Run(folder.Demo() with { Output = taken })).Message, StringComparison.Ordinal);
    }

    static string Comparable(DemoResult result)
    {
        var document = JsonNode.Parse(result.ToJson())!.AsObject();
        foreach (var path in new[] { "page", "document", "classifier", "next" })
            Assert.True(document.Remove(path));
        Assert.True(document["report"]!.AsObject().Remove("seconds"));
        return document.ToJsonString();
    }
}
