using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Tests.Jobs;

/// <summary>The whole study on the sample's tiny model, with tiny axes and short trainings.</summary>
public class StudyJobTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    StudyRequest Request() => new()
    {
        Images = folder.Source,
        Model = folder.Model,
        Shots = 2,
        Seeds = [1, 2],
        Axes = [StudyAxisKind.K, StudyAxisKind.Dictionary],
        K = [16],
        Dictionaries = [DictionaryKind.RandomRows, DictionaryKind.Words],
        Words = ["red circle", "stripe", "glass"],
        Recipe = new RecipeChoice { Epochs = 3 },
        Output = folder.NewPlace(),
        Cache = folder.Cache,
    };

    [Fact]
    public void EverySettingIsMeasuredWithEverySeedAndThePageShowsIt()
    {
        var result = StudyJob.Run(Request());
        var report = result.Report;
        Assert.Equal(["ck-coop k=16", "ck-coop", "ck-coop dictionary=random-rows", "ck-coop dictionary=words", "ck-coop dictionary=k-means and words", "coop m=4", "coop m=16"],
            report.Rows.Select(r => r.Id));
        Assert.Equal(7 * 2 * 4, report.Cells.Count);
        Assert.Equal([("k", 2), ("dictionary", 4)], report.Axes.Select(a => (a.Name, a.Values.Count)));
        Assert.All(report.Cells.Where(c => c.Part is "validation"), c => Assert.Equal((4, 8), (c.Classes, c.Pictures)));       // 8 pictures a class: 2 train, 2 validate, 4 test
        Assert.All(report.Cells.Where(c => c.Part is "test"), c => Assert.Equal((4, 16), (c.Classes, c.Pictures)));
        Assert.All(report.Cells.Where(c => c.Part is "base" or "new"), c => Assert.Equal((2, 8), (c.Classes, c.Pictures)));
        Assert.Equal(6 * 64, report.RowOf("ck-coop").Parameters);
        Assert.Contains(report.Notes.Single(n => n.Row == "ck-coop dictionary=words").Notes, n => n.StartsWith("Dictionary: K = 3 words of your own", StringComparison.Ordinal));
        Assert.Equal(report.ToJson(), File.ReadAllText(result.Document));
        Assert.Equal(report.ToJson(), JsonSerializer.Deserialize<StudyReport>(report.ToJson(), ProtocolReport.Json)!.ToJson());
        var page = File.ReadAllText(result.Page);
        Assert.Equal(2, page.Split("<svg").Length - 1);
        Assert.All(report.Axes, a => Assert.Contains(a.Title, page, StringComparison.Ordinal));
    }

    /// <summary>A setting's test, base and new figures are those of the protocols with the same options, and CoOp's too.</summary>
    [Fact]
    public void TheFiguresAreThoseOfTheProtocols()
    {
        var report = StudyJob.Run(Request() with { Axes = [StudyAxisKind.K] }).Report;
        var outcome = ProtocolJob.Run(folder.Request() with
        {
            Shifts = [],
            Tasks = [],
            Methods = [new("ck-coop", new JsonObject { ["dictionarySize"] = 16 }), new("coop", new JsonObject { ["contextWords"] = 4 })],
            Recipe = new RecipeChoice { Epochs = 3 },
        }, SilentObserver.Instance, CancellationToken.None);
        foreach (var (own, other) in new[] { ("ck-coop k=16", "ck-coop-dictionarySize=16"), ("coop m=4", "coop-contextWords=4") })
            Assert.Equal(
                outcome.Cells.Where(c => c.Row == other).OrderBy(c => (c.Seed, c.Part)).Select(c => (c.Seed, c.Protocol, c.Part, c.Correct, c.MacroF1)),
                report.Cells.Where(c => c.Row == own && c.Part != StudyReport.Validation).OrderBy(c => (c.Seed, c.Part)).Select(c => (c.Seed, c.Protocol, c.Part, c.Correct, c.MacroF1)));
    }

    [Fact]
    public void AStudyThatWasStoppedGoesOnAndEndsWithTheSameFigures()
    {
        var request = Request() with { Axes = [StudyAxisKind.K], Seeds = [1] };
        using var stop = new CancellationTokenSource();
        var stopping = new CellObserver(done => { if (done == 2) stop.Cancel(); });
        Assert.ThrowsAny<OperationCanceledException>(() => StudyJob.Run(request, stopping, stop.Token));
        var cells = Directory.GetFiles(Path.Combine(request.Output, "cells"));
        Assert.Equal(2, cells.Length);
        Assert.False(File.Exists(Path.Combine(request.Output, "study.json")));

        File.WriteAllText(cells[0], File.ReadAllText(cells[0]).Replace("\"correct\": ", "\"correct\": 1", StringComparison.Ordinal));       // damaged: measured again
        var listening = new ListeningObserver();
        var resumed = StudyJob.Run(request, listening);
        Assert.Contains(listening.Notes, n => n.StartsWith("1 of 4 cells", StringComparison.Ordinal));
        var whole = StudyJob.Run(request with { Output = folder.NewPlace() });
        Assert.Equal(Comparable(whole.Report), Comparable(resumed.Report));

        var again = new ListeningObserver();
        StudyJob.Run(request with { Seeds = [1, 2] }, again);
        Assert.Contains(again.Notes, n => n.StartsWith("4 of 8 cells", StringComparison.Ordinal));
        var otherRecipe = new ListeningObserver();
        StudyJob.Run(request with { Recipe = new RecipeChoice { Epochs = 2 } }, otherRecipe);
        Assert.DoesNotContain(otherRecipe.Notes, n => n.Contains("there already", StringComparison.Ordinal));
    }

    [Fact]
    public void ContextsWithoutRoomForThePhraseAreRefusedBeforeAnyTraining()
    {
        var request = Request() with { Axes = [StudyAxisKind.M], M = [2] };
        Assert.Contains("m is 2", Assert.Throws<OptionsException>(() => StudyJob.Run(request)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Path.Combine(request.Output, "cells")));
    }

    [Fact]
    public void FactorsThatDoNotFitAreRefused() =>
        Assert.Contains("multiply to 4 × 4", Assert.Throws<OptionsException>(() => StudyJob.Run(Request() with { Axes = [StudyAxisKind.Factors], Factors = [[[2, 2], [2, 2]]] })).Message, StringComparison.Ordinal);

    static string Comparable(StudyReport report)
    {
        var document = JsonNode.Parse(report.ToJson())!.AsObject();
        Assert.True(document.Remove("seconds"));
        return document.ToJsonString();
    }

    sealed class CellObserver(Action<long> onCell) : IJobObserver
    {
        bool studying;

        public void Begin(string name, long total, string unit) => studying = name == "studying";

        public void Advance(long done, string? detail = null)
        {
            if (studying)
                onCell(done);
        }

        public void End() => studying = false;

        public void Note(string message) { }

        public void Warn(string message) { }
    }
}
