using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// Bars of base, new and H for each method, with the spread over the seeds as a line. Drawn in shares of the width, so that letters keep their size on a narrow
/// screen. What it shows stands in the table too, so it is one picture with one description for a screen reader.
/// </summary>
static class BarChart
{
    const int BarHeight = 15, BarStep = 19, GroupStep = 92, FirstBar = 24;
    const double Left = 0.11, Right = 0.89;         // the scale from 0 to 100 %, as shares of the width

    static readonly (string Label, string Class)[] Kinds = [("base", "bar-base"), ("new", "bar-new"), ("H", "bar-h")];

    public static HtmlNode Of(ProtocolReport report)
    {
        var columns = report.Table.Of(ProtocolKind.BaseToNew);
        var bottom = report.Methods.Count * GroupStep;
        var parts = new List<HtmlNode>();
        for (var percent = 0; percent <= 100; percent += 25)
        {
            var x = PageFigures.Share(Place(percent / 100.0));
            parts.Add(Html.Of("line", [("class", "grid"), ("x1", x), ("x2", x), ("y1", "0"), ("y2", Number(bottom))]));
            parts.Add(Html.Of("text", [("class", "axis"), ("x", x), ("y", Number(bottom + 16)), ("text-anchor", "middle")], Number(percent)));
        }
        foreach (var (i, method) in report.Methods.Index())
        {
            parts.Add(Html.Of("text", [("class", "method"), ("x", "0"), ("y", Number(i * GroupStep + 15))], method.Title));
            foreach (var (k, (index, _)) in columns.Index())
            {
                if (report.Table.Rows.First(r => r.Row == method.Id).Figures[index] is { } figure)
                    parts.AddRange(Bar(figure, Kinds[k], i * GroupStep + FirstBar + k * BarStep, report.Seeds.Count > 1));
            }
        }
        var words = $"Bars of base accuracy, new accuracy and their harmonic mean in percent. {string.Join(' ', report.Methods.Select(m => Spoken(report, m, columns)))}";
        return Html.Of("figure", Html.Class("chart"),
            Html.Of("svg", [("role", "img"), ("aria-label", words), ("width", "100%"), ("height", Number(bottom + 22))], parts),
            Html.Of("figcaption", $"Accuracy in percent on base and new classes, and their harmonic mean H.{(report.Seeds.Count > 1 ? " The thin lines reach one standard deviation over the seeds to either side." : "")}"));
    }

    static IEnumerable<HtmlNode> Bar(ProtocolFigure figure, (string Label, string Class) kind, int top, bool spread)
    {
        var middle = Number(top + BarHeight / 2.0);
        var text = Number(top + BarHeight - 3.5);
        yield return Html.Of("text", [("class", "kind"), ("x", PageFigures.Share(Left)), ("dx", "-6"), ("y", text), ("text-anchor", "end")], kind.Label);
        yield return Html.Of("rect", [("class", kind.Class), ("x", PageFigures.Share(Left)), ("y", Number(top)), ("width", PageFigures.Share(figure.Mean * (Right - Left))), ("height", Number(BarHeight)), ("rx", "1.5")]);
        var end = figure.Mean;
        if (spread && figure.StandardDeviation > 0)
        {
            var (low, high) = (Math.Max(0, figure.Mean - figure.StandardDeviation), Math.Min(1, figure.Mean + figure.StandardDeviation));
            yield return Html.Of("line", [("class", "spread-line"), ("x1", PageFigures.Share(Place(low))), ("x2", PageFigures.Share(Place(high))), ("y1", middle), ("y2", middle)]);
            end = high;
        }
        yield return Html.Of("text", [("class", "value"), ("x", PageFigures.Share(Place(end))), ("dx", "6"), ("y", text)], PageFigures.Percent(figure.Mean));
    }

    static string Spoken(ProtocolReport report, MethodRow method, IReadOnlyList<(int Index, ProtocolColumn Column)> columns)
    {
        var figures = report.Table.Rows.First(r => r.Row == method.Id).Figures;
        return $"{method.Title}: {string.Join(", ", columns.Index().Where(c => figures[c.Item.Index] is not null).Select(c => $"{Kinds[c.Index].Label} {PageFigures.Percent(figures[c.Item.Index]!.Mean)}"))}.";
    }

    static double Place(double fraction) => Left + fraction * (Right - Left);

    static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
