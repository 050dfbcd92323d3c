using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>A study in stages as one HTML file that stands alone (<see cref="PageFrame"/>). Every number on it comes from the report.</summary>
public static class StagePage
{
    /// <summary>Writes the page.</summary>
    public static string Write(StageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PageFrame.Write($"{report.Set.Name}: classes that come in stages", Introduction(report), report.Origin.LibraryVersion, PageStyle.Sheet + ChartStyle.Sheet,
        [
            Html.Section("outcome", "What came out", [.. report.Findings.Select(f => Html.Of("p", f)), Html.Of("p", Html.Class("caution"), StageFinding.Rule)]),
            .. report.ByMethod().Index().Select(m => Html.Section(string.Create(CultureInfo.InvariantCulture, $"method-{m.Index + 1}"), m.Item.Method, StageChart.Of(report, m.Item.Method, m.Item.Rows), Table(report, m.Item.Method, m.Item.Rows))),
            Html.Section("origin", "How it was done", Origin(report), Html.Listed("To look at", report.Warnings)),
        ]);
    }

    static string Introduction(StageReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.Set.Classes.Count} classes of {report.Set.Name} in {report.Stages} stages, {report.Shots} training {(report.Shots == 1 ? "picture" : "pictures")} of each, with {(report.Seeds.Count == 1 ? "one seed" : $"{report.Seeds.Count} seeds")}. The model {report.Origin.Model} stays as it is; after each stage all classes seen so far are told apart.");

    static HtmlNode Table(StageReport report, string method, IReadOnlyList<StageRow> rows)
    {
        var many = report.Seeds.Count > 1 ? $"mean ± population standard deviation over {report.Seeds.Count} seeds" : "one seed";
        StageFigures[] figures = [.. rows.Select(r => report.FiguresOf(r.Id))];
        return Html.Table($"{method}: accuracy in percent and forgetting in points, {many}",
            [
                Html.Of("th", [("scope", "col")], "way"),
                .. Enumerable.Range(1, report.Stages).Select(k => Html.Head(string.Create(CultureInfo.InvariantCulture, $"stage {k}"), "mean over groups")),
                .. Enumerable.Range(1, report.Stages).Select(j => Html.Head(string.Create(CultureInfo.InvariantCulture, $"group {j}"), "at the end")),
                Html.Head("forgetting", "points"),
                Html.Head("learned", "numbers"),
            ],
            [.. rows.Index().Select(r => Html.Of("tr",
            [
                Html.Of("th", [("scope", "row")], r.Item.Recipe is null ? r.Item.Method : r.Item.Way),
                .. figures[r.Index].Averages.Concat(figures[r.Index].Groups).Append(figures[r.Index].Forgetting).Select(Cell),
                Html.Of("td", PageFigures.Count(r.Item.Parameters)),
            ]))]);
    }

    static HtmlNode Cell(SeedSummary summary) => summary.Count == 1
        ? Html.Of("td", PageFigures.Percent(summary.Mean))
        : Html.Of("td", PageFigures.Percent(summary.Mean), Html.Of("span", Html.Class("spread"), $" ± {PageFigures.Percent(summary.StandardDeviation)}"));

    static HtmlNode Origin(StageReport report)
    {
        var facts = new List<(string, HtmlNode)>
        {
            ("model", Html.All([Html.Name(report.Origin.Model), $" ({report.Origin.Architecture}), content hash ", Html.Of("code", report.Origin.ModelHash[..Math.Min(16, report.Origin.ModelHash.Length)])])),
            ("pictures", $"{PageFigures.Count(report.Set.Train)} training pictures and {PageFigures.Count(report.Set.Test)} test pictures with one seed, fingerprint {report.Set.Fingerprint[..Math.Min(16, report.Set.Fingerprint.Length)]}"),
            ("seeds", PageFigures.List(report.Seeds)),
        };
        facts.AddRange(report.Groups.Select(g => (string.Create(CultureInfo.InvariantCulture, $"classes, seed {g.Seed}"), (HtmlNode)string.Join(" · ", g.Groups.Select(names => string.Join(", ", names))))));
        facts.AddRange(report.Rows.Where(r => r.Recipe is not null).DistinctBy(r => r.Choice).Select(r => (r.Method, (HtmlNode)r.Recipe!)));
        facts.Add(("computed by", $"KronClip {report.Origin.LibraryVersion} on {report.Origin.Runtime}, kernels {report.Origin.KernelPath}, {report.Seconds.Threads} threads, {report.Seconds.Processor}"));
        facts.Add(("time", $"{PageFigures.Seconds(report.Seconds.Total)} s, of which encoding {PageFigures.Seconds(report.Seconds.Encode)}, training and measuring {PageFigures.Seconds(report.Seconds.Train)}"));
        return Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", Html.Name(f.Item1)), Html.Of("dd", f.Item2) })]);
    }
}
