using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Accuracy by training pictures, and what twice as many may bring.</summary>
static class CurveSection
{
    public static IReadOnlyList<HtmlNode> Of(RunPage page)
    {
        var text = page.Text;
        if (page.Report.Curve is not { Points.Count: > 0 } curve)
            return [Html.Of("p", text.NoCurve)];
        return
        [
            Html.Of("p", curve.Gain is { } gain ? text.Estimate(gain) : text.NoEstimate),
            CurveChart.Of(page, curve),
            Html.Table(text.CurveCaption,
                [Html.Of("th", [("scope", "col")], text.ShotsHead), Html.Head(text.Accuracy), Html.Head(text.Interval95)],
                [.. curve.Points.Select(p => Html.Of("tr",
                    Html.Of("th", [("scope", "row")], p.Shots.ToString(CultureInfo.InvariantCulture)),
                    Html.Of("td", PageFigures.Percent(p.Accuracy.Value)),
                    Html.Of("td", PageFigures.Range(p.Accuracy))))]),
        ];
    }
}
