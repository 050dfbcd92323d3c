using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Figures beside published ones: those that are comparable with their difference, the others with what parts them. A line has all parts of a set; long lists are folded away but for what sums them up.</summary>
static class BenchmarkBeside
{
    /// <summary>Lines that may stand in sight where nothing sums them up.</summary>
    const int InSight = 12;

    public static IEnumerable<HtmlNode> Of(BenchmarkReport report)
    {
        if (report.Published.Count == 0 && report.PublishedNotes.Count == 0)
            yield break;
        string[] sources = [.. report.Published.Select(Cited).Distinct()];
        var lines = report.Published.GroupBy(p => (p.Row, report.Table.Columns[p.Column].Set, report.Table.Columns[p.Column].Shots, p.Name, p.IsComparable)).Select(g => g.ToArray()).ToArray();
        PublishedComparison[][] comparable = [.. lines.Where(l => l[0].IsComparable)], apart = [.. lines.Where(l => !l[0].IsComparable)];
        yield return Html.Section("published", "Beside published figures",
        [
            .. lines.Length > 0 && comparable.Length == 0
                ? [Html.Of("p", "None of the figures here is comparable with a published one. The published ones stand below with what parts them, and without a difference.")] : Array.Empty<HtmlNode>(),
            .. Tables(report, comparable, sources, "Comparable: the same model, shots, number of seeds and recipe, on whole data sets. Ours / theirs in percent, the difference in points", "comparable"),
            .. Tables(report, apart, sources, "Not comparable, and why. Ours / theirs in percent", "not comparable"),
            .. sources.Length > 0 ? [Html.Of("h3", "Sources"), Html.Of("ol", Html.Class("sources"), [.. sources.Select(s => Html.Of("li", s))])] : Array.Empty<HtmlNode>(),
            Html.Listed("To know", report.PublishedNotes),
        ]);
    }

    static IEnumerable<HtmlNode> Tables(BenchmarkReport report, PublishedComparison[][] lines, string[] sources, string caption, string kind)
    {
        var headline = report.Table.Headline(report.Request.Shots[^1]);
        PublishedComparison[][] sums = [.. lines.Where(l => report.Table.Columns[l[0].Column] is var c && c.Set == headline.Set && c.Shots == headline.Shots)];
        var first = lines.Length <= InSight ? lines : sums;
        PublishedComparison[][] others = [.. lines.Except(first)];
        if (first.Length > 0)
            yield return Table(report, first, sources, caption);
        if (others.Length > 0)
        {
            yield return Html.Of("details",
                Html.Of("summary", string.Create(CultureInfo.InvariantCulture, $"{others.Length}{(first.Length > 0 ? " more" : "")} that are {kind}")),
                Table(report, others, sources, caption));
        }
    }

    static HtmlNode Table(BenchmarkReport report, PublishedComparison[][] lines, string[] sources, string caption)
    {
        string[] parts = [.. lines.SelectMany(l => l).Select(p => report.Table.Columns[p.Column].Part).Distinct()];
        var reasons = lines.Any(l => l.Any(p => !p.IsComparable));
        var rows = lines.Select(line => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(line[0].Row))),
            Html.Of("td", Html.Class("name"), Where(report, line[0])),
            .. parts.Select(part => line.FirstOrDefault(p => report.Table.Columns[p.Column].Part == part) is { } own ? Figures(own) : Html.Of("td", PageFigures.None)),
            Html.Of("td", Html.Class("name"), line[0].Name, Html.Of("span", Html.Class("detail"), $" [{string.Join(", ", line.Select(p => Array.IndexOf(sources, Cited(p)) + 1).Distinct().Select(n => n.ToString(CultureInfo.InvariantCulture)))}]")),
            .. reasons ? [Html.Of("td", Html.Class("words"), string.Join(' ', line.SelectMany(p => p.Reasons).Distinct()))] : Array.Empty<HtmlNode>(),
        ]));
        return Html.Table(caption,
            [
                Html.Of("th", [("scope", "col")], "method"), Left("where"), .. parts.Select(part => Html.Head(part == ProtocolCell.Test ? "accuracy" : BenchmarkWords.Part(part), "ours / theirs")), Left("published as"),
                .. reasons ? [Left("what parts them")] : Array.Empty<HtmlNode>(),
            ], [.. rows]);
    }

    static HtmlNode Figures(PublishedComparison own)
    {
        var both = $"{PageFigures.Percent(own.Ours)} / {PageFigures.Percent(own.Theirs)}";
        return own.Difference is { } difference ? Html.Of("td", both, Html.Of("span", Html.Class("interval"), BenchmarkWords.Signed(difference))) : Html.Of("td", both);
    }

    static HtmlNode Left(string head) => Html.Of("th", [("scope", "col"), ("class", "name")], head);

    static string Where(BenchmarkReport report, PublishedComparison own)
    {
        var column = report.Table.Columns[own.Column];
        return report.Request.Shots.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"{report.SetTitle(column)}, {column.Shots} of each") : report.SetTitle(column);
    }

    static string Cited(PublishedComparison published) => published.Note is { } note ? $"{published.Source} ({note})" : published.Source;
}
