namespace KronClip.Evaluation;

/// <summary>Cells over several seeds as rows of methods and columns of shots. A figure is null where a cell is missing. Immutable.</summary>
/// <param name="Shots">Training pictures of each class, ascending: the columns.</param>
/// <param name="Seeds">The seeds, in the order of <see cref="ProtocolFigure.PerSeed"/>.</param>
/// <param name="Rows">One per method and model.</param>
public sealed record ComparisonTable(IReadOnlyList<int> Shots, IReadOnlyList<long> Seeds, IReadOnlyList<ComparisonTableRow> Rows)
{
    /// <summary>Draws a table.</summary>
    /// <param name="rows">The rows, in the order of the table.</param>
    /// <param name="shots">The columns, ascending.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="cells">The measurements, in any order. What learns nothing has one for each seed, and it stands in every column.</param>
    /// <exception cref="ArgumentException">There are no rows, shots or seeds, or two cells for the same measurement.</exception>
    public static ComparisonTable Draw(IReadOnlyList<ComparisonRow> rows, IReadOnlyList<int> shots, IReadOnlyList<long> seeds, IReadOnlyList<ComparisonCell> cells)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(shots);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfZero(shots.Count, nameof(shots));
        ArgumentOutOfRangeException.ThrowIfZero(seeds.Count, nameof(seeds));
        var found = cells.ToDictionary(c => (c.Row, c.Shots, c.Seed));
        ProtocolFigure? Figure(ComparisonRow row, int column)
        {
            var own = seeds.Select(seed => found.GetValueOrDefault((row.Id, row.Method.Learns ? column : 0, seed))).ToArray();
            return own.Contains(null) ? null : ProtocolFigure.Over([.. own.Select(c => c!.Measured)]);
        }

        return new ComparisonTable(shots, seeds, [.. rows.Select(row => new ComparisonTableRow(row.Id, [.. shots.Select(column => Figure(row, column))]))]);
    }

    /// <summary>The figures of a row, one per column.</summary>
    public IReadOnlyList<ProtocolFigure?> Of(string row) => Rows.First(r => r.Row == row).Figures;

    /// <summary>The highest mean of a column, which tables mark; 0 where the column is empty.</summary>
    public double Best(int column) => Rows.Max(r => r.Figures[column]?.Mean ?? 0);
}

/// <summary>A row of a comparison.</summary>
/// <param name="Row">The <see cref="ComparisonRow.Id"/>.</param>
/// <param name="Figures">One per number of shots; null where it was not measured.</param>
public sealed record ComparisonTableRow(string Row, IReadOnlyList<ProtocolFigure?> Figures);
