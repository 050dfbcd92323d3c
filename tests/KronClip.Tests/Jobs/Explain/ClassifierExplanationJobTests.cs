using System.Text.Json.Nodes;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Explain;

/// <summary>What a classifier has learned, of every method: the context is that of its run's report, neighbours are in order, a difference has two sides, and what cannot be meant is refused.</summary>
public sealed class ClassifierExplanationJobTests(SampleFolder sample) : IClassFixture<SampleFolder>, IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    string Cache => folder.File("cache");

    (string Path, RunMetrics Metrics, string Pictures) Trained(string method, string? option = null, string? value = null)
    {
        var request = sample.Request(sample.CopyPictures(), Cache) with { Method = method, MethodOptions = option is null ? [] : new JsonObject { [option] = value } };
        return (request.Output!, TrainJob.Run(request), request.Images);
    }

    [Theory]
    [InlineData("zero-shot", null, null, "learned no context words")]
    [InlineData("coop", null, null, null)]
    [InlineData("ck-coop", null, null, null)]
    [InlineData("ck-coop", "fusion", "zero-shot", null)]
    [InlineData("coop", "closedForm", "gda", null)]
    [InlineData("cocoop", null, null, "depend on the picture")]
    [InlineData("gda", null, null, "learned no context words")]
    [InlineData("tip-adapter", null, null, "learned no context words")]
    [InlineData("linear-probe", null, null, "learned no context words")]
    public void EveryMethodIsExplained(string method, string? option, string? value, string? note)
    {
        var (path, metrics, _) = Trained(method, option, value);
        using var loaded = LoadedClassifier.Open(path, cacheFolder: Cache);
        var result = ClassifierExplanationJob.Run(loaded);
        Assert.Equal(loaded.Classifier.Classes.Select(c => c.Name), result.Classes.Select(c => c.Name));
        Assert.All(result.Classes, c =>
        {
            Assert.DoesNotContain(c.Nearest, near => near.Name == c.Name);
            Assert.Equal(Math.Min(3, result.Classes.Count - 1), c.Nearest.Count);
            Assert.Equal(c.Nearest.OrderByDescending(near => near.Cosine), c.Nearest);
            Assert.All(c.Nearest, near => Assert.InRange(near.Cosine, -1.0001, 1.0001));
        });
        Assert.Equal(note is null, result.Notes.Count == 0);
        Assert.All(result.Notes, said => Assert.Contains(note!, said, StringComparison.Ordinal));
        if (metrics.Report!.Context is { } reported)
            Assert.Equal(JsonNode.Parse(System.Text.Json.JsonSerializer.Serialize(reported, RunMetrics.Json))!.ToJsonString(), JsonNode.Parse(result.ToJson())!["context"]!.ToJsonString());
        Assert.Equal(method == "cocoop" || metrics.Report.Context is not null, result.Context is not null);
    }

    [Fact]
    public void ADifferenceHasTwoSidesAndTheirWordsLieOnThem()
    {
        var (path, _, pictures) = Trained("zero-shot");
        using var loaded = LoadedClassifier.Open(path, cacheFolder: Cache);
        var (first, second) = (loaded.Classifier.Classes[0], loaded.Classifier.Classes[1]);
        File.WriteAllText(folder.File("words.txt"), $"{first.Words}\n{second.Words}\n");
        var question = new ClassifierQuestion { Between = [first.Name, second.Name], Words = folder.File("words.txt"), Images = pictures, Top = 3 };
        var said = ClassifierExplanationJob.Run(loaded, question).Separation!;
        Assert.Equal((first.Words, second.Words), (said.TowardsFirst[0].Word, said.TowardsSecond[0].Word));
        Assert.Equal(0, said.TowardsFirst.Sum(w => w.Along), 1e-9);
        var turned = ClassifierExplanationJob.Run(loaded, question with { Between = [second.Name, first.Name] }).Separation!;
        Assert.Equal(said.TowardsFirst.Select(w => w.Word), turned.TowardsSecond.Select(w => w.Word));
        Assert.Equal(said.TowardsFirst[0].Along, -turned.TowardsSecond[0].Along, 1e-6);

        var found = said.Pictures!;
        Assert.Equal(Directory.EnumerateFiles(pictures, "*", SearchOption.AllDirectories).Count(), found.Looked);
        Assert.Equal(found.NearestBoundary.OrderBy(p => Math.Abs(p.LogOdds)), found.NearestBoundary);
        Assert.All(found.SurestFirst, p => Assert.True(p.LogOdds > 0));
        Assert.All(found.SurestSecond, p => Assert.True(p.LogOdds <= 0));
        foreach (var picture in found.SurestFirst.Concat(found.SurestSecond).Concat(found.NearestBoundary))
        {
            var top = PredictJob.Run(loaded, [picture.Path], 10).Single().Top;
            Assert.Contains(top[0].Label, new[] { first.Name, second.Name });
            Assert.Equal(Math.Log(top.Single(t => t.Label == first.Name).Confidence / top.Single(t => t.Label == second.Name).Confidence), picture.LogOdds, 1e-6);
        }
    }

    [Fact]
    public void TheVocabularysOwnWordsAreTakenWhereNoneAreGiven()
    {
        var (path, _, _) = Trained("coop");
        using var loaded = LoadedClassifier.Open(path, cacheFolder: Cache);
        var classes = loaded.Classifier.Classes;
        var said = ClassifierExplanationJob.Run(loaded, new ClassifierQuestion { Between = [classes[0].Name, classes[2].Name] });
        Assert.True(said.Separation!.Words > 2, $"{said.Separation.Words}");
        Assert.DoesNotContain(said.Separation.TowardsFirst, w => classes[0].Words.Split(' ').Contains(w.Word));
        Assert.Contains(said.Notes, n => n.Contains("By chance alone", StringComparison.Ordinal));
        Assert.Null(said.Separation.Pictures);
    }

    [Fact]
    public void WhatCannotBeMeantIsRefused()
    {
        var (path, _, _) = Trained("zero-shot");
        using var loaded = LoadedClassifier.Open(path, cacheFolder: Cache);
        var name = loaded.Classifier.Classes[0].Name;
        void Refused(string sentence, ClassifierQuestion question) => Assert.Contains(sentence, Assert.Throws<OptionsException>(() => ClassifierExplanationJob.Run(loaded, question)).Message, StringComparison.Ordinal);
        Refused("1 class is named", new() { Between = [name] });
        Refused("3 classes are named", new() { Between = [name, name, name] });
        Refused("named twice", new() { Between = [name, name] });
        Refused($"Did you mean '{name}'?", new() { Between = [name, name + "s"] });
        Refused("--images is for two classes", new() { Images = "x" });
        Refused("--words is for two classes", new() { Words = "x" });
        Refused("top is 0", new() { Top = 0 });
        Refused("word list", new() { Between = [name, loaded.Classifier.Classes[1].Name], Words = folder.File("none.txt") });
        Assert.Throws<DataException>(() => ClassifierExplanationJob.Run(loaded, new() { Between = [name, loaded.Classifier.Classes[1].Name], Images = folder.File("none") }));
    }
}
