using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// Accuracy over shots, one line for each row, with one standard deviation over the seeds as whiskers. Rows differ in colour and mark, so that neither is needed
/// alone. What it shows stands in the table too, so it is one picture with one description for a screen reader; the names beside it are the legend.
/// </summary>
static class ShotChart
{
    /// <summary>Colours there are; the marks are another number of kinds, so that both together repeat late.</summary>
    public const int Colours = 8;

    const int Top = 14, Least = 290, LabelStep = 20, Axis = 40;

    static readonly string[] Marks =
    [
        "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z",
        "M-3.6,-3.6h7.2v7.2h-7.2z",
        "M0,-5.2L5.2,0L0,5.2L-5.2,0z",
        "M0,-5L4.7,3.7H-4.7z",
        "M0,5L4.7,-3.7H-4.7z",
        "M-1.6,-4.8h3.2v3.2h3.2v3.2h-3.2v3.2h-3.2v-3.2h-3.2v-3.2h3.2z",
        "M-5,-2.6h10v5.2h-10z",
    ];

    public static HtmlNode Of(ComparisonReport report) => Of(ShotCurves.Of(report));

    public static HtmlNode Of(ShotCurves curves)
    {
        var bottom = Math.Max(Least, Top + LabelStep * curves.Rows.Count);
        var scale = new ShotScale(curves, Top, bottom);
        List<HtmlNode> parts = [.. Grid(curves, scale, bottom)];
        if (scale.ShowsGuessing)
            parts.AddRange(Guessing(scale, curves.Chance));
        foreach (var (i, row) in curves.Rows.Index().OrderBy(r => r.Item.Learns))
            parts.Add(Row(row, Look(curves, i), scale, Shift(i, curves.Rows.Count)));
        var words = $"Accuracy in percent over training pictures of each class. {string.Join(' ', curves.Rows.Select(row => Spoken(row, curves)))}";
        return Html.Of("figure", Html.Class("chart"),
            Html.Of("div", Html.Class("plot"),
                Html.Of("svg", [("role", "img"), ("aria-label", words), ("width", "100%"), ("height", Number(bottom + Axis))], parts),
                Legend(curves, scale, bottom)),
            Html.Of("figcaption", Caption(curves, scale)));
    }

    static IEnumerable<HtmlNode> Grid(ShotCurves curves, ShotScale scale, int bottom)
    {
        var (left, right) = (PageFigures.Share(ShotScale.Frame.Left), PageFigures.Share(ShotScale.Frame.Right));
        foreach (var line in scale.Lines())
        {
            var y = Number(scale.Y(line));
            yield return Html.Of("line", [("class", "grid"), ("x1", left), ("x2", right), ("y1", y), ("y2", y)]);
            yield return Html.Of("text", [("class", "axis"), ("x", left), ("dx", "-7"), ("y", y), ("dy", "4"), ("text-anchor", "end")], Number(Math.Round(100 * line)));
        }
        foreach (var (column, shots) in curves.Shots.Index())
        {
            var x = PageFigures.Share(scale.X(column));
            yield return Html.Of("line", [("class", "tick"), ("x1", x), ("x2", x), ("y1", Number(bottom)), ("y2", Number(bottom + 5))]);
            yield return Html.Of("text", [("class", "axis"), ("x", x), ("y", Number(bottom + 19)), ("text-anchor", "middle")], Number(shots));
        }
        yield return Html.Of("text", [("class", "axis"), ("x", PageFigures.Share((ShotScale.Frame.Left + ShotScale.Frame.Right) / 2)), ("y", Number(bottom + 36)), ("text-anchor", "middle")], "training pictures of each class");
    }

    static IEnumerable<HtmlNode> Guessing(ShotScale scale, double chance)
    {
        var y = scale.Y(chance);
        yield return Html.Of("line", [("class", "guessing"), ("x1", PageFigures.Share(ShotScale.Frame.Left)), ("x2", PageFigures.Share(ShotScale.Frame.Right)), ("y1", Number(y)), ("y2", Number(y))]);
        yield return Html.Of("text", [("class", "axis"), ("x", PageFigures.Share(ShotScale.Frame.Right)), ("y", Number(y - 5)), ("text-anchor", "end")], $"guessing {PageFigures.Percent(chance)}");
    }

