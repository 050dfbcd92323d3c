using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>Average accuracy after each stage, one line for each way of a method and a dashed one for zero-shot CLIP, with one standard deviation over the seeds as whiskers. All of it stands in the table too.</summary>
static class StageChart
{
    const int Top = 14, Bottom = 300, Axis = 40, LabelStep = 20, Colours = 8;
    const double Left = 0.075, First = 0.11, Last = 0.965;

    public static HtmlNode Of(StageReport report, string method, IReadOnlyList<StageRow> rows)
    {
        StageFigures[] figures = [.. rows.Select(r => report.FiguresOf(r.Id))];
        var (low, high) = Scale(figures);
        double X(int stage) => First + (Last - First) * stage / (report.Stages - 1);
        double Y(double accuracy) => Bottom - (Bottom - Top) * (Math.Clamp(accuracy, low, high) - low) / (high - low);
        List<HtmlNode> parts = [.. Grid(report.Stages, low, high, X, Y)];
        foreach (var (i, own) in figures.Index())
        {
            var drawn = new List<HtmlNode>();
            for (var k = 0; k < own.Averages.Count; k++)
            {
                var (x, summary) = (PageFigures.Share(X(k)), own.Averages[k]);
                if (k > 0)
                    drawn.Add(Html.Of("line", [("class", "run"), ("x1", PageFigures.Share(X(k - 1))), ("x2", x), ("y1", Number(Y(own.Averages[k - 1].Mean))), ("y2", Number(Y(summary.Mean)))]));
                if (summary.StandardDeviation > 0)
                    drawn.Add(Html.Of("line", [("class", "whisker"), ("x1", x), ("x2", x), ("y1", Number(Y(summary.Mean + summary.StandardDeviation))), ("y2", Number(Y(summary.Mean - summary.StandardDeviation)))]));
                drawn.Add(Html.Of("circle", [("class", "mark"), ("cx", x), ("cy", Number(Y(summary.Mean))), ("r", "4")]));
            }
            parts.Add(Html.Of("g", [("class", Class(i)), ("transform", $"translate({Number((i - (rows.Count - 1) / 2.0) * 3)},0)")], drawn));
        }
        var words = $"Average accuracy in percent after each stage, {method}. {string.Join(' ', rows.Zip(figures).Select(r => $"{Name(r.First)}: {string.Join(", ", r.Second.Averages.Select(a => PageFigures.Percent(a.Mean)))}."))}";
        return Html.Of("figure", Html.Class("chart"),
            Html.Of("div", Html.Class("plot"),
                Html.Of("svg", [("role", "img"), ("aria-label", words), ("width", "100%"), ("height", Number(Bottom + Axis))], parts),
                Legend(rows, figures, Y)),
            Html.Of("figcaption", $"Accuracy in percent after each stage, the mean over the groups seen so far.{(report.Seeds.Count > 1 ? " The whiskers reach one standard deviation over the seeds to either side." : "")} The figures beside the names are those of the last stage."));
    }

    static IEnumerable<HtmlNode> Grid(int stages, double low, double high, Func<int, double> x, Func<double, double> y)
    {
        for (var tick = low; tick <= high + 1e-9; tick += 0.1)
        {
            yield return Html.Of("line", [("class", "grid"), ("x1", PageFigures.Share(Left)), ("x2", "100%"), ("y1", Number(y(tick))), ("y2", Number(y(tick)))]);
            yield return Html.Of("text", [("class", "axis"), ("x", PageFigures.Share(Left)), ("dx", "-7"), ("y", Number(y(tick))), ("dy", "4"), ("text-anchor", "end")], Number(Math.Round(100 * tick)));
        }
        for (var k = 0; k < stages; k++)
            yield return Html.Of("text", [("class", "axis"), ("x", PageFigures.Share(x(k))), ("y", Number(Bottom + 19)), ("text-anchor", "middle")], Number(k + 1));
        yield return Html.Of("text", [("class", "axis"), ("x", PageFigures.Share((Left + 1) / 2)), ("y", Number(Bottom + 36)), ("text-anchor", "middle")], "stage");
    }

    static HtmlNode Legend(IReadOnlyList<StageRow> rows, StageFigures[] figures, Func<double, double> y)
    {
        var places = EndLabels.Spread([.. figures.Select(f => y(f.Averages[^1].Mean))], LabelStep, Top, Bottom);
        return Html.Of("ul", [("class", "ends"), ("aria-hidden", "true")],
            [.. rows.Index().OrderBy(r => places[r.Index]).Select(r => Html.Of("li", [("class", Class(r.Index)), ("style", $"top:{Number(places[r.Index])}px")],
                Html.Of("svg", [("width", "22"), ("height", "12"), ("viewBox", "-11 -6 22 12")],
                    Html.Of("line", [("class", "run"), ("x1", "-11"), ("x2", "11"), ("y1", "0"), ("y2", "0")]), Html.Of("circle", [("class", "mark"), ("cx", "0"), ("cy", "0"), ("r", "4")])),
                Html.Of("span", Html.Class("value"), PageFigures.Percent(figures[r.Index].Averages[^1].Mean)),
                Html.Name(Name(r.Item))))]);
    }

    /// <summary>Whole tens of percent around all that is drawn, at least twenty apart.</summary>
    static (double Low, double High) Scale(StageFigures[] figures)
    {
        var low = Math.Floor(10 * Math.Max(0, figures.Min(f => f.Averages.Min(a => a.Mean - a.StandardDeviation)))) / 10;
        var high = Math.Ceiling(10 * Math.Min(1, figures.Max(f => f.Averages.Max(a => a.Mean + a.StandardDeviation)))) / 10;
        return high - low >= 0.2 ? (low, high) : low >= 0.8 ? (0.8, 1) : (low, low + 0.2);
    }

    /// <summary>Zero-shot CLIP stands by its name, the others by what tells them apart.</summary>
    static string Name(StageRow row) => row.Recipe is null ? row.Method : row.Way;

    static string Class(int row) => row == 0 ? "series still" : string.Create(CultureInfo.InvariantCulture, $"series c{(row - 1) % Colours}");

    static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
