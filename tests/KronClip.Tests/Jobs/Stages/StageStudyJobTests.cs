using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>The whole study on the sample's tiny model.</summary>
public class StageStudyJobTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    StageStudyRequest Request() => new()
    {
        Images = folder.Source,
        Model = folder.Model,
        Stages = 2,
        Shots = 2,
        Replay = 1,
        Seeds = [1, 2],
        Recipe = new RecipeChoice { Epochs = 3 },
        Output = folder.NewPlace(),
        Cache = folder.Cache,
    };

    [Fact]
    public void EveryWayIsMeasuredWithEverySeedAndThePageShowsIt()
    {
        var result = StageStudyJob.Run(Request());
        var report = result.Report;
        string[] ways = ["named", "replay=none", "replay=1", "replay=all"];
        Assert.Equal(["zero-shot", .. ways.Append("refresh").Append("joint").Select(w => $"ck-coop {w}"), .. ways.Append("joint").Select(w => $"coop-contextWords=4 {w}")], report.Rows.Select(r => r.Id));
        Assert.Equal(12 * 2 * 3, report.Cells.Count);                       // one group after stage 1, two after stage 2
        Assert.All(report.Cells, c => Assert.Equal((2 * c.Stage, 8), (c.Classes, c.Pictures)));
        foreach (var own in report.Cells.Where(c => c.Stage == 1 && c.Row != "zero-shot").GroupBy(c => (c.Row.Split(' ')[0], c.Seed)))
            Assert.Single(own.Select(c => c.Correct).Distinct());           // the first stage is the same for all ways of a method
        Assert.Equal(6 * 64, report.Rows.First(r => r.Id == "ck-coop replay=all").Parameters);
        Assert.Equal(6 * 64 + 4 * 2 + 8, report.Rows.First(r => r.Id == "ck-coop refresh").Parameters);
        Assert.All(report.Groups, g => Assert.Equal(report.Set.Classes.Order(), g.Groups.SelectMany(names => names).Order()));
        Assert.Equal(report.ToJson(), File.ReadAllText(result.Document));
        Assert.Equal(report.ToJson(), JsonSerializer.Deserialize<StageReport>(report.ToJson(), ProtocolReport.Json)!.ToJson());
        Assert.Contains(report.Findings[1], File.ReadAllText(result.Page), StringComparison.Ordinal);
    }

    /// <summary>All classes at once, in their order, are what the few-shot protocol measures; zero-shot CLIP too.</summary>
    [Fact]
    public void TheUpperLineIsThatOfTheProtocols()
    {
        var report = StageStudyJob.Run(Request() with { Order = ClassOrder.Listed }).Report;
        var outcome = ProtocolJob.Run(folder.Request() with { Shifts = [], Tasks = [], Recipe = new RecipeChoice { Epochs = 3 } }, SilentObserver.Instance, CancellationToken.None);
        foreach (var (own, other) in new[] { ("zero-shot", "zero-shot"), ("ck-coop joint", "ck-coop"), ("coop-contextWords=4 joint", "coop-contextWords=4") })
            foreach (var seed in new long[] { 1, 2 })
                Assert.Equal(
                    outcome.Cells.Single(c => c.Row == other && c.Seed == seed && c.Protocol == ProtocolKind.FewShot && c.Part == ProtocolCell.Test).Correct,
                    report.Cells.Where(c => c.Row == own && c.Seed == seed && c.Stage == 2).Sum(c => c.Correct));
        Assert.All(report.Groups, g => Assert.Equal(report.Set.Classes.Take(2), g.Groups[0]));
    }

    [Fact]
    public void AStudyThatWasStoppedGoesOnAndEndsWithTheSameFigures()
    {
        var request = Request() with { Methods = [new("ck-coop")], Seeds = [1] };
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => StageStudyJob.Run(request, new StopAfterCells(3, stop), stop.Token));
        Assert.Equal(3, Directory.GetFiles(Path.Combine(request.Output, "cells")).Length);
        Assert.False(File.Exists(Path.Combine(request.Output, "stages.json")));
        var listening = new ListeningObserver();
        var resumed = StageStudyJob.Run(request, listening);
        Assert.Contains(listening.Notes, n => n.StartsWith("3 of 7 cells", StringComparison.Ordinal));
        Assert.Equal(Comparable(StageStudyJob.Run(request with { Output = folder.NewPlace() }).Report), Comparable(resumed.Report));
        var other = new ListeningObserver();
        StageStudyJob.Run(request with { Replay = 2 }, other);
        Assert.Contains(other.Notes, n => n.StartsWith("6 of 7 cells", StringComparison.Ordinal));        // only the row that replays another number is new
    }

    [Fact]
    public void WhatCannotBeStudiedIsRefused()
    {
        Assert.Contains("4 classes cannot come in 4 stages", Assert.Throws<OptionsException>(() => StageStudyJob.Run(Request() with { Stages = 4 })).Message, StringComparison.Ordinal);
        Assert.Contains("does not learn a prompt", Assert.Throws<OptionsException>(() => StageStudyJob.Run(Request() with { Methods = [new("ridge")] })).Message, StringComparison.Ordinal);
        Assert.Contains("stands beside the others anyway", Assert.Throws<OptionsException>(() => StageStudyJob.Run(Request() with { Methods = [new("zero-shot")] })).Message, StringComparison.Ordinal);
        Assert.Contains("cannot serve new classes", Assert.Throws<OptionsException>(() => StageStudyJob.Run(Request() with { Methods = [new("coop", new JsonObject { ["classSpecific"] = true })] })).Message, StringComparison.Ordinal);
    }

    static string Comparable(StageReport report)
    {
        var document = JsonNode.Parse(report.ToJson())!.AsObject();
        Assert.True(document.Remove("seconds"));
        return document.ToJsonString();
    }

    sealed class StopAfterCells(int cells, CancellationTokenSource stop) : IJobObserver
    {
        bool studying;

        public void Begin(string name, long total, string unit) => studying = name == "studying";

        public void Advance(long done, string? detail = null)
        {
            if (studying && done == cells)
                stop.Cancel();
        }

        public void End() => studying = false;

        public void Note(string message) { }

        public void Warn(string message) { }
    }
}
