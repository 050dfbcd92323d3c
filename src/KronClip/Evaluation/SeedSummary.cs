namespace KronClip.Evaluation;

/// <summary>
/// A figure over several seeds. The spread is the population standard deviation (division by n, numpy's <c>std</c>), as the published
/// tables of this field have it (CoOp's <c>parse_test_res.py</c>).
/// </summary>
/// <param name="Count">How many seeds.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">√(Σ (x - mean)² / n), in the unit of the figure; 0 for one seed.</param>
public sealed record SeedSummary(int Count, double Mean, double StandardDeviation)
{
    /// <summary>Summarises one figure per seed.</summary>
    /// <exception cref="ArgumentException">There are no figures, or one is not finite.</exception>
    public static SeedSummary Over(ReadOnlySpan<double> figures)
    {
        if (figures.IsEmpty)
            throw new ArgumentException("There are no figures to summarise.", nameof(figures));
        double sum = 0, squares = 0;
        foreach (var figure in figures)
            sum += double.IsFinite(figure) ? figure : throw new ArgumentException(
                $"A figure is {figure}; leave seeds without a result out.", nameof(figures));
        var mean = sum / figures.Length;
        foreach (var figure in figures)
            squares += (figure - mean) * (figure - mean);
        return new SeedSummary(figures.Length, mean, Math.Sqrt(squares / figures.Length));
    }
}
