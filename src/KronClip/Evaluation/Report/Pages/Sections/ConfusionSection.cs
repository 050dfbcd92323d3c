namespace KronClip.Evaluation;

/// <summary>What is taken for what: the whole matrix where it can be read, and the largest confusions.</summary>
static class ConfusionSection
{
    /// <summary>Most classes whose matrix can still be read; of more, the largest confusions alone are shown.</summary>
    public const int MostClasses = 25;

    /// <summary>Most ink of a cell, in percent: on more of it the figure would be hard to read.</summary>
    public const double MostInk = 45;

    const int MostPairs = 25, MostPairsBesideMatrix = 5;

    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var report = page.Report;
        if (report.Confusion.Count == 0)
            return [Html.Of("p", page.Text.NothingMeasured)];
        return report.Classes.Count <= MostClasses ? [Html.Of("p", page.Text.ConfusionReading), Matrix(page), Largest(page, MostPairsBesideMatrix)] : [Largest(page, MostPairs)];
    }

    static HtmlNode Matrix(RunPage page)
    {
        var (report, text) = (page.Report, page.Text);
        return Html.Table(text.ConfusionCaption,
            [Html.Of("th", [("scope", "col")], text.ConfusionCorner), .. report.Classes.Select(c => Html.Of("th", [("scope", "col")], Html.Of("span", Html.Class("upright"), Html.Name(c.Name))))],
            [.. report.Confusion.Select((row, truth) => Html.Of("tr",
                [Html.Of("th", [("scope", "row")], Html.Name(report.NameOf(truth))), .. row.Select((count, given) => Cell(count, row.Sum(), truth == given))]))],
            "confusion");
    }

    static HtmlNode Cell(int count, int support, bool right)
    {
        if (count == 0)
            return Html.Of("td", Html.Class(right ? "right nought" : "nought"), "0");
        var ink = $"background:color-mix(in srgb, var({(right ? "--both" : "--new")}) {PageFigures.Share(MostInk / 100 * count / support)}, transparent)";
        return Html.Of("td", [("class", right ? "right" : "wrong"), ("style", ink)], PageFigures.Count(count));
    }

    static HtmlNode Largest(RunPage page, int most)
    {
        var (report, text) = (page.Report, page.Text);
        var pairs = report.Confusion.SelectMany((row, truth) => row.Select((count, given) => (Truth: truth, Given: given, Count: count)))
            .Where(p => p.Truth != p.Given && p.Count > 0).OrderByDescending(p => p.Count).ThenBy(p => p.Truth).ThenBy(p => p.Given).ToArray();
        if (pairs.Length == 0)
            return Html.Of("p", text.NoConfusion);
        return Html.Table(text.ConfusionListCaption(Math.Min(most, pairs.Length), pairs.Length),
            [Html.Of("th", [("scope", "col")], text.TrueClass), Html.Head(text.TakenFor), Html.Head(text.PicturesHead), Html.Head(text.ShareOfClass)],
            [.. pairs.Take(most).Select(p => Html.Of("tr",
                Html.Of("th", [("scope", "row")], Html.Name(report.NameOf(p.Truth))),
                Html.Of("td", Html.Name(report.NameOf(p.Given))),
                Html.Of("td", PageFigures.Count(p.Count)),
                Html.Of("td", PageFigures.Percent((double)p.Count / report.Confusion[p.Truth].Sum()))))], "names");
    }
}
