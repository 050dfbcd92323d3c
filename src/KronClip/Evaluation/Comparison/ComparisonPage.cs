using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>A comparison as one HTML file that stands alone (<see cref="PageFrame"/>): what it says, plot, table, and how it was done. Every number on it comes from the report.</summary>
public static class ComparisonPage
{
    /// <summary>Writes the page.</summary>
    /// <param name="report">What was compared.</param>
    public static string Write(ComparisonReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return PageFrame.Write(Title(report), Introduction(report), report.Origins[0].LibraryVersion, PageStyle.Sheet + ChartStyle.Sheet,
        [
            Html.Section("outcome", "What came out",
            [
                .. report.Verdict.Index().Select(v => Html.Of("p", Html.Class(v.Index == 0 ? "verdict" : v.Index == report.Verdict.Count - 1 ? "caution" : "finding"), v.Item)),
                ShotChart.Of(report),
                Html.Of("div", Html.Class("figures"), Figures(report)),
                Seeds(report),
            ]),
            Html.Section("origin", "How it was done", Origin(report), Html.Listed("To know", report.Notes), Html.Listed("To look at", report.Warnings)),
        ]);
    }

    static string Title(ComparisonReport report) => $"{report.Pictures.Name}: which method for these pictures?";

    static string Introduction(ComparisonReport report)
    {
        var models = report.Origins.Count == 1 ? $"the frozen model {report.Origins[0].Model}" : $"{report.Origins.Count} frozen models";
        return string.Create(CultureInfo.InvariantCulture,
            $"{report.Pictures.Classes.Count} classes, told apart with {models} by {Count(report.Rows.Select(r => r.Method.Id).Distinct().Count(), "method", "methods")}, each trained on {Shots(report)} of each class and measured on pictures that no training saw, with {Count(report.Table.Seeds.Count, "seed", "seeds")}.");
    }

    static string Shots(ComparisonReport report) => report.Table.Shots is [1] ? "1 picture" : $"{PageFigures.List(report.Table.Shots.Select(s => (long)s))} pictures";

    static string Count(int number, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? one : many)}");

    static HtmlNode Figures(ComparisonReport report)
    {
        var many = report.Table.Seeds.Count > 1 ? $"mean ± population standard deviation over {report.Table.Seeds.Count} seeds" : "one seed";
        var rows = report.Rows.Select(row => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], Html.Name(row.Title)),
            .. report.Table.Of(row.Id).Select((figure, column) => FigureTable.Cell(figure, report.Table.Best(column))),
            Html.Of("td", row.Method.Learns ? PageFigures.Count(row.Method.Parameters) : PageFigures.None),
            Html.Of("td", report.SecondsOf(row) is { } own ? PageFigures.Seconds(own) : PageFigures.None),
        ]));
        return Html.Table($"Accuracy in percent by training pictures of each class, {many}; the best of a column in bold",
            [
                Html.Of("th", [("scope", "col")], "method"),
                .. report.Table.Shots.Select(shots => Html.Head(shots.ToString(CultureInfo.InvariantCulture), shots == 1 ? "picture" : "pictures")),
                Html.Head("learned", "numbers"),
                Html.Head("seconds", "per fit"),
            ], [.. rows]);
    }

    static HtmlNode Seeds(ComparisonReport report)
    {
        var rows = report.Rows.SelectMany(row => report.Table.Seeds.Select((seed, place) => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], Html.Name(row.Title)),
            Html.Of("td", seed.ToString(CultureInfo.InvariantCulture)),
            .. report.Table.Of(row.Id).Select(f => Html.Of("td", f is null ? PageFigures.None : PageFigures.Percent(f.PerSeed[place]))),
        ])));
        return Html.Of("details",
            Html.Of("summary", "Every seed on its own"),
            Html.Table("Accuracy in percent, seed by seed",
                [Html.Of("th", [("scope", "col")], "method"), Html.Head("seed"), .. report.Table.Shots.Select(shots => Html.Head(shots.ToString(CultureInfo.InvariantCulture)))], [.. rows]));
    }

    static HtmlNode Origin(ComparisonReport report)
    {
        var pictures = report.Pictures;
        var test = pictures.TestKind == "given" ? "the test part that came with them, the same for all seeds" : "drawn anew by each seed, the same for all methods and numbers of training pictures";
        var facts = new List<(string Name, HtmlNode Fact)>
        {
            ("pictures", Html.All([Html.Name(pictures.Name), $", {pictures.Classes.Count} classes, fingerprint ", Html.Of("code", Short(pictures.Fingerprint))])),
            ("training", $"{PageFigures.List(pictures.Train.Select(t => (long)t))} pictures in all at {PageFigures.List(report.Table.Shots.Select(s => (long)s))} of each class; for one seed, fewer are the first of more"),
            ("validation", $"up to {PageFigures.Count(pictures.Validation)} pictures, for methods that choose something by them"),
            ("test", $"{PageFigures.Count(pictures.Test)} pictures, {test}; they reach no fit"),
            ("seeds", PageFigures.List(report.Table.Seeds)),
        };
        facts.AddRange(report.Origins.Select(o => ("model", Html.All([Html.Name(o.Model), $" ({o.Architecture}), content hash ", Html.Of("code", Short(o.ModelHash)), "; it stays frozen"]))));
        facts.AddRange(report.Rows.Where(r => r.Method.Recipe is not null).Select(r => (r.Title, (HtmlNode)r.Method.Recipe!)));
        facts.Add(("computed by", $"KronClip {report.Origins[0].LibraryVersion} on {report.Origins[0].Runtime}, kernels {report.Origins[0].KernelPath}, {report.Seconds.Threads} threads, {report.Seconds.Processor}"));
        facts.Add(("time", $"{PageFigures.Seconds(report.Seconds.Total)} s in the last call; {Count(report.Seconds.Rows.Sum(r => r.Trainings), "fit", "fits")} of {PageFigures.Seconds(report.Seconds.Rows.Sum(r => r.Trainings * r.Mean))} s in all"));
        return Html.Of("dl", [.. facts.SelectMany(f => new[] { Html.Of("dt", Html.Name(f.Name)), Html.Of("dd", f.Fact) })]);
    }

    static string Short(string hash) => hash[..Math.Min(16, hash.Length)];
}
