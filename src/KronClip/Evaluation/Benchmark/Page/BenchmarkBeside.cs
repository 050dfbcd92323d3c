using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Figures beside published ones: those that are comparable with their difference, the others folded away with what parts them.</summary>
static class BenchmarkBeside
{
    public static IEnumerable<HtmlNode> Of(BenchmarkReport report)
    {
        if (report.Published.Count == 0 && report.PublishedNotes.Count == 0)
            yield break;
        string[] sources = [.. report.Published.Select(Cited).Distinct()];
        var comparable = report.Published.Where(p => p.IsComparable).ToArray();
        var apart = report.Published.Where(p => !p.IsComparable).ToArray();
        yield return Html.Section("published", "Beside published figures",
        [
            .. comparable.Length > 0 ? [Comparable(report, comparable, sources)]
                : report.Published.Count > 0 ? [Html.Of("p", "None of the figures here is comparable with a published one. The published ones stand below with what parts them, and without a difference.")] : Array.Empty<HtmlNode>(),
            .. Apart(report, apart, sources),
            .. sources.Length > 0 ? [Html.Of("h3", "Sources"), Html.Of("ol", Html.Class("sources"), [.. sources.Select(s => Html.Of("li", s))])] : Array.Empty<HtmlNode>(),
            Html.Listed("To know", report.PublishedNotes),
        ]);
    }

    static HtmlNode Comparable(BenchmarkReport report, PublishedComparison[] all, string[] sources) => Html.Table(
        "The same model, shots, number of seeds, recipe and whole data sets: accuracy in percent, difference in points",
        [.. Heads, Html.Head("difference", "ours less theirs")],
        [.. all.Select(p => Html.Of("tr", [.. Cells(report, p, sources), Html.Of("td", BenchmarkWords.Signed(p.Difference!.Value))]))]);

    /// <summary>Averages in sight, single sets folded away.</summary>
    static IEnumerable<HtmlNode> Apart(BenchmarkReport report, PublishedComparison[] all, string[] sources)
    {
        var headline = report.Table.Headline(report.Request.Shots[^1]);
        var first = all.Where(p => report.Table.Columns[p.Column] == headline).ToArray();
        if (first.Length > 0)
            yield return Table(report, first, sources, "Not comparable, and why: accuracy in percent");
        if (all.Length > first.Length)
        {
            yield return Html.Of("details",
                Html.Of("summary", string.Create(CultureInfo.InvariantCulture, $"{all.Length - first.Length} more that are not comparable")),
                Table(report, [.. all.Except(first)], sources, "Not comparable, and why"));
        }
    }

    static HtmlNode Table(BenchmarkReport report, PublishedComparison[] all, string[] sources, string caption) => Html.Table(caption, [.. Heads, Left("what parts them")],
        [.. all.Select(p => Html.Of("tr", [.. Cells(report, p, sources), Html.Of("td", Html.Class("words"), string.Join(' ', p.Reasons))]))]);

    static IReadOnlyList<HtmlNode> Heads => [Html.Of("th", [("scope", "col")], "method"), Left("where"), Html.Head("ours"), Html.Head("theirs"), Left("published as")];

    static HtmlNode Left(string head) => Html.Of("th", [("scope", "col"), ("class", "name")], head);

    static IEnumerable<HtmlNode> Cells(BenchmarkReport report, PublishedComparison published, string[] sources)
    {
        var column = report.Table.Columns[published.Column];
        yield return Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(published.Row)));
        yield return Html.Of("td", Html.Class("name"), $"{report.SetTitle(column)}{(column.Part == ProtocolCell.Test ? "" : $", {BenchmarkWords.Part(column.Part)}")}{(report.Request.Shots.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", {column.Shots} of each") : "")}");
        yield return Html.Of("td", PageFigures.Percent(published.Ours));
        yield return Html.Of("td", PageFigures.Percent(published.Theirs));
        yield return Html.Of("td", Html.Class("name"), published.Name, Html.Of("span", Html.Class("detail"), string.Create(CultureInfo.InvariantCulture, $" [{Array.IndexOf(sources, Cited(published)) + 1}]")));
    }

    static string Cited(PublishedComparison published) => published.Note is { } note ? $"{published.Source} ({note})" : published.Source;
}
