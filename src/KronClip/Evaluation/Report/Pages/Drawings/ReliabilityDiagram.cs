namespace KronClip.Evaluation;

/// <summary>Reliability diagrams before and after calibration: the share right in each band of confidence, against the diagonal.</summary>
static class ReliabilityDiagram
{
    const int Height = 250, Axis = 40;

    /// <summary>A band with a smaller share of the pictures than this is pale: a handful says little.</summary>
    const double Weighty = 0.02;

    /// <summary>Half of the gap between two bars, as a share of the scale.</summary>
    const double Gap = 0.004;

    public static HtmlNode Of(RunPage page, ReportedCalibration calibration) => Html.Of("figure", Html.Class("chart"),
        Html.Of("div", Html.Class("pair"),
            Panel(page, "before", page.Text.Before, calibration.Before),
            Panel(page, "after", page.Text.After, calibration.After)),
        Html.Of("figcaption", page.Text.ReliabilityReading));

    static HtmlNode Panel(RunPage page, string id, string side, Reliability reliability)
    {
        var scale = new DrawingScale(0.13, 0.96, 10, Height);
        var all = Math.Max(1, reliability.Bins.Sum(bin => bin.Count));
        List<HtmlNode> parts = [.. scale.Rows(0.25)];
        foreach (var tick in new[] { 0, 0.5, 1 })
            parts.Add(Drawing.Text("axis", scale.X(tick), Height + 17, "middle", Drawing.Number(100 * tick)));
        parts.Add(Drawing.Text("axis", scale.X(0.5), Height + 34, "middle", page.Text.Confidence));
        foreach (var bin in reliability.Bins.Where(bin => bin.Accuracy is not null))
        {
            parts.Add(Drawing.Rectangle(bin.Count < Weighty * all ? "bar-base pale" : "bar-base", scale.X(bin.Low + Gap), scale.Y(bin.Accuracy!.Value),
                PageFigures.Share((bin.High - bin.Low - 2 * Gap) * (scale.Right - scale.Left)), Math.Max(1, Height - scale.Y(bin.Accuracy.Value))));
        }
        parts.Add(Drawing.Line("diagonal", scale.X(0), scale.X(1), scale.Y(0), scale.Y(1)));
        var description = string.Join("; ", reliability.Bins.Where(bin => bin.Accuracy is not null)
            .Select(bin => $"{Drawing.Number(Math.Round(100 * bin.Low))}–{Drawing.Number(Math.Round(100 * bin.High))}: {PageFigures.Percent(bin.Accuracy!.Value)} ({page.Text.Pictures(bin.Count)})"));
        return Html.Of("div",
            Html.Of("h3", side, Html.Of("span", Html.Class("detail"), $" {page.Text.ExpectedCalibrationError} {PageFigures.Number(reliability.ExpectedCalibrationError)}")),
            Drawing.Of($"reliability-{id}", page.Text.ReliabilityTitle(side), description, Height + Axis, parts));
    }
}
