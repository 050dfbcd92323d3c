using System.Text.Json;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>The study of add-ons on the sample's tiny model.</summary>
public class AddOnStudyTests(ProtocolFolder folder) : IClassFixture<ProtocolFolder>
{
    static readonly string[] Labels = ["plain", "fusion", "consistency", "averaging", "closed form (gda)", "closed form (ridge)", "all together"];

    AddOnStudy Request(string method) => new()
    {
        Images = folder.Source,
        Model = folder.Model,
        Method = method,
        Shots = 2,
        Seeds = [1, 2],
        Recipe = new RecipeChoice { Epochs = 2 },
        Output = folder.NewPlace(),
        Cache = folder.Cache,
    };

    [Fact]
    public void EachAddOnStandsAloneAndTheClassesBesideThem()
    {
        var request = Request("coop");
        var result = StudyJob.Run(request);
        var report = result.Report;
        Assert.Equal(Labels, report.Rows.Select(r => r.Id));
        Assert.Equal("CoOp", report.Method);
        Assert.Equal(Labels, Assert.Single(report.Axes).Values.Select(v => v.Label));
        Assert.Equal("plain", report.Axes[0].Values.Single(v => v.IsDefault).Label);
        Assert.Equal(7 * 2 * 3, report.Cells.Count);                        // test, base and new; validation chooses nothing here
        Assert.All(report.Figures, f => Assert.Null(f.Validation));
        foreach (var row in report.Figures)
            Assert.Equal(row.Test.Mean, report.Classes.Average(c => c.Settings.Single(s => s.Row == row.Row).Accuracy.Mean), 1e-12);     // as many pictures of each class
        Assert.All(report.Classes, c => Assert.Equal((4, 7, 0.0), (c.Pictures, c.Settings.Count, c.Settings[0].Gain)));
        foreach (var (own, other) in new[] { ("closed form (gda)", "plain"), ("closed form (ridge)", "plain") })
            Assert.Equal(report.FiguresOf(other).New, report.FiguresOf(own).New, (a, b) => a!.PerSeed.SequenceEqual(b!.PerSeed));
        Assert.Equal(report.ToJson(), JsonSerializer.Deserialize<StudyReport>(report.ToJson(), ProtocolReport.Json)!.ToJson());
        var page = File.ReadAllText(result.Page);
        Assert.Contains("CoOp: what its add-ons are worth", page, StringComparison.Ordinal);
        Assert.Contains("By class", page, StringComparison.Ordinal);
        Assert.DoesNotContain("chosen by validation", page, StringComparison.Ordinal);

        var listening = new ListeningObserver();
        var again = StudyJob.Run(request, listening);
        Assert.Contains(listening.Notes, n => n.StartsWith("14 of 14 cells", StringComparison.Ordinal));
        Assert.Equal(report with { Seconds = again.Report.Seconds }, again.Report, (a, b) => a!.ToJson() == b!.ToJson());
    }

    [Fact]
    public void CoCoOpHasNoFusion()
    {
        var report = StudyJob.Run(Request("cocoop") with { Seeds = [1], Recipe = new RecipeChoice { Epochs = 1 } }).Report;
        Assert.Equal(Labels.Where(l => l != "fusion"), report.Rows.Select(r => r.Id));
        Assert.Contains(report.Warnings, w => w.StartsWith("Fusion is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void AMethodWithoutAPromptHasNoAddOns() =>
        Assert.Contains("'gda' learns no prompt", Assert.Throws<OptionsException>(() => StudyJob.Run(Request("gda"))).Message, StringComparison.Ordinal);
}
