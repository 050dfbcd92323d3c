namespace KronClip.Evaluation;

/// <summary>A benchmark's tables in plain text: what a terminal shows, and what can be pasted into a page of Markdown.</summary>
public static class BenchmarkText
{
    /// <summary>The tables: the summary of each number of shots, the most first; then, where there are several sets, every set at the most shots.</summary>
    public static IReadOnlyList<TextTable> Of(BenchmarkReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var most = report.Request.Shots[^1];
        return
        [
            .. report.Request.Shots.Reverse().Select(shots => Table(report, $"{BenchmarkWords.Shots(shots)}, accuracy in percent", BenchmarkFigures.SummaryColumns(report, shots))),
            .. report.Sets.Count == 1 ? [] : report.Table.Columns.Where(c => c.Shots == most && c.Set is not null).GroupBy(c => c.Part)
                .Select(part => Table(report, $"{BenchmarkWords.Part(part.Key)}, every set, {BenchmarkWords.Shots(most)}", [.. part])),
        ];
    }

    static TextTable Table(BenchmarkReport report, string caption, IReadOnlyList<BenchmarkColumn> columns) => new(
        caption,
        ["method", .. columns.Select(column => Head(report, column, columns))],
        [.. report.Rows.Select(row => (IReadOnlyList<TextCell>)[new TextCell(report.TitleOf(row), false), .. columns.Select(column => Cell(report, row, column))])]);

    static string Head(BenchmarkReport report, BenchmarkColumn column, IReadOnlyList<BenchmarkColumn> beside)
    {
        var partial = column.Set is { } set && report.Sets.First(s => s.Name == set).IsPartial ? " (partial)" : "";
        return beside.All(c => c.Part == column.Part) ? report.SetTitle(column) + partial : BenchmarkWords.Part(column.Part) + partial;
    }

    static TextCell Cell(BenchmarkReport report, BenchmarkRow row, BenchmarkColumn column)
    {
        if (report.Table.Of(row, column) is not { } figure)
            return new TextCell(PageFigures.None, false);
        var mean = PageFigures.Percent(figure.Mean);
        return new TextCell(figure.PerSeed.Count > 1 ? $"{mean} ± {PageFigures.Percent(figure.StandardDeviation)}" : mean, mean == PageFigures.Percent(report.Table.Best(column) ?? 0));
    }
}
