namespace KronClip.Evaluation;

/// <summary>A figure of a table over all seeds, as fractions.</summary>
/// <param name="Mean">The mean over the seeds; for a harmonic mean, H of the mean base and the mean new figure.</param>
/// <param name="StandardDeviation">Population standard deviation over the seeds (division by n); 0 for one seed.</param>
/// <param name="SamplingError">Standard error that comes of measuring on so few pictures: √(p(1-p)/n) with p = (correct + 1) / (n + 2), carried on through H and means. Seeds do not show it.</param>
/// <param name="PerSeed">The figure of each seed, in the order of the table's seeds.</param>
public sealed record ProtocolFigure(double Mean, double StandardDeviation, double SamplingError, IReadOnlyList<double> PerSeed)
{
    /// <summary>Summarises the cells of one part, one per seed.</summary>
    public static ProtocolFigure Over(IReadOnlyList<ProtocolCell> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        var n = (double)cells.Min(c => c.Pictures);                 // the seeds share their pictures, so more seeds do not lessen the error
        var figure = Over([.. cells.Select(c => c.Accuracy)], 0);
        var p = (figure.Mean * n + 1) / (n + 2);                    // none and all of a few pictures are not certain either
        return figure with { SamplingError = Math.Sqrt(p * (1 - p) / n) };
    }

    /// <summary>H of the means, with H of each seed and their spread beside it.</summary>
    public static ProtocolFigure HarmonicMeanOf(ProtocolFigure baseFigure, ProtocolFigure newFigure)
    {
        ArgumentNullException.ThrowIfNull(baseFigure);
        ArgumentNullException.ThrowIfNull(newFigure);
        var (b, n) = (baseFigure.Mean, newFigure.Mean);
        var square = (b + n) * (b + n);
        var error = square == 0 ? 0 : 2 * Math.Sqrt(Square(n * n * baseFigure.SamplingError) + Square(b * b * newFigure.SamplingError)) / square;   // ∂H/∂b = 2n²/(b+n)²
        return Over([.. baseFigure.PerSeed.Zip(newFigure.PerSeed, HarmonicMean.Of)], error) with { Mean = HarmonicMean.Of(b, n) };
    }

    /// <summary>The mean of several figures, seed by seed.</summary>
    public static ProtocolFigure MeanOf(IReadOnlyList<ProtocolFigure> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        ArgumentOutOfRangeException.ThrowIfZero(figures.Count, nameof(figures));
        var error = Math.Sqrt(figures.Sum(f => Square(f.SamplingError))) / figures.Count;
        return Over([.. Enumerable.Range(0, figures[0].PerSeed.Count).Select(seed => figures.Average(f => f.PerSeed[seed]))], error);
    }

    static ProtocolFigure Over(double[] perSeed, double samplingError)
    {
        var summary = SeedSummary.Over(perSeed);
        return new ProtocolFigure(summary.Mean, summary.StandardDeviation, samplingError, perSeed);
    }

    static double Square(double x) => x * x;
}
