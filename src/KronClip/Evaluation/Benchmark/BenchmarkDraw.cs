namespace KronClip.Evaluation;

/// <summary>Draws a benchmark's table and pairs from its cells.</summary>
sealed class BenchmarkDraw
{
    readonly IReadOnlyList<BenchmarkRow> rows;
    readonly IReadOnlyList<BenchmarkColumn> columns;
    readonly SampledParts parts;
    readonly SampledFigure?[][] figures;

    public BenchmarkDraw(BenchmarkRequestFacts request, IReadOnlyList<BenchmarkSetFacts> sets, IReadOnlyList<BenchmarkRow> rows, IReadOnlyList<BenchmarkCell> cells)
    {
        this.rows = rows;
        columns = BenchmarkColumn.All(request, sets, cells);
        parts = new SampledParts(request, rows, cells);
        figures = [.. rows.Select(row => columns.Select(column => Figure(row, column)).ToArray())];
        Table = new BenchmarkTable(columns, [.. rows.Select((row, r) => new BenchmarkTableRow(row.Key, [.. figures[r].Select(f => f?.Summary())]))]);
    }

    public BenchmarkTable Table { get; }

    /// <summary>
    /// At the most shots: the best row against every other, and the best that learns against what learns nothing on its model, in every column where both are measured.
    /// </summary>
    public IEnumerable<BenchmarkPair> Pairs(int mostShots)
    {
        var place = columns.Index().First(c => c.Item == Table.Headline(mostShots)).Index;
        var ranked = rows.Index().Where(r => figures[r.Index][place] is not null).OrderByDescending(r => figures[r.Index][place]!.Mean).Select(r => r.Index).ToArray();
        if (ranked.Length == 0)
            yield break;
        var pairs = ranked.Skip(1).Select(other => (ranked[0], other)).ToList();
        foreach (var learner in ranked.Where(r => rows[r].Method.Learns).Take(1))
            pairs.AddRange(ranked.Where(r => !rows[r].Method.Learns && rows[r].Model == rows[learner].Model).Select(still => (learner, still)));
        foreach (var (first, second) in pairs.Distinct())
        {
            foreach (var (c, column) in columns.Index().Where(c => c.Item.Shots == mostShots))
            {
                if (figures[first][c] is { } a && figures[second][c] is { } b)
                    yield return Pair(rows[first], rows[second], a, b, c, column);
            }
        }
    }

    BenchmarkPair Pair(BenchmarkRow first, BenchmarkRow second, SampledFigure a, SampledFigure b, int place, BenchmarkColumn column)
    {
        var counts = column.IsMeasured ? parts.Discordant(first, second, column) : null;
        return new BenchmarkPair(first.Key, second.Key, place, a.Above(b), counts?.OnlyFirst, counts?.OnlySecond,
            counts is var (own, other) ? ExactTests.TwoSided(own, other) : null, BenchmarkFigure.BeyondSeeds(a.Summary(), b.Summary()));
    }

    SampledFigure? Figure(BenchmarkRow row, BenchmarkColumn column) => (column.IsAverage, column.Part) switch
    {
        (false, BenchmarkColumn.HarmonicMean) => SampledFigure.HarmonicMeanOf(Figure(row, column with { Part = ProtocolCell.Base }), Figure(row, column with { Part = ProtocolCell.New })),
        (false, _) => parts.Figure(row, column),
        (true, BenchmarkColumn.HarmonicMean) => SampledFigure.HarmonicMeanOf(Figure(row, column with { Part = ProtocolCell.Base }), Figure(row, column with { Part = ProtocolCell.New })),
        (true, BenchmarkColumn.MeanOfHarmonicMeans) => Average(row, column, BenchmarkColumn.HarmonicMean),
        _ => Average(row, column, column.Part),
    };

    SampledFigure? Average(BenchmarkRow row, BenchmarkColumn column, string part) => SampledFigure.AverageOf([.. column.Over.Select(set => Figure(row, column with { Set = set, Part = part, Over = [] }))]);
}
