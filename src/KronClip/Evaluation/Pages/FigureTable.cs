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
            heads.AddRange([Html.Head("learned numbers"), Html.Head("seconds per training")]);
        var rows = report.Methods.Select(method => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], method.Title),
            .. columns.Select(c => Cell(report, method.Id, c.Index)),
            .. cost ? Cost(report, method) : [],
        ]));
        return Html.Table(caption, [Html.Of("th", [("scope", "col")], "method"), .. heads], [.. rows]);
    }

    static HtmlNode Cell(ProtocolReport report, string row, int index) =>
        Cell(report.Table.Rows.First(r => r.Row == row).Figures[index], report.Table.Rows.Max(r => r.Figures[index]?.Mean ?? 0));

    /// <summary>A figure over the seeds as a cell: in bold where it reads the same as the highest of its column, without a spread where there is one seed.</summary>
    public static HtmlNode Cell(ProtocolFigure? figure, double most)
    {
        if (figure is null)
            return Html.Of("td", PageFigures.None);
        HtmlNode mean = PageFigures.Percent(figure.Mean);
        if (PageFigures.Percent(figure.Mean) == PageFigures.Percent(most))
            mean = Html.Of("strong", mean);
        return figure.PerSeed.Count == 1 ? Html.Of("td", mean) : Html.Of("td", mean, Html.Of("span", Html.Class("spread"), $" ± {PageFigures.Percent(figure.StandardDeviation)}"));
    }

    static HtmlNode[] Cost(ProtocolReport report, MethodRow method) =>
    [
        Html.Of("td", method.Learns ? PageFigures.Count(method.Parameters) : PageFigures.None),
        Html.Of("td", report.Seconds.Rows.FirstOrDefault(r => r.Row == method.Id) is { } own ? PageFigures.Seconds(own.Mean) : PageFigures.None),
    ];

    static HtmlNode Head(ProtocolColumn column) => column.Chance is { } chance
        ? Html.Head(column.Protocol == ProtocolKind.FewShot ? "own test pictures" : column.Part, $"{PageFigures.Count(column.Pictures)} pictures, {column.Classes} classes, guessing {PageFigures.Percent(chance)}")
        : Html.Head(column.Part, column.Kind == ColumnKind.HarmonicMean ? "harmonic mean" : column.Protocol == ProtocolKind.Domain ? "of the shifted sets" : "of the tasks");
}
