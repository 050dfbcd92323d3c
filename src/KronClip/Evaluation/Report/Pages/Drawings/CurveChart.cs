using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Accuracy over training pictures, doubling from step to step, with intervals; the estimate is hollow and dashed.</summary>
static class CurveChart
{
    const int Height = 240, Axis = 40;

    public static HtmlNode Of(RunPage page, ReportedCurve curve)
    {
        var (text, points, end) = (page.Text, curve.Points, curve.Points[^1]);
        var estimate = curve.Gain is { } gain ? new CurvePoint(gain.Shots, new Interval(Above(end, gain.Gain.Value), Above(end, gain.Gain.Low), Above(end, gain.Gain.High))) : null;
        CurvePoint[] all = estimate is null ? [.. points] : [.. points, estimate];
        var least = Math.Min(0.99, all.Min(p => Math.Min(p.Accuracy.Low, p.Accuracy.Value)));
        var step = least < 0.5 ? 0.2 : 0.1;
        var scale = new DrawingScale(0.1, 0.93, 14, Height, Math.Floor(least / step) * step);
        var (first, last) = (Doubling(all[0].Shots), Doubling(all[^1].Shots));
        string X(int shots) => scale.X(last > first ? (Doubling(shots) - first) / (last - first) : 0.5);
        List<HtmlNode> parts = [.. scale.Rows(step)];
        foreach (var point in all)
            parts.Add(Drawing.Text("axis", X(point.Shots), Height + 17, "middle", point.Shots.ToString(CultureInfo.InvariantCulture)));
        parts.Add(Drawing.Text("axis", scale.X(0.5), Height + 34, "middle", text.ShotsHead));
        foreach (var (from, to) in all.Zip(all.Skip(1)))
            parts.Add(Drawing.Line(to == estimate ? "curve guess" : "curve", X(from.Shots), X(to.Shots), scale.Y(from.Accuracy.Value), scale.Y(to.Accuracy.Value)));
        parts.AddRange(all.SelectMany(p => Point(p == estimate, X(p.Shots), p.Accuracy, scale)));
        var description = string.Join("; ", all.Select(p => string.Create(CultureInfo.InvariantCulture,
            $"{(p == estimate ? text.EstimatedPoint + " " : "")}{p.Shots}: {PageFigures.Percent(p.Accuracy.Value)} ({PageFigures.Range(p.Accuracy)})")));
        return Html.Of("figure", Html.Class("chart"),
            Drawing.Of("curve-drawing", text.CurveDrawing, description, Height + Axis, parts),
            Html.Of("figcaption", $"{text.CurveDrawing}{(estimate is null ? "" : $" (○ {text.EstimatedPoint})")}"));
    }

    static IEnumerable<HtmlNode> Point(bool estimated, string x, Interval figure, DrawingScale scale)
    {
        yield return Drawing.Line(estimated ? "spread-line guess" : "spread-line", x, x, scale.Y(figure.Low), scale.Y(figure.High));
        yield return Html.Of("circle", [("class", estimated ? "hollow" : "dot"), ("cx", x), ("cy", Drawing.Number(scale.Y(figure.Value))), ("r", "5")]);
        yield return Drawing.Text("value", x, scale.Y(figure.Value) + 17, "start", PageFigures.Percent(figure.Value), "7");
    }

    static double Doubling(int shots) => Math.Log2(Math.Max(1, shots));

    static double Above(CurvePoint end, double gain) => Math.Clamp(end.Accuracy.Value + gain, 0, 1);
}