    /// <summary>A line from column to column, its whiskers and its marks. What learns nothing is a line without marks, since no picture moves it.</summary>
    static HtmlNode Row(ShotCurve row, int look, ShotScale scale, double shift)
    {
        var parts = new List<HtmlNode>();
        var there = row.Figures.Index().Where(f => f.Item is not null).Select(f => (X: PageFigures.Share(scale.X(f.Index)), Figure: f.Item!)).ToArray();
        foreach (var (from, to) in there.Zip(there.Skip(1)))
            parts.Add(Html.Of("line", [("class", "run"), ("x1", from.X), ("x2", to.X), ("y1", Number(scale.Y(from.Figure.Mean))), ("y2", Number(scale.Y(to.Figure.Mean)))]));
        foreach (var (x, figure) in there.Where(t => t.Figure.Spread > 0))
            parts.Add(Html.Of("line", [("class", "whisker"), ("x1", x), ("x2", x), ("y1", Number(scale.Y(figure.Mean + figure.Spread))), ("y2", Number(scale.Y(figure.Mean - figure.Spread)))]));
        if (row.Learns || there.Length == 1)
            parts.AddRange(there.Select(t => Html.Of("svg", [("x", t.X), ("y", Number(scale.Y(t.Figure.Mean))), ("overflow", "visible")], Mark(look))));
        return Html.Of("g", [("class", Class(row, look)), ("transform", $"translate({Number(shift)},0)")], parts);
    }

    /// <summary>Names at the height of their lines' ends; on a narrow screen they stand below in rows.</summary>
    static HtmlNode Legend(ShotCurves curves, ShotScale scale, int bottom)
    {
        var ends = curves.Rows.Select(row => row.Figures.LastOrDefault(f => f is not null)).ToArray();
        var places = EndLabels.Spread([.. ends.Select(f => f is null ? bottom : scale.Y(f.Mean))], LabelStep, Top, bottom);
        return Html.Of("ul", [("class", "ends"), ("aria-hidden", "true")],
            [.. curves.Rows.Index().OrderBy(r => places[r.Index]).Select(r => Html.Of("li", [("class", Class(r.Item, Look(curves, r.Index))), ("style", $"top:{Number(places[r.Index])}px")],
                Html.Of("svg", [("width", "22"), ("height", "12"), ("viewBox", "-11 -6 22 12")],
                    [Html.Of("line", [("class", "run"), ("x1", "-11"), ("x2", "11"), ("y1", "0"), ("y2", "0")]), .. r.Item.Learns ? [Mark(Look(curves, r.Index))] : Array.Empty<HtmlNode>()]),
                Html.Of("span", Html.Class("value"), ends[r.Index] is { } end ? PageFigures.Percent(end.Mean) : PageFigures.None),
                Html.Name(r.Item.Title)))]);
    }

    static string Caption(ShotCurves curves, ShotScale scale)
    {
        var whiskers = curves.Seeds > 1 ? " The whiskers reach one standard deviation over the seeds to either side." : "";
        var guessing = scale.ShowsGuessing ? "" : $" Guessing would reach {PageFigures.Percent(curves.Chance)}, below what is drawn.";
        var start = scale.Low > 0 ? $" The scale begins at {Number(Math.Round(100 * scale.Low))}." : "";
        return $"Accuracy in percent on the test pictures, over the number of training pictures of each class (doubling from step to step).{whiskers}{start}{guessing} The figures beside the names are those of the most pictures.";
    }

    static string Class(ShotCurve row, int look) => row.Learns ? string.Create(CultureInfo.InvariantCulture, $"series c{look % Colours}") : "series still";

    static HtmlNode Mark(int look) => Html.Of("path", [("class", "mark"), ("d", Marks[look % Marks.Length])]);

    /// <summary>Number of a row's colour and mark; what learns nothing is grey and takes none.</summary>
    static int Look(ShotCurves curves, int row) => curves.Rows.Take(row).Count(r => r.Learns);

    /// <summary>Lines stand side by side by a pixel or three, so that whiskers at one column can be told apart.</summary>
    static double Shift(int index, int rows) => (index - (rows - 1) / 2.0) * Math.Min(3, 20.0 / rows);

    static string Spoken(ShotCurve row, ShotCurves curves) => $"{row.Title}: {string.Join(", ", row.Figures.Index().Where(f => f.Item is not null)
        .Select(f => string.Create(CultureInfo.InvariantCulture, $"{curves.Shots[f.Index]} shots {PageFigures.Percent(f.Item!.Mean)}")))}.";

    static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
