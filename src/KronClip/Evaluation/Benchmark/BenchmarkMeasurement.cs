namespace KronClip.Evaluation;

/// <summary>A cell as the report has it: without its pictures one by one and its seconds, which stand in the cell's own file.</summary>
/// <param name="Row">Whose it is.</param>
/// <param name="Source">The set that was trained on.</param>
/// <param name="Set">The set that was measured.</param>
/// <param name="Part">Its part.</param>
/// <param name="Shots">Training pictures of each class; 0 where nothing is learned.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Classes">Names that the pictures were measured against.</param>
/// <param name="Pictures">Pictures measured.</param>
/// <param name="Correct">Those that were recognised.</param>
/// <param name="MacroF1">Macro F1.</param>
/// <param name="TestFingerprint">Hash over the measured pictures.</param>
public sealed record BenchmarkMeasurement(RowKey Row, string Source, string Set, string Part, int Shots, long Seed, int Classes, int Pictures, int Correct, double MacroF1, string TestFingerprint)
{
    internal static BenchmarkMeasurement Of(BenchmarkCell cell) =>
        new(new RowKey(cell.Model, cell.Row), cell.Source, cell.Set, cell.Part, cell.Shots, cell.Seed, cell.Classes, cell.Hits.Pictures, cell.Hits.Count, cell.MacroF1, cell.TestFingerprint);
}

/// <summary>Seconds of one row's trainings.</summary>
/// <param name="Row">Whose they are.</param>
/// <param name="Trainings">How many there were.</param>
/// <param name="Mean">Mean seconds of one.</param>
public sealed record BenchmarkSeconds(RowKey Row, int Trainings, double Mean)
{
    /// <summary>One training gives several cells, which all have its seconds.</summary>
    internal static IReadOnlyList<BenchmarkSeconds> Of(IReadOnlyList<BenchmarkRow> rows, IReadOnlyList<BenchmarkCell> cells) =>
    [
        .. from row in rows
           where row.Method.Learns
           let own = cells.Where(c => new RowKey(c.Model, c.Row) == row.Key).DistinctBy(c => (c.Source, c.Shots, c.Seed)).ToArray()
           where own.Length > 0
           select new BenchmarkSeconds(row.Key, own.Length, own.Average(c => c.Seconds)),
    ];
}
