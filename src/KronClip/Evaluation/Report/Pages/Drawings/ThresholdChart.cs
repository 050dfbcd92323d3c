namespace KronClip.Evaluation;

/// <summary>Coverage and precision over the least confidence, as steps: between two points nothing changes.</summary>
static class ThresholdChart
{
    const int Height = 240, Axis = 40;

    public static HtmlNode Of(RunPage page, ReportedThreshold threshold)
    {
        var text = page.Text;
        var scale = new DrawingScale(0.1, 0.97, 10, Height);
        List<HtmlNode> parts = [.. scale.Rows(0.25)];
        for (var tick = 0; tick <= 4; tick++)
            parts.Add(Drawing.Text("axis", scale.X(tick / 4.0), Height + 17, "middle", Drawing.Number(tick / 4.0)));
        parts.Add(Drawing.Text("axis", scale.X(0.5), Height + 34, "middle", text.Threshold));
        parts.Add(Drawing.Line("suggested", scale.X(threshold.Suggested), scale.X(threshold.Suggested), scale.Y(0), scale.Y(1)));
        var answered = threshold.Points.TakeWhile(p => p.Precision is not null).ToArray();
        parts.Add(Html.Of("svg", [("x", scale.X(0)), ("y", Drawing.Number(scale.Top)), ("width", PageFigures.Share(scale.Right - scale.Left)), ("height", Drawing.Number(scale.Bottom - scale.Top)),
            ("viewBox", "0 0 1 1"), ("preserveAspectRatio", "none"), ("overflow", "visible")],
            Steps("coverage", [.. threshold.Points.Select(p => (p.Threshold, p.Coverage))], 1),
            Steps("precision", [.. answered.Select(p => (p.Threshold, p.Precision!.Value))], answered.Length < threshold.Points.Count ? threshold.Points[answered.Length].Threshold : 1)));
        var description = string.Join("; ", threshold.Points.Where((_, place) => place % 10 == 0 || place == threshold.Points.Count - 1)
            .Select(p => $"{Drawing.Number(p.Threshold)}: {text.Coverage} {PageFigures.Percent(p.Coverage)}, {text.PrecisionOfAnswers} {(p.Precision is { } precision ? PageFigures.Percent(precision) : PageFigures.None)}"));
        return Html.Of("figure", Html.Class("chart"),
            Drawing.Of("threshold-drawing", text.ThresholdDrawing, description, Height + Axis, parts),
            Html.Of("ul", [("class", "key"), ("aria-hidden", "true")],
                Key("coverage", text.Coverage), Key("precision", text.PrecisionOfAnswers), Key("suggested", text.Suggested)));
    }

    static HtmlNode Steps(string kind, IReadOnlyList<(double X, double Y)> points, double end)
    {
        var path = points.Zip(points.Skip(1).Select(p => p.X).Append(end), (point, next) => new[] { point, (X: next, point.Y) }).SelectMany(p => p);
        return Html.Of("polyline", [("class", kind), ("points", string.Join(' ', path.Select(p => $"{Drawing.Number(p.X)},{Drawing.Number(1 - p.Y)}")))]);
    }

    static HtmlNode Key(string kind, string words) => Html.Of("li",
        Html.Of("svg", [("width", "30"), ("height", "10"), ("viewBox", "0 0 30 10")], Html.Of("line", [("class", kind), ("x1", "0"), ("x2", "30"), ("y1", "5"), ("y2", "5")])), words);
}
