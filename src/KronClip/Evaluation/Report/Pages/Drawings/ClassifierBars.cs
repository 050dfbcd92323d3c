namespace KronClip.Evaluation;

/// <summary>Bars of accuracy and macro F1 of each classifier, with their intervals, and a line where guessing stands.</summary>
static class ClassifierBars
{
    const int BarHeight = 15, BarStep = 20, GroupStep = 78, FirstBar = 24;
    const double Left = 0.2, Right = 0.88;

    public static HtmlNode Of(RunPage page)
    {
        var (report, text) = (page.Report, page.Text);
        var bottom = report.Classifiers.Count * GroupStep;
        var scale = new DrawingScale(Left, Right, 0, bottom);
        var parts = new List<HtmlNode>();
        for (var percent = 0; percent <= 100; percent += 25)
        {
            parts.Add(Drawing.Line("grid", scale.X(percent / 100.0), scale.X(percent / 100.0), 0, bottom));
            parts.Add(Drawing.Text("axis", scale.X(percent / 100.0), bottom + 16, "middle", Drawing.Number(percent)));
        }
        foreach (var (i, classifier) in report.Classifiers.Index())
        {
            parts.Add(Drawing.Text(classifier.Role == ReportedRole.Adapted ? "method" : "method other", "0", i * GroupStep + 15, "start", Html.Name(text.Name(classifier), "tspan")));
            parts.AddRange(Bar(scale, text.Accuracy, "bar-base", classifier.Accuracy, i * GroupStep + FirstBar));
            parts.AddRange(Bar(scale, text.MacroF1, "bar-new", classifier.MacroF1, i * GroupStep + FirstBar + BarStep));
        }
        parts.Add(Drawing.Line("guessing", scale.X(report.Chance()), scale.X(report.Chance()), 0, bottom));
        var description = string.Join("; ", report.Classifiers.Select(c => $"{text.Name(c)}: {Spoken(text.Accuracy, c.Accuracy)}, {Spoken(text.MacroF1, c.MacroF1)}"));
        return Html.Of("figure", Html.Class("chart"),
            Drawing.Of("bars", text.ComparisonDrawing, description, bottom + 22, parts),
            Html.Of("figcaption", text.Whiskers(report.Chance())));
    }

    static IEnumerable<HtmlNode> Bar(DrawingScale scale, string label, string kind, Interval figure, int top)
    {
        var (middle, text) = (top + BarHeight / 2.0, top + BarHeight - 3.5);
        yield return Drawing.Text("kind", scale.X(0), text, "end", label, "-6");
        yield return Drawing.Rectangle(kind, scale.X(0), top, PageFigures.Share(figure.Value * (Right - Left)), BarHeight);
        yield return Drawing.Line("spread-line", scale.X(figure.Low), scale.X(figure.High), middle, middle);
        yield return Drawing.Text("value", scale.X(Math.Max(figure.High, figure.Value)), text, "start", PageFigures.Percent(figure.Value), "6");
    }

    static string Spoken(string name, Interval figure) => $"{name} {PageFigures.Percent(figure.Value)} ({PageFigures.Range(figure)})";
}
