namespace KronClip.Evaluation;

/// <summary>A table of one axis: its settings, and the reference rows of other methods under them.</summary>
static class StudyTable
{
    static readonly (string Name, string Detail, Func<StudyFigures, ProtocolFigure?> Of)[] Columns =
    [
        ("validation", "all classes", f => f.Validation),
        ("test", "all classes", f => f.Test),
        ("base", "half of the classes", f => f.Base),
        ("new", "only named", f => f.New),
        ("H", "harmonic mean", f => f.Harmonic),
    ];

    public static HtmlNode Of(StudyReport report, StudyAxis axis)
    {
        var chosen = report.Chooses ? StudyFinding.Chosen(axis.Values, report.Figures, report.Rows) : null;
        var caption = $"{axis.Title}: accuracy in percent{(report.Seeds.Count > 1 ? $", mean ± population standard deviation over {PageFigures.Count(report.Seeds.Count)} seeds" : ", one seed")}";
        return Html.Of("div", [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)], Html.Of("table",
            Html.Of("caption", Html.Of("span", caption)),
            Html.Of("thead", Html.Of("tr",
            [
                Html.Of("th", [("scope", "col")], "setting"),
                Html.Of("th", [("scope", "col")], "learned numbers"),
                .. ColumnsOf(report).Select(c => Html.Of("th", [("scope", "col")], c.Name, Html.Of("span", Html.Class("detail"), $" {c.Detail}"))),
            ])),
            Html.Of("tbody",
            [
                .. axis.Values.Select(v => Line(report, v.Row, Html.All(
                    [Html.Name(v.Label), v.IsDefault ? Html.Of("span", Html.Class("detail"), " default") : "", v == chosen ? Html.Of("span", Html.Class("detail"), " chosen by validation") : ""]))),
                .. report.References.Select(r => Line(report, r, report.RowOf(r).Title)),
            ])));
    }

    /// <summary>All, but validation where it chooses nothing.</summary>
    static IEnumerable<(string Name, string Detail, Func<StudyFigures, ProtocolFigure?> Of)> ColumnsOf(StudyReport report) => Columns.Skip(report.Chooses ? 0 : 1);

    static HtmlNode Line(StudyReport report, string row, HtmlNode label) => Html.Of("tr",
    [
        Html.Of("th", [("scope", "row")], label),
        Html.Of("td", PageFigures.Count(report.RowOf(row).Parameters)),
        .. ColumnsOf(report).Select(c => Cell(c.Of(report.FiguresOf(row)))),
    ]);

    static HtmlNode Cell(ProtocolFigure? figure) => figure is null ? Html.Of("td", PageFigures.None)
        : figure.PerSeed.Count == 1 ? Html.Of("td", PageFigures.Percent(figure.Mean))
        : Html.Of("td", PageFigures.Percent(figure.Mean), Html.Of("span", Html.Class("spread"), $" ± {PageFigures.Percent(figure.StandardDeviation)}"));
}
