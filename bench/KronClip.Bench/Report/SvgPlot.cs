using System.Globalization;
using System.Text;
using KronClip.Bench.Rows;

namespace KronClip.Bench.Report;

/// <summary>A plot with two logarithmic axes as SVG, readable on light and dark ground.</summary>
static class SvgPlot
{
    const int Width = 720, Height = 420, Left = 70, Right = 200, Top = 50, Bottom = 55;
    static readonly string[] Colours = ["#0b6e99", "#d9730d", "#0f7b6c", "#ad1a72", "#6940a5"];

    public static string Draw(BenchPlot plot)
    {
        var points = plot.Curves.SelectMany(c => c.Points).Where(p => p.X > 0 && p.Y > 0).ToArray();
        var (x0, x1) = Decades(points.Select(p => p.X));
        var (y0, y1) = Decades(points.Select(p => p.Y));
        double X(double x) => Left + (Math.Log10(x) - x0) / (x1 - x0) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - (Math.Log10(y) - y0) / (y1 - y0) * (Height - Top - Bottom);
        var svg = new StringBuilder();
        void Add(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" font-family=\"system-ui, sans-serif\" font-size=\"13\">");
        Add($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"#ffffff\"/>");
        Add($"<text x=\"{Left}\" y=\"24\" font-size=\"16\" font-weight=\"600\" fill=\"#222\">{plot.Title}</text>");
        Add($"<text x=\"{Left - 55}\" y=\"{Top - 8}\" fill=\"#555\">{plot.YLabel}</text>");
        Add($"<text x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 12}\" text-anchor=\"middle\" fill=\"#555\">{plot.XLabel}</text>");
        foreach (var tick in Ticks(x0, x1))
        {
            Add($"<line x1=\"{X(tick):0.0}\" x2=\"{X(tick):0.0}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"#e4e4e4\"/>");
            Add($"<text x=\"{X(tick):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\" fill=\"#555\">{Label(tick)}</text>");
        }
        foreach (var tick in Ticks(y0, y1))
        {
            Add($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.0}\" y2=\"{Y(tick):0.0}\" stroke=\"#e4e4e4\"/>");
            Add($"<text x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.0}\" text-anchor=\"end\" fill=\"#555\">{Label(tick)}</text>");
        }
        var labels = LabelPlaces(plot.Curves.Select(c => Y(c.Points[^1].Y) + 4).ToArray());
        foreach (var (index, (name, curve)) in plot.Curves.Index())
        {
            var colour = Colours[index % Colours.Length];
            var path = string.Join(' ', curve.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.X):0.0},{Y(p.Y):0.0}")));
            Add($"<polyline points=\"{path}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            foreach (var (x, y) in curve)
                Add($"<circle cx=\"{X(x):0.0}\" cy=\"{Y(y):0.0}\" r=\"3.5\" fill=\"{colour}\"/>");
            Add($"<text x=\"{X(curve[^1].X) + 9:0.0}\" y=\"{labels[index]:0.0}\" fill=\"{colour}\">{name}</text>");
        }
        return svg.Append("</svg>\n").ToString();
    }

    /// <summary>Heights of the curves' names: where the curves end, but a line apart, in the same order.</summary>
    static double[] LabelPlaces(double[] ends)
    {
        const double line = 15;
        var places = (double[])ends.Clone();
        var order = Enumerable.Range(0, ends.Length).OrderBy(i => ends[i]).ToArray();
        for (var i = 1; i < order.Length; i++)
            places[order[i]] = Math.Max(places[order[i]], places[order[i - 1]] + line);
        return places;
    }

    /// <summary>The logarithms between which the values lie, with a little room.</summary>
    static (double Low, double High) Decades(IEnumerable<double> values)
    {
        var logs = values.Select(Math.Log10).DefaultIfEmpty(0).ToArray();
        var (low, high) = (logs.Min(), logs.Max());
        // A decade at least: a difference of a few per cent is to look like one.
        var room = Math.Max(0.06 * (high - low), (1 - (high - low)) / 2);
        return (low - room, high + room);
    }

    static IEnumerable<double> Ticks(double low, double high)
    {
        double[] steps = high - low < 2.2 ? [1, 2, 5] : [1];
        for (var decade = Math.Floor(low); decade <= high; decade++)
        {
            foreach (var step in steps)
            {
                var value = step * Math.Pow(10, decade);
                if (Math.Log10(value) >= low && Math.Log10(value) <= high)
                    yield return value;
            }
        }
    }

    static string Label(double value) => value >= 1 ? value.ToString("#,0", CultureInfo.InvariantCulture) : value.ToString("0.###", CultureInfo.InvariantCulture);
}
