namespace KronClip.Evaluation;

/// <summary>
/// A figure together with what it would be on each draw of test pictures. Harmonic means and averages are taken draw by draw: parts of other pictures are drawn apart, and methods on the same
/// pictures together, so that the difference of two is that of a pair.
/// </summary>
/// <param name="Mean">The figure.</param>
/// <param name="PerSeed">Of each seed.</param>
/// <param name="Draws">Of each draw.</param>
/// <param name="MacroF1">Macro F1; null for a harmonic mean.</param>
/// <param name="Pictures">Pictures of one seed, for a figure of one part; else 0.</param>
sealed record SampledFigure(double Mean, double[] PerSeed, double[] Draws, double? MacroF1, int Pictures)
{
    /// <summary>H of the means, of each seed and of each draw.</summary>
    public static SampledFigure? HarmonicMeanOf(SampledFigure? b, SampledFigure? n) => b is null || n is null ? null
        : new(HarmonicMean.Of(b.Mean, n.Mean), [.. b.PerSeed.Zip(n.PerSeed, HarmonicMean.Of)], [.. b.Draws.Zip(n.Draws, HarmonicMean.Of)], null, 0);

    /// <summary>The mean of several sets, each weighing the same; null where one is missing.</summary>
    public static SampledFigure? AverageOf(IReadOnlyList<SampledFigure?> sets)
    {
        if (sets.Count == 0 || sets.Contains(null))
            return null;
        SampledFigure[] all = [.. sets.Select(s => s!)];
        double[] Averages(Func<SampledFigure, double[]> of) => [.. Enumerable.Range(0, of(all[0]).Length).Select(i => all.Average(f => of(f)[i]))];
        return new(all.Average(f => f.Mean), Averages(f => f.PerSeed), Averages(f => f.Draws), all.All(f => f.MacroF1 is not null) ? all.Average(f => f.MacroF1!.Value) : null, 0);
    }

    /// <summary>What the report has of it. Where all pictures of a part were recognised, or none, drawing them anew shows nothing, and Wilson's interval takes its place.</summary>
    public BenchmarkFigure Summary()
    {
        var (_, low, high) = Pictures > 0 && Mean is 0 or 1 ? Wilson.Of(Mean, Pictures) : Bootstrap.Percentiles(Mean, Draws);
        return new BenchmarkFigure(Mean, SeedSummary.Over(PerSeed).StandardDeviation, low, high, PerSeed, MacroF1);
    }

    /// <summary>How much it lies above another, with the interval of the pair.</summary>
    public Interval Above(SampledFigure other) => Bootstrap.Percentiles(Mean - other.Mean, [.. Draws.Zip(other.Draws, (a, b) => a - b)]);
}
