namespace KronClip.Evaluation;

/// <summary>Rows of methods, columns of figures: mean ± spread, the highest mean of a column in bold.</summary>
static class FigureTable
{
    /// <summary>A table of some columns.</summary>
    /// <param name="report">Where the figures come from.</param>
    /// <param name="columns">Which columns, by place.</param>
    /// <param name="caption">What the table shows.</param>
    /// <param name="cost">Whether learned numbers and seconds stand at the end.</param>
    public static HtmlNode Of(ProtocolReport report, IReadOnlyList<(int Index, ProtocolColumn Column)> columns, string caption, bool cost)
    {
        var heads = columns.Select(c => Head(c.Column)).ToList();
        if (cost)
            heads.AddRange([Head("learned numbers", null), Head("seconds per training", null)]);
        var rows = report.Methods.Select(method => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], method.Title),
            .. columns.Select(c => Cell(report, method.Id, c.Index)),
            .. cost ? Cost(report, method) : [],
        ]));
        return Html.Of("div", [("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", caption)], Html.Of("table",
            Html.Of("caption", Html.Of("span", caption)),
            Html.Of("thead", Html.Of("tr", [Html.Of("th", [("scope", "col")], "method"), .. heads])),
            Html.Of("tbody", [.. rows])));
    }

    static HtmlNode Cell(ProtocolReport report, string row, int index)
    {
        if (report.Table.Rows.First(r => r.Row == row).Figures[index] is not { } figure)
            return Html.Of("td", PageFigures.None);
        var most = report.Table.Rows.Max(r => r.Figures[index]?.Mean ?? 0);
        HtmlNode mean = PageFigures.Percent(figure.Mean);
        if (PageFigures.Percent(figure.Mean) == PageFigures.Percent(most))
            mean = Html.Of("strong", mean);
        return report.Seeds.Count == 1 ? Html.Of("td", mean) : Html.Of("td", mean, Html.Of("span", Html.Class("spread"), $" ± {PageFigures.Percent(figure.StandardDeviation)}"));
    }

    static HtmlNode[] Cost(ProtocolReport report, MethodRow method) =>
    [
        Html.Of("td", method.Learns ? PageFigures.Count(method.Parameters) : PageFigures.None),
        Html.Of("td", report.Seconds.Rows.FirstOrDefault(r => r.Row == method.Id) is { } own ? PageFigures.Seconds(own.Mean) : PageFigures.None),
    ];

    static HtmlNode Head(ProtocolColumn column) => column.Chance is { } chance
        ? Head(column.Protocol == ProtocolKind.FewShot ? "own test pictures" : column.Part, $"{PageFigures.Count(column.Pictures)} pictures, {column.Classes} classes, guessing {PageFigures.Percent(chance)}")
        : Head(column.Part, column.Kind == ColumnKind.HarmonicMean ? "harmonic mean" : column.Protocol == ProtocolKind.Domain ? "of the shifted sets" : "of the tasks");

    static HtmlNode Head(string name, string? detail) => Html.Of("th", [("scope", "col")],
        detail is null ? [Html.Name(name)] : [Html.Name(name), Html.Of("span", Html.Class("detail"), $" {detail}")]);
}
