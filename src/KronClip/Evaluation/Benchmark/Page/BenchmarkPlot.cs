namespace KronClip.Evaluation;

/// <summary>The drawing of a benchmark: curves over shots where there are several, else bars of what was trained on and what was not.</summary>
static class BenchmarkPlot
{
    public static HtmlNode Of(BenchmarkReport report)
    {
        var shots = report.Request.Shots;
        if (shots.Count > 1)
            return Curves(report) is { } curves && curves.Rows.Any(r => r.Figures.Any(f => f is not null)) ? ShotChart.Of(curves) : "";
        var kinds = Kinds(report, shots[^1]);
        BarGroup[] groups = [.. report.Rows.Select(row => new BarGroup(report.TitleOf(row), [.. kinds.Select(k => report.Table.Of(row, k.Column) is { } f ? new Bar(k.Label, k.Look, f.Mean, f.StandardDeviation) : null)]))];
        return groups.All(g => g.Bars.All(b => b is null)) ? "" : BarChart.Of(groups, $"Bars of {Words(report)} in percent.", $"Accuracy in percent: {Words(report)}, {BenchmarkWords.Where(kinds[^1].Column, report.Sets)}.");
    }

    /// <summary>The headline over shots. What guessing reaches is the mean over the sets, and is left out where the figure is none of one label space.</summary>
    static ShotCurves Curves(BenchmarkReport report)
    {
        BenchmarkColumn[] columns = [.. report.Request.Shots.Select(report.Table.Headline)];
        string[] sets = columns[^1].Set is { } own ? [own] : [.. columns[^1].Over];
        var classes = report.Table.Columns.Where(c => c.Set is not null && sets.Contains(c.Set) && c is { Part: ProtocolCell.Test, Classes: > 0 }).DistinctBy(c => c.Set).ToArray();
        return new ShotCurves(report.Request.Shots, report.Request.Seeds.Count, classes.Length == 0 ? 0 : classes.Average(c => 1.0 / c.Classes),
            [.. report.Rows.Select(row => new ShotCurve(report.TitleOf(row), row.Method.Learns, [.. columns.Select(c => report.Table.Of(row, c) is { } f ? new CurveFigure(f.Mean, f.StandardDeviation) : null)]))]);
    }

    static (string Label, string Look, BenchmarkColumn Column)[] Kinds(BenchmarkReport report, int shots)
    {
        var table = report.Table;
        return report.Request.Protocol switch
        {
            ProtocolKind.BaseToNew => [("base", "bar-base", table.Summary(shots, ProtocolCell.Base)), ("new", "bar-new", table.Summary(shots, ProtocolCell.New)), ("H", "bar-h", table.Headline(shots))],
            ProtocolKind.FewShot => [("test", "bar-h", table.Headline(shots))],
            var other when table.Headline(shots).Set == report.Request.Source => [("source", "bar-base", table.Headline(shots))],
            var other => [("source", "bar-base", table.Columns.First(c => c.Shots == shots && c.Set == report.Request.Source)), (other == ProtocolKind.Domain ? "shifted" : "tasks", "bar-new", table.Headline(shots))],
        };
    }

    static string Words(BenchmarkReport report) => report.Request.Protocol switch
    {
        ProtocolKind.BaseToNew => "base classes, new classes, and their harmonic mean H",
        ProtocolKind.FewShot => "the test pictures",
        ProtocolKind.Domain => "the source's own test pictures, and shifted ones",
        _ => "the source's own test pictures, and other tasks",
    };
}
