using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// The drawing of one axis: for each setting the accuracy on validation, test, base and new pictures as dots, with the spread over the seeds as a line. The scale is
/// cut to what was measured, for settings of one method lie close together. All of it stands in the table too.
/// </summary>
static class StudyChart
{
    const int Step = 17, Gap = 30, First = 26;
    const double Left = 0.16, Right = 0.92;         // the scale, as shares of the width

    static readonly (string Name, string Class, Func<StudyFigures, ProtocolFigure?> Of)[] Kinds =
    [
        ("validation", "axis", f => f.Validation),
        ("test", "bar-h", f => f.Test),
        ("base", "bar-base", f => f.Base),
        ("new", "bar-new", f => f.New),
    ];

    public static HtmlNode Of(StudyReport report, StudyAxis axis)
    {
        var kinds = Kinds.Where(k => axis.Values.All(v => k.Of(report.FiguresOf(v.Row)) is not null)).ToArray();
        var (low, high) = Scale([.. axis.Values.SelectMany(v => kinds.Select(k => k.Of(report.FiguresOf(v.Row))!))]);
        double Place(double fraction) => Left + (Math.Clamp(fraction, low, high) - low) / (high - low) * (Right - Left);
        var group = kinds.Length * Step + Gap;
        var bottom = axis.Values.Count * group;
        var parts = new List<HtmlNode>();
        for (var tick = 0; tick <= 5; tick++)
        {
            var at = low + tick * (high - low) / 5;
            var x = PageFigures.Share(Place(at));
            parts.Add(Html.Of("line", [("class", "grid"), ("x1", x), ("x2", x), ("y1", "0"), ("y2", Number(bottom))]));
            parts.Add(Html.Of("text", [("class", "axis"), ("x", x), ("y", Number(bottom + 16)), ("text-anchor", "middle")], Number(100 * at)));
        }
        foreach (var (i, value) in axis.Values.Index())
        {
            parts.Add(Html.Of("text", [("class", "method"), ("x", "0"), ("y", Number(i * group + 15))], value.IsDefault ? $"{value.Label} (default)" : value.Label));
            foreach (var (k, kind) in kinds.Index())
                parts.AddRange(Dot(kind.Of(report.FiguresOf(value.Row))!, kind.Name, kind.Class, i * group + First + k * Step, Place, report.Seeds.Count > 1));
        }
        var words = $"Accuracy in percent for each setting of {axis.Title}. {string.Join(' ', axis.Values.Select(v => Spoken(report, v, kinds)))}";
        return Html.Of("figure", Html.Class("chart"),
            Html.Of("svg", [("role", "img"), ("aria-label", words), ("width", "100%"), ("height", Number(bottom + 22))], parts),
            Html.Of("figcaption", $"Accuracy in percent from {Number(100 * low)} to {Number(100 * high)}.{(report.Seeds.Count > 1 ? " The lines reach one standard deviation over the seeds to either side." : "")}"));
    }

    static IEnumerable<HtmlNode> Dot(ProtocolFigure figure, string name, string colour, int top, Func<double, double> place, bool spread)
    {
        var (middle, text) = (Number(top), Number(top + 4));
        yield return Html.Of("text", [("class", "kind"), ("x", PageFigures.Share(Left)), ("dx", "-8"), ("y", text), ("text-anchor", "end")], name);
        var end = figure.Mean;
        if (spread)
        {
            end += figure.StandardDeviation;
            yield return Html.Of("line", [("class", "spread-line"), ("x1", PageFigures.Share(place(figure.Mean - figure.StandardDeviation))), ("x2", PageFigures.Share(place(end))), ("y1", middle), ("y2", middle)]);
        }
        yield return Html.Of("circle", [("class", colour == "axis" ? "spread-line" : colour), .. colour == "axis" ? new[] { ("fill", "none") } : [], ("cx", PageFigures.Share(place(figure.Mean))), ("cy", middle), ("r", "5")]);
        yield return Html.Of("text", [("class", "value"), ("x", PageFigures.Share(place(end))), ("dx", "9"), ("y", text)], PageFigures.Percent(figure.Mean));
    }

    /// <summary>Whole tens of percent around all that is drawn, at least ten apart.</summary>
    static (double Low, double High) Scale(ProtocolFigure[] figures)
    {
        var low = Math.Floor(10 * Math.Max(0, figures.Min(f => f.Mean - f.StandardDeviation))) / 10;
        var high = Math.Ceiling(10 * Math.Min(1, figures.Max(f => f.Mean + f.StandardDeviation))) / 10;
        return high - low >= 0.1 - 1e-9 ? (low, high) : low >= 0.1 ? (low - 0.1, low) : (low, low + 0.1);
    }

    static string Spoken(StudyReport report, StudyValue value, (string Name, string Class, Func<StudyFigures, ProtocolFigure?> Of)[] kinds) =>
        $"{value.Label}: {string.Join(", ", kinds.Select(k => $"{k.Name} {PageFigures.Percent(k.Of(report.FiguresOf(value.Row))!.Mean)}"))}.";

    static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
