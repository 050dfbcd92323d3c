namespace KronClip.Evaluation;

/// <summary>What a setting with one seed makes of one class, trained on all classes.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Class">Place of the class among the labels.</param>
/// <param name="Pictures">Its test pictures.</param>
/// <param name="Correct">Those that were recognised.</param>
public sealed record ClassCell(string Row, long Seed, int Class, int Pictures, int Correct)
{
    /// <summary>The cells of a measurement, one for each class.</summary>
    public static IReadOnlyList<ClassCell> From(string row, long seed, Metrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return [.. metrics.Classes.Select((c, label) => new ClassCell(row, seed, label, c.Support, c.Correct))];
    }
}

/// <summary>What a setting makes of a class over all seeds.</summary>
/// <param name="Row">The <see cref="MethodRow.Id"/>.</param>
/// <param name="Accuracy">Share of the class's test pictures that were recognised.</param>
/// <param name="Gain">Mean over the seeds of the difference to the default setting, as a fraction; 0 for the default itself.</param>
/// <param name="Clear">Whether the two figures are further apart than both their spreads over the seeds together and than two standard errors that come of the number of pictures.</param>
public sealed record ClassGain(string Row, ProtocolFigure Accuracy, double Gain, bool Clear);

/// <summary>A class in all settings.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pictures">Its test pictures with one seed.</param>
/// <param name="Settings">One for each setting, the default first.</param>
public sealed record StudyClass(string Name, int Pictures, IReadOnlyList<ClassGain> Settings)
{
    /// <summary>Summarises cells by class.</summary>
    /// <param name="names">The classes, in the order of the labels.</param>
    /// <param name="rows">Ids of the settings, the default first.</param>
    /// <param name="seeds">The seeds; every setting needs a cell of each class with each.</param>
    /// <param name="cells">All measurements.</param>
    public static IReadOnlyList<StudyClass> Over(IReadOnlyList<string> names, IReadOnlyList<string> rows, IReadOnlyList<long> seeds, IReadOnlyList<ClassCell> cells)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(cells);
        var found = cells.ToDictionary(c => (c.Row, c.Seed, c.Class));
        return [.. names.Select((name, label) =>
        {
            ProtocolFigure Figure(string row) => ProtocolFigure.Over([.. seeds.Select(seed => found[(row, seed, label)])
                .Select(c => new ProtocolCell(c.Row, c.Seed, ProtocolKind.FewShot, name, names.Count, c.Pictures, c.Correct, 0))]);
            var plain = Figure(rows[0]);
            return new StudyClass(name, found[(rows[0], seeds[0], label)].Pictures, [.. rows.Select(Figure).Zip(rows, (figure, row) =>
                new ClassGain(row, figure, figure.Mean - plain.Mean, Verdict.BeyondSeeds(plain, figure) && Verdict.BeyondSampling(plain, figure)))]);
        })];
    }
}
