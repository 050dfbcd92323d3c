namespace KronClip.Evaluation;

/// <summary>Pairs of methods on the same test pictures.</summary>
static class BenchmarkPairTable
{
    const string Rule = "Both methods of a pair were measured on the same pictures, so what both recognise, or neither, does not blur their difference. The interval comes of drawing these pictures anew, for both and for all seeds together. "
        + "A picture that one recognises with more seeds than the other falls to it; p is the exact sign test (McNemar) of these two counts. It does not know how trainings vary, which the last column holds against both spreads over the seeds.";

    public static IEnumerable<HtmlNode> Of(BenchmarkReport report)
    {
        if (report.Pairs.Count == 0)
            yield break;
        BenchmarkColumn[] summed = [.. BenchmarkFigures.SummaryColumns(report, report.Request.Shots[^1]).Where(c => c.Part != BenchmarkColumn.MeanOfHarmonicMeans)];
        var first = report.Pairs.Where(p => summed.Contains(report.Table.Columns[p.Column])).ToArray();
        BenchmarkPair[] others = [.. report.Pairs.Except(first)];
        yield return Html.Section("pairs", "On the same pictures",
        [
            Html.Of("p", Rule),
            Table(report, first, $"Differences in points, {BenchmarkWords.Shots(report.Request.Shots[^1])}"),
            .. others.Length == 0 ? Array.Empty<HtmlNode>() : [Html.Of("details", Html.Of("summary", "Set by set"), Table(report, [.. others.Where(p => !report.Table.Columns[p.Column].IsAverage)], "Differences in points, set by set"))],
        ]);
    }

    static HtmlNode Table(BenchmarkReport report, BenchmarkPair[] pairs, string caption)
    {
        var counted = pairs.Any(p => p.P is not null);
        var rows = pairs.Select(pair => Html.Of("tr",
        [
            Html.Of("th", [("scope", "row")], Html.Name(report.TitleOf(pair.First)), " over ", Html.Name(report.TitleOf(pair.Second))),
            Html.Of("td", Html.Class("name"), Where(report, report.Table.Columns[pair.Column])),
            Html.Of("td", BenchmarkWords.Signed(pair.Difference.Value)),
            Html.Of("td", BenchmarkWords.Range(pair.Difference)),
            .. counted ? [Html.Of("td", Counts(pair)), Html.Of("td", pair.P is { } p ? BenchmarkWords.P(p) : PageFigures.None)] : Array.Empty<HtmlNode>(),
            Html.Of("td", report.Request.Seeds.Count == 1 ? "one seed" : pair.BeyondSeeds ? "beyond" : "within"),
        ]));
        return Html.Table(caption,
            [
                Html.Of("th", [("scope", "col")], "pair"), Html.Of("th", [("scope", "col"), ("class", "name")], "where"), Html.Head("difference"), Html.Head("95 % interval"),
                .. counted ? [Html.Head("pictures", "to each"), Html.Head("p")] : Array.Empty<HtmlNode>(),
                Html.Head("spreads", "over the seeds"),
            ], [.. rows]);
    }

    static string Counts(BenchmarkPair pair) => pair is { OnlyFirst: { } first, OnlySecond: { } second } ? $"{PageFigures.Count(first)} : {PageFigures.Count(second)}" : PageFigures.None;

    static string Where(BenchmarkReport report, BenchmarkColumn column) => column.Part == ProtocolCell.Test ? report.SetTitle(column) : $"{report.SetTitle(column)}, {BenchmarkWords.Part(column.Part)}";
}
