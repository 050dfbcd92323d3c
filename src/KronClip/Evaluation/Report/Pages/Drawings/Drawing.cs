using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>
/// A drawing of a report, with a title and a description for a screen reader. Places along its width are shares of it, so that letters and lines keep their size on a narrow screen and on paper.
/// </summary>
static class Drawing
{
    public static HtmlNode Of(string id, string title, string description, double height, IEnumerable<HtmlNode> parts) => Html.Of("svg",
        [("role", "img"), ("aria-labelledby", $"{id}-title {id}-text"), ("width", "100%"), ("height", Number(height))],
        [Html.Of("title", [("id", $"{id}-title")], title), Html.Of("desc", [("id", $"{id}-text")], description), .. parts]);

    public static HtmlNode Line(string kind, string x1, string x2, double y1, double y2) =>
        Html.Of("line", [("class", kind), ("x1", x1), ("x2", x2), ("y1", Number(y1)), ("y2", Number(y2))]);

    public static HtmlNode Text(string kind, string x, double y, string anchor, HtmlNode words, string shift = "0") =>
        Html.Of("text", [("class", kind), ("x", x), ("dx", shift), ("y", Number(y)), ("text-anchor", anchor)], words);

    public static HtmlNode Rectangle(string kind, string x, double y, string width, double height) =>
        Html.Of("rect", [("class", kind), ("x", x), ("y", Number(y)), ("width", width), ("height", Number(height))]);

    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}

/// <summary>A frame with two scales: x as shares of the drawing's width, y as pixels.</summary>
/// <param name="Left">Where x = 0 stands, as a share of the width.</param>
/// <param name="Right">Where x = 1 stands.</param>
/// <param name="Top">Where y = <paramref name="High"/> stands.</param>
/// <param name="Bottom">Where y = <paramref name="Low"/> stands.</param>
/// <param name="Low">Least y, a fraction.</param>
/// <param name="High">Largest y.</param>
sealed record DrawingScale(double Left, double Right, double Top, double Bottom, double Low = 0, double High = 1)
{
    public string X(double fraction) => PageFigures.Share(Left + fraction * (Right - Left));

    public double Y(double fraction) => Bottom - (fraction - Low) / (High - Low) * (Bottom - Top);

    /// <summary>Horizontal lines at every so many percent, with their figures.</summary>
    public IEnumerable<HtmlNode> Rows(double step)
    {
        for (var line = Low; line <= High + 1e-9; line += step)
        {
            yield return Drawing.Line("grid", X(0), X(1), Y(line), Y(line));
            yield return Drawing.Text("axis", X(0), Y(line) + 4, "end", Drawing.Number(Math.Round(100 * line)), "-7");
        }
    }
}
