using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>A bar of a drawing.</summary>
/// <param name="Label">What it is, in a word.</param>
/// <param name="Look">Its class in the style sheet: "bar-base", "bar-new", "bar-h".</param>
/// <param name="Mean">Its length, as a fraction of the scale.</param>
/// <param name="Spread">Standard deviation over the seeds; 0 draws no line.</param>
sealed record Bar(string Label, string Look, double Mean, double Spread);

/// <summary>The bars of one method.</summary>
/// <param name="Title">The method.</param>
/// <param name="Bars">Its bars, as many as every other has; null where one was not measured.</param>
sealed record BarGroup(string Title, IReadOnlyList<Bar?> Bars);

/// <summary>
/// Bars of a few figures for each method, with the spread over the seeds as a line. Drawn in shares of the width, so that letters keep their size on a narrow
/// screen. What it shows stands in the table too, so it is one picture with one description for a screen reader.
/// </summary>
static class BarChart
{
    const int BarHeight = 15, BarStep = 19, FirstBar = 24, GroupGap = 11;
    const double Left = 0.11, Right = 0.89;         // the scale from 0 to 100 %, as shares of the width

    /// <summary>Bars of base, new and H for each method.</summary>
    public static HtmlNode Of(ProtocolReport report)
    {
        var columns = report.Table.Of(ProtocolKind.BaseToNew);
        (string Label, string Look)[] kinds = [("base", "bar-base"), ("new", "bar-new"), ("H", "bar-h")];
        var groups = report.Methods.Select(method => new BarGroup(method.Title, [.. columns.Index().Select(c =>
            report.Table.Rows.First(r => r.Row == method.Id).Figures[c.Item.Index] is { } figure ? new Bar(kinds[c.Index].Label, kinds[c.Index].Look, figure.Mean, figure.StandardDeviation) : null)]));
        return Of([.. groups], "Bars of base accuracy, new accuracy and their harmonic mean in percent.", "Accuracy in percent on base and new classes, and their harmonic mean H.");
    }

    /// <summary>Bars of any figures.</summary>
    /// <param name="groups">The methods.</param>
    /// <param name="about">What the bars are, for a screen reader, before the figures.</param>
    /// <param name="caption">What the bars are, below them; that lines show the spread is added where there are any.</param>
    public static HtmlNode Of(IReadOnlyList<BarGroup> groups, string about, string caption)
    {
        var step = FirstBar + groups.Max(g => g.Bars.Count) * BarStep + GroupGap;
        var bottom = groups.Count * step;
        var parts = new List<HtmlNode>();
        for (var percent = 0; percent <= 100; percent += 25)
        {
            var x = PageFigures.Share(Place(percent / 100.0));
            parts.Add(Html.Of("line", [("class", "grid"), ("x1", x), ("x2", x), ("y1", "0"), ("y2", Number(bottom))]));
            parts.Add(Html.Of("text", [("class", "axis"), ("x", x), ("y", Number(bottom + 16)), ("text-anchor", "middle")], Number(percent)));
        }
        foreach (var (i, group) in groups.Index())
        {
            parts.Add(Html.Of("text", [("class", "method"), ("x", "0"), ("y", Number(i * step + 15))], group.Title));
            foreach (var (k, bar) in group.Bars.Index().Where(b => b.Item is not null))
                parts.AddRange(Draw(bar!, i * step + FirstBar + k * BarStep));
        }
        var spread = groups.Any(g => g.Bars.Any(b => b is { Spread: > 0 })) ? " The thin lines reach one standard deviation over the seeds to either side." : "";
        return Html.Of("figure", Html.Class("chart"),
            Html.Of("svg", [("role", "img"), ("aria-label", $"{about} {string.Join(' ', groups.Select(Spoken))}"), ("width", "100%"), ("height", Number(bottom + 22))], parts),
            Html.Of("figcaption", caption + spread));
    }

    static IEnumerable<HtmlNode> Draw(Bar bar, int top)
    {
        var middle = Number(top + BarHeight / 2.0);
        var text = Number(top + BarHeight - 3.5);
        yield return Html.Of("text", [("class", "kind"), ("x", PageFigures.Share(Left)), ("dx", "-6"), ("y", text), ("text-anchor", "end")], bar.Label);
        yield return Html.Of("rect", [("class", bar.Look), ("x", PageFigures.Share(Left)), ("y", Number(top)), ("width", PageFigures.Share(bar.Mean * (Right - Left))), ("height", Number(BarHeight)), ("rx", "1.5")]);
        var end = bar.Mean;
        if (bar.Spread > 0)
        {
            var (low, high) = (Math.Max(0, bar.Mean - bar.Spread), Math.Min(1, bar.Mean + bar.Spread));
            yield return Html.Of("line", [("class", "spread-line"), ("x1", PageFigures.Share(Place(low))), ("x2", PageFigures.Share(Place(high))), ("y1", middle), ("y2", middle)]);
            end = high;
        }
        yield return Html.Of("text", [("class", "value"), ("x", PageFigures.Share(Place(end))), ("dx", "6"), ("y", text)], PageFigures.Percent(bar.Mean));
    }

    static string Spoken(BarGroup group) => $"{group.Title}: {string.Join(", ", group.Bars.OfType<Bar>().Select(b => $"{b.Label} {PageFigures.Percent(b.Mean)}"))}.";

    static double Place(double fraction) => Left + fraction * (Right - Left);

    static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
