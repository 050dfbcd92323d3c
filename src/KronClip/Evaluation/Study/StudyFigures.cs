namespace KronClip.Evaluation;

/// <summary>What one setting reached, over all seeds.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Validation">Trained on all classes, on the validation pictures; null where there are none. Choices are made by this figure alone.</param>
/// <param name="Test">The same training on the test pictures.</param>
/// <param name="Base">Trained on the base half, on its test pictures.</param>
/// <param name="New">The same training on the test pictures of classes that were only named.</param>
/// <param name="Harmonic">Harmonic mean of base and new.</param>
public sealed record StudyFigures(string Row, ProtocolFigure? Validation, ProtocolFigure Test, ProtocolFigure Base, ProtocolFigure New, ProtocolFigure Harmonic)
{
    /// <summary>Summarises the cells of each row.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="seeds">The seeds; every row needs a test, base and new cell of each.</param>
    /// <param name="cells">All measurements.</param>
    /// <exception cref="ArgumentException">A cell is missing, or there are two of one measurement.</exception>
    public static IReadOnlyList<StudyFigures> Over(IReadOnlyList<MethodRow> rows, IReadOnlyList<long> seeds, IReadOnlyList<ProtocolCell> cells)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(cells);
        var found = cells.ToDictionary(c => (c.Row, c.Seed, c.Protocol, c.Part));
        ProtocolFigure? Find(string row, ProtocolKind protocol, string part)
        {
            var own = seeds.Select(seed => found.GetValueOrDefault((row, seed, protocol, part))).OfType<ProtocolCell>().ToArray();
            return own.Length == seeds.Count ? ProtocolFigure.Over(own) : null;
        }

        ProtocolFigure Need(string row, ProtocolKind protocol, string part) =>
            Find(row, protocol, part) ?? throw new ArgumentException($"The row '{row}' has no '{part}' figure for every seed.", nameof(cells));

        return [.. rows.Select(r =>
        {
            var (old, fresh) = (Need(r.Id, ProtocolKind.BaseToNew, ProtocolCell.Base), Need(r.Id, ProtocolKind.BaseToNew, ProtocolCell.New));
            return new StudyFigures(r.Id, Find(r.Id, ProtocolKind.FewShot, StudyReport.Validation), Need(r.Id, ProtocolKind.FewShot, ProtocolCell.Test),
                old, fresh, ProtocolFigure.HarmonicMeanOf(old, fresh));
        })];
    }
}
