namespace KronClip.Evaluation;

/// <summary>
/// Cells over several seeds as rows of methods and columns of parts: mean, spread, and the seeds one by one. A figure is null where a cell is missing. Immutable.
/// </summary>
/// <param name="Seeds">The seeds, in the order of <see cref="ProtocolFigure.PerSeed"/>.</param>
/// <param name="Columns">Few-shot; base, new, H; shifted sets and their mean; tasks and their mean. Only what was measured.</param>
/// <param name="Rows">One per method.</param>
public sealed record ProtocolTable(IReadOnlyList<long> Seeds, IReadOnlyList<ProtocolColumn> Columns, IReadOnlyList<ProtocolTableRow> Rows)
{
    /// <summary>Draws a table.</summary>
    /// <param name="rows">The methods, in the order of the table.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="cells">The measurements, in any order but that of the parts, which the columns keep.</param>
    /// <exception cref="ArgumentException">There are no rows or seeds, or two cells for the same measurement.</exception>
    public static ProtocolTable Draw(IReadOnlyList<MethodRow> rows, IReadOnlyList<long> seeds, IReadOnlyList<ProtocolCell> cells)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfZero(rows.Count, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfZero(seeds.Count, nameof(seeds));
        var found = cells.ToDictionary(c => (c.Row, c.Seed, c.Protocol, c.Part));
        ProtocolFigure? Figure(string row, ProtocolColumn column)
        {
            var own = seeds.Select(seed => found.GetValueOrDefault((row, seed, column.Protocol, column.Part))).ToArray();
            return own.Contains(null) ? null : ProtocolFigure.Over([.. own.Select(c => c!)]);
        }

        var columns = ColumnsOf(cells);
        return new ProtocolTable(seeds, columns, [.. rows.Select(row => Row(row.Id, columns, column => Figure(row.Id, column)))]);
    }

    /// <summary>What a row reached on one part; null where it was not measured.</summary>
    public ProtocolFigure? Figure(string row, ProtocolKind protocol, string part) => Find(row, c => c.Protocol == protocol && c.Kind == ColumnKind.Part && c.Part == part);

    /// <summary>A row's harmonic mean, or its mean over the parts of a protocol; null where the table has none.</summary>
    public ProtocolFigure? Summary(string row, ProtocolKind protocol) => Find(row, c => c.Protocol == protocol && c.Kind != ColumnKind.Part);

    ProtocolFigure? Find(string row, Func<ProtocolColumn, bool> wanted)
    {
        var index = Columns.Index().Where(c => wanted(c.Item)).Select(c => c.Index).DefaultIfEmpty(-1).First();
        return index < 0 ? null : Rows.First(r => r.Row == row).Figures[index];
    }

    /// <summary>Columns of one protocol, with their places.</summary>
    public IReadOnlyList<(int Index, ProtocolColumn Column)> Of(params ReadOnlySpan<ProtocolKind> protocols)
    {
        var wanted = protocols.ToArray();
        return [.. Columns.Index().Where(c => wanted.Contains(c.Item.Protocol))];
    }

    static ProtocolTableRow Row(string id, ProtocolColumn[] columns, Func<ProtocolColumn, ProtocolFigure?> measured)
    {
        var figures = new ProtocolFigure?[columns.Length];
        foreach (var (i, column) in columns.Index())
        {
            var before = columns.Take(i).Index().Where(c => c.Item.Protocol == column.Protocol && c.Item.Kind == ColumnKind.Part).Select(c => figures[c.Index]).ToArray();
            figures[i] = column.Kind switch
            {
                ColumnKind.Part => measured(column),
                _ when before.Contains(null) => null,
                ColumnKind.HarmonicMean => ProtocolFigure.HarmonicMeanOf(before[0]!, before[1]!),
                _ => ProtocolFigure.MeanOf([.. before.Select(f => f!)]),
            };
        }
        return new ProtocolTableRow(id, figures);
    }

    static ProtocolColumn[] ColumnsOf(IReadOnlyList<ProtocolCell> cells)
    {
        var columns = new List<ProtocolColumn>();
        foreach (var protocol in Enum.GetValues<ProtocolKind>())
        {
            var parts = cells.Where(c => c.Protocol == protocol).DistinctBy(c => c.Part, StringComparer.Ordinal)
                .Select(c => new ProtocolColumn(ColumnKind.Part, protocol, c.Part, c.Classes, c.Pictures)).ToArray();
            if (protocol == ProtocolKind.BaseToNew)
                parts = [.. parts.OrderBy(c => c.Part == ProtocolCell.Base ? 0 : 1)];
            columns.AddRange(parts);
            if (protocol == ProtocolKind.BaseToNew && parts.Length == 2)
                columns.Add(new ProtocolColumn(ColumnKind.HarmonicMean, protocol, "H", 0, 0));
            else if (protocol != ProtocolKind.BaseToNew && parts.Length > 1)
                columns.Add(new ProtocolColumn(ColumnKind.MeanOfParts, protocol, "mean", 0, 0));
        }
        return [.. columns];
    }
}

/// <summary>A row of a table.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Figures">One per column; null where it was not measured.</param>
public sealed record ProtocolTableRow(string Row, IReadOnlyList<ProtocolFigure?> Figures);
