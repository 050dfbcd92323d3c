using System.Globalization;

namespace KronClip.Evaluation;

/// <summary>The tables of a benchmark's page.</summary>
static class BenchmarkFigures
{
    /// <summary>
    /// The figures that sum the benchmark up, with their intervals: averages where there are several sets. Where a part is all there is of a set, the numbers of shots are the columns of one table, else each
    /// has a table, the most shots first.
    /// </summary>
    public static IEnumerable<HtmlNode> Summary(BenchmarkReport report)
    {
        var shots = report.Request.Shots;
        if (shots.Count > 1 && report.Request.Protocol != ProtocolKind.BaseToNew)
        {
            BenchmarkColumn[] columns = [.. shots.Select(report.Table.Headline)];
            yield return Summary(report, columns, $"{Where(report, columns)}, by training pictures of each class", cost: true,
                column => Html.Head(column.Shots.ToString(CultureInfo.InvariantCulture), column.Shots == 1 ? "picture" : "pictures"));
            yield break;
        }
        foreach (var count in shots.Reverse())
        {
            var columns = SummaryColumns(report, count);
            yield return Summary(report, columns, $"{Where(report, columns)}, {BenchmarkWords.Shots(count)}", cost: count == shots[^1], column => Head(report, column, summary: true));
        }
    }

    /// <summary>A table for each part and number of shots, with a column for each set; those of fewer shots are folded away.</summary>
    public static IEnumerable<HtmlNode> EverySet(BenchmarkReport report)
    {
        foreach (var shots in report.Request.Shots.Reverse())
        {
            HtmlNode[] tables = [.. report.Table.Columns.Where(c => c.Shots == shots && c.Part != BenchmarkColumn.MeanOfHarmonicMeans).GroupBy(c => c.Part).Select(part => EverySet(report, shots, part.Key, [.. part]))];
            if (shots == report.Request.Shots[^1])
            {
                foreach (var table in tables)
                    yield return table;
            }
            else
                yield return Html.Of("details", [Html.Of("summary", BenchmarkWords.Shots(shots)), .. tables]);
        }
    }

