namespace KronClip.Evaluation;

/// <summary>The threshold for "unknown", and what others would give.</summary>
static class ThresholdSection
{
    const int MostRows = 12;

    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var text = page.Text;
        if (page.Report.Threshold is not { } threshold)
            return [Html.Of("p", text.NoThreshold)];
        var step = Math.Max(1, (int)Math.Ceiling(threshold.Points.Count / (double)MostRows));
        var rows = threshold.Points.Where((point, place) => place % step == 0 && point.Threshold != threshold.Suggested).Select(point => (Point: point, Suggested: false))
            .Append((Point: threshold.AtSuggested, Suggested: true)).OrderBy(row => row.Point.Threshold);
        return
        [
            Html.Of("p", text.ThresholdOf(threshold)),
            threshold.Points.Count == 0 ? "" : ThresholdChart.Of(page, threshold),
            Html.Table(text.ThresholdCaption,
                [Html.Of("th", [("scope", "col")], text.Threshold), Html.Head(text.Coverage), Html.Head(text.PrecisionOfAnswers)],
                [.. rows.Select(row => Html.Of("tr", row.Suggested ? Html.Class("own") : [],
                    Html.Of("th", [("scope", "row")], PageFigures.Number(row.Point.Threshold), row.Suggested ? $" ({text.Suggested})" : ""),
                    Html.Of("td", PageFigures.Percent(row.Point.Coverage)),
                    Html.Of("td", row.Point.Precision is { } precision ? PageFigures.Percent(precision) : PageFigures.None)))]),
            Html.Of("p", Html.Class("caution"), text.ThresholdUse),
        ];
    }
}
