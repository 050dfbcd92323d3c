namespace KronClip.Evaluation;

/// <summary>Cells over several seeds as rows of methods and columns of sets. A figure is null where a cell is missing, and an average where one of its sets is. Immutable.</summary>
/// <param name="Columns">The columns, in the order of shots and sets.</param>
/// <param name="Rows">One for each row, in their order.</param>
public sealed record BenchmarkTable(IReadOnlyList<BenchmarkColumn> Columns, IReadOnlyList<BenchmarkTableRow> Rows)
{
    /// <summary>The figures of a row; as many as there are columns.</summary>
    public IReadOnlyList<BenchmarkFigure?> Of(BenchmarkRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return Rows.First(r => r.Key == row.Key).Figures;
    }

    /// <summary>The figure of a row in a column.</summary>
    public BenchmarkFigure? Of(BenchmarkRow row, BenchmarkColumn column) => Of(row)[Place(column)];

    /// <summary>The highest mean of a column, which tables mark; null where it is empty.</summary>
    public double? Best(BenchmarkColumn column)
    {
        var place = Place(column);
        return Rows.Max(r => r.Figures[place]?.Mean);
    }

    /// <summary>The column by which methods are ranked: the average where there is one, of H where there is one; for shifts and tasks what was not trained on.</summary>
    /// <param name="shots">Training pictures of each class.</param>
    public BenchmarkColumn Headline(int shots) => Summary(shots, Columns.Any(c => c.Part == BenchmarkColumn.HarmonicMean) ? BenchmarkColumn.HarmonicMean : ProtocolCell.Test);

    /// <summary>The column that sums up a part: the average where there is one, else the last set's.</summary>
    internal BenchmarkColumn Summary(int shots, string part) => Columns.Last(c => c.Shots == shots && c.Part == part);

    int Place(BenchmarkColumn column) => Columns.Index().First(c => c.Item == column).Index;
}

/// <summary>A row of a benchmark's table.</summary>
/// <param name="Key">Whose it is.</param>
/// <param name="Figures">One for each column; null where it was not measured.</param>
public sealed record BenchmarkTableRow(RowKey Key, IReadOnlyList<BenchmarkFigure?> Figures);