    /// <summary>Every figure of every seed, folded away.</summary>
    public static HtmlNode Seeds(BenchmarkReport report)
    {
        var columns = report.Table.Columns.Index().ToArray();
        var rows = report.Rows.SelectMany(row => report.Request.Seeds.Select((seed, place) => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(row))),
            Html.Of("td", seed.ToString(CultureInfo.InvariantCulture)),
            .. columns.Select(c => Html.Of("td", report.Table.Of(row)[c.Index] is { } figure ? PageFigures.Percent(figure.PerSeed[place]) : PageFigures.None)),
        ])));
        return Html.Of("details",
            Html.Of("summary", "Every seed on its own"),
            Html.Table("Accuracy in percent, seed by seed",
                [Html.Of("th", [("scope", "col")], "method"), Html.Head("seed"), .. columns.Select(c => Html.Head(report.SetTitle(c.Item), $"{(c.Item.Part == ProtocolCell.Test ? "" : $"{BenchmarkWords.Part(c.Item.Part)}, ")}{c.Item.Shots.ToString(CultureInfo.InvariantCulture)} of each"))],
                [.. rows]));
    }

    /// <summary>The columns by which a benchmark is summed up; the source of shifts and tasks is one.</summary>
    internal static IReadOnlyList<BenchmarkColumn> SummaryColumns(BenchmarkReport report, int shots)
    {
        var own = report.Table.Columns.Where(c => c.Shots == shots).ToArray();
        var averages = own.Where(c => c.IsAverage).ToArray();
        return averages.Length == 0 ? own : report.Request.HasSource ? [own[0], .. averages] : averages;
    }

    static HtmlNode Summary(BenchmarkReport report, IReadOnlyList<BenchmarkColumn> columns, string caption, bool cost, Func<BenchmarkColumn, HtmlNode> head) => Html.Table(
        $"{caption}: accuracy in percent, {Spread(report)}; small: 95 % interval over the test pictures; the best of a column in bold",
        [Html.Of("th", [("scope", "col")], "method"), .. columns.Select(head), .. cost ? [Html.Head("learned", "numbers"), Html.Head("seconds", "per training")] : Array.Empty<HtmlNode>()],
        [.. report.Rows.Select(row => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(row))),
            .. columns.Select(column => Cell(report, row, column, interval: true)),
            .. cost ? Cost(report, row) : [],
        ]))]);

    static HtmlNode EverySet(BenchmarkReport report, int shots, string part, IReadOnlyList<BenchmarkColumn> columns)
    {
        var title = report.Request.Protocol == ProtocolKind.BaseToNew ? $"{Title(part)}, {BenchmarkWords.Shots(shots)}" : BenchmarkWords.Shots(shots);
        return Html.Table($"{char.ToUpperInvariant(title[0])}{title[1..]}: accuracy in percent, {Spread(report)}",
            [Html.Of("th", [("scope", "col")], "method"), .. columns.Select(column => Head(report, column, summary: false))],
            [.. report.Rows.Select(row => Html.Of("tr", [Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(row))), .. columns.Select(column => Cell(report, row, column, interval: false))]))]);
    }

    static HtmlNode Cell(BenchmarkReport report, BenchmarkRow row, BenchmarkColumn column, bool interval)
    {
        if (report.Table.Of(row, column) is not { } figure)
            return Html.Of("td", PageFigures.None);
        HtmlNode mean = PageFigures.Percent(figure.Mean);
        if (PageFigures.Percent(figure.Mean) == PageFigures.Percent(report.Table.Best(column) ?? 0))
            mean = Html.Of("strong", mean);
        return Html.Of("td",
        [
            mean,
            .. figure.PerSeed.Count > 1 ? [Html.Of("span", Html.Class("spread"), $" ± {PageFigures.Percent(figure.StandardDeviation)}")] : Array.Empty<HtmlNode>(),
            .. interval ? [Html.Of("span", Html.Class("interval"), $"{PageFigures.Percent(figure.Low)} to {PageFigures.Percent(figure.High)}")] : Array.Empty<HtmlNode>(),
        ]);
    }

    static HtmlNode[] Cost(BenchmarkReport report, BenchmarkRow row) =>
    [
        Html.Of("td", row.Method.Learns ? PageFigures.Count(row.Method.Parameters) : PageFigures.None),
        Html.Of("td", report.Seconds.FirstOrDefault(s => s.Row == row.Key) is { } own ? PageFigures.Seconds(own.Mean) : PageFigures.None),
    ];

    static HtmlNode Head(BenchmarkReport report, BenchmarkColumn column, bool summary)
    {
        if (summary && (column.IsAverage || report.Request.Protocol == ProtocolKind.BaseToNew))
            return Html.Head(report.Request.Protocol == ProtocolKind.BaseToNew ? BenchmarkWords.Part(column.Part) : "average", Detail(report, column));
        var partial = column.Set is { } set && report.Sets.First(s => s.Name == set).IsPartial;
        return Html.Of("th", [("scope", "col")],
        [
            Html.Name(report.SetTitle(column)),
            .. partial ? [Html.Of("span", Html.Class("partial"), " partial")] : Array.Empty<HtmlNode>(),
            .. column.Part == BenchmarkColumn.HarmonicMean && !column.IsAverage ? Array.Empty<HtmlNode>() : [Html.Of("span", Html.Class("detail"), $" {Detail(report, column)}")],
        ]);
    }

    static string Detail(BenchmarkReport report, BenchmarkColumn column) => (column.Part, column.IsAverage) switch
    {
        (BenchmarkColumn.HarmonicMean, true) => "of the averages",
        (BenchmarkColumn.MeanOfHarmonicMeans, _) => "of each set",
        (BenchmarkColumn.HarmonicMean, _) => "harmonic mean",
        (_, true) => BenchmarkWords.Where(column, report.Sets),
        _ when column.Pictures == 0 => "not measured",
        _ => string.Create(CultureInfo.InvariantCulture, $"{(column.Set == report.Request.Source ? "source, " : "")}{PageFigures.Count(column.Pictures)} pictures, {column.Classes} classes"),
    };

    static string Where(BenchmarkReport report, IReadOnlyList<BenchmarkColumn> columns) => columns[^1] is { IsAverage: true } average ? $"Averages {BenchmarkWords.Where(average, report.Sets)}" : report.SetTitle(columns[^1]);

    static string Title(string part) => part switch { ProtocolCell.Base => "base classes", ProtocolCell.New => "new classes", BenchmarkColumn.HarmonicMean => "harmonic mean H of both", _ => "base and new classes in one label space" };

    static string Spread(BenchmarkReport report) => report.Request.Seeds.Count == 1 ? "one seed"
        : string.Create(CultureInfo.InvariantCulture, $"mean ± population standard deviation over {report.Request.Seeds.Count} seeds");
}
