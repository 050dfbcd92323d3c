namespace KronClip.Evaluation;

/// <summary>Zero-shot, the classifier that was made, and a probe: bars, figures, and differences picture by picture.</summary>
static class ComparisonSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var (report, text) = (page.Report, page.Text);
        if (report.Classifiers.Count == 0)
            return [Html.Of("p", text.NothingMeasured)];
        return
        [
            ClassifierBars.Of(page),
            Html.Table(text.ComparisonCaption(report.Measured),
                [Html.Of("th", [("scope", "col")], text.Classifier), Html.Head(text.Correct), Html.Head(text.Accuracy, text.InPercent), Html.Head(text.MacroF1, text.InPercent), Html.Head(text.Parameters)],
                [.. report.Classifiers.Select(c => Html.Of("tr", c.Role == ReportedRole.Adapted ? Html.Class("own") : [],
                    Html.Of("th", [("scope", "row")], Html.Name(text.Name(c))),
                    Html.Of("td", PageFigures.Count(c.Correct)),
                    Figure(c.Accuracy),
                    Figure(c.MacroF1),
                    Html.Of("td", PageFigures.Count(c.Parameters))))]),
            report.Differences.Count == 0 ? "" : Html.Table(text.DifferenceCaption,
                [Html.Of("th", [("scope", "col")], text.Against), Html.Head(text.Difference, text.Interval95), Html.Head(text.OnlyThis), Html.Head(text.OnlyOther), Html.Head(text.SignTest)],
                [.. report.Differences.Select(d => Html.Of("tr",
                    Html.Of("th", [("scope", "row")], Html.Name(report.Of(d.Against) is { } other ? text.Name(other) : PageFigures.None)),
                    Html.Of("td", PageFigures.Signed(d.Accuracy.Value), Spread(text.SignedRange(d.Accuracy))),
                    Html.Of("td", PageFigures.Count(d.OnlyAdapted)),
                    Html.Of("td", PageFigures.Count(d.OnlyOther)),
                    Html.Of("td", d.P < 0.001 ? "< 0.001" : PageFigures.Number(d.P))))]),
        ];
    }

    /// <summary>A rate in percent as a cell, its interval below it.</summary>
    public static HtmlNode Figure(Interval? figure) => figure is null ? Html.Of("td", PageFigures.None)
        : Html.Of("td", PageFigures.Percent(figure.Value), Spread(PageFigures.Range(figure)));

    static HtmlNode Spread(string range) => Html.Of("span", Html.Class("spread"), $" ({range})");
}
