namespace KronClip.Evaluation;

/// <summary>
/// One measurement of a study in stages: after one stage, the test pictures of one group of classes among all classes seen so far. Immutable.
/// </summary>
/// <param name="Row">The <see cref="StageRow.Id"/>.</param>
/// <param name="Seed">Seed of draw, order, start and batches.</param>
/// <param name="Stage">From 1.</param>
/// <param name="Group">From 1 to <paramref name="Stage"/>.</param>
/// <param name="Classes">Names that were in question.</param>
/// <param name="Pictures">Pictures measured.</param>
/// <param name="Correct">Those that were recognised.</param>
public sealed record StageCell(string Row, long Seed, int Stage, int Group, int Classes, int Pictures, int Correct)
{
    /// <summary>Share of the pictures that were recognised, as a fraction.</summary>
    public double Accuracy => (double)Correct / Pictures;
}

/// <summary>A method and the way in which it meets the stages.</summary>
/// <param name="Id">What cells call it; unique in a report.</param>
/// <param name="Choice">Id of the method's choice, which all its rows share; that of zero-shot CLIP for its row.</param>
/// <param name="Method">Title of the method, such as "CoOp (M = 4)".</param>
/// <param name="Way">How it meets the stages, such as "replay all".</param>
/// <param name="Recipe">How it is trained, in a sentence; null where it is not.</param>
/// <param name="Parameters">Learned numbers at the end.</param>
public sealed record StageRow(string Id, string Choice, string Method, string Way, string? Recipe, long Parameters);

/// <summary>Figures of one row over the seeds, as fractions; forgetting as differences of fractions.</summary>
/// <param name="Row">The <see cref="StageRow.Id"/>.</param>
/// <param name="Averages">A_k of each stage.</param>
/// <param name="Groups">Accuracy on each group after the last stage.</param>
/// <param name="Forgetting">F.</param>
public sealed record StageFigures(string Row, IReadOnlyList<SeedSummary> Averages, IReadOnlyList<SeedSummary> Groups, SeedSummary Forgetting)
{
    /// <summary>Summarises a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="seeds">The seeds.</param>
    /// <param name="stages">Number of stages.</param>
    /// <param name="cells">All measurements; each seed needs each group after each of its stages.</param>
    /// <exception cref="ArgumentException">A cell is missing, or there are two of one measurement.</exception>
    public static StageFigures Over(string row, IReadOnlyList<long> seeds, int stages, IReadOnlyList<StageCell> cells)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentNullException.ThrowIfNull(cells);
        ArgumentOutOfRangeException.ThrowIfLessThan(stages, 2);
        var found = cells.Where(c => c.Row == row).ToDictionary(c => (c.Seed, c.Stage, c.Group));
        double Accuracy(long seed, int stage, int group) => found.TryGetValue((seed, stage, group), out var cell) ? cell.Accuracy
            : throw new ArgumentException(FormattableString.Invariant($"The row '{row}' has no figure of group {group} after stage {stage} with seed {seed}."), nameof(cells));
        double[][][] triangles = [.. seeds.Select(seed => Enumerable.Range(1, stages)
            .Select(stage => Enumerable.Range(1, stage).Select(group => Accuracy(seed, stage, group)).ToArray()).ToArray())];
        SeedSummary Of(Func<double[][], double> figure) => SeedSummary.Over(triangles.Select(figure).ToArray());
        return new StageFigures(row,
            [.. Enumerable.Range(0, stages).Select(k => Of(t => Evaluation.Forgetting.Averages(t)[k]))],
            [.. Enumerable.Range(0, stages).Select(j => Of(t => t[^1][j]))],
            Of(t => Evaluation.Forgetting.Mean(t)!.Value));
    }
}
