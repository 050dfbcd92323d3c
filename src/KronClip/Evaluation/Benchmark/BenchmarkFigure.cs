namespace KronClip.Evaluation;

/// <summary>A figure of a benchmark over all seeds, as fractions. Immutable.</summary>
/// <param name="Mean">The mean over the seeds; for a harmonic mean, H of the mean base and the mean new figure.</param>
/// <param name="StandardDeviation">Population standard deviation over the seeds (division by n, as the published tables have it); 0 for one seed.</param>
/// <param name="Low">Lower end of the 95 % interval over the test pictures (<see cref="Bootstrap"/>); seeds do not narrow it, since they share their pictures.</param>
/// <param name="High">Upper end.</param>
/// <param name="PerSeed">The figure of each seed, in the order of the seeds.</param>
/// <param name="MacroF1">Macro F1, mean over the seeds (and sets); null for a harmonic mean.</param>
public sealed record BenchmarkFigure(double Mean, double StandardDeviation, double Low, double High, IReadOnlyList<double> PerSeed, double? MacroF1)
{
    /// <summary>Whether two figures lie further apart than their spreads over the seeds reach together; never for one seed, which has no spread.</summary>
    public static bool BeyondSeeds(BenchmarkFigure a, BenchmarkFigure b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return a.PerSeed.Count > 1 && Math.Abs(a.Mean - b.Mean) > a.StandardDeviation + b.StandardDeviation;
    }
}
