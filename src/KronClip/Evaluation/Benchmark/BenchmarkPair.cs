namespace KronClip.Evaluation;

/// <summary>Two rows on the same test pictures, in one column. Immutable.</summary>
/// <param name="First">The first.</param>
/// <param name="Second">The second.</param>
/// <param name="Column">Number of the column.</param>
/// <param name="Difference">The first less the second, with the 95 % interval of the pair.</param>
/// <param name="OnlyFirst">Pictures that the first recognises with more seeds than the second; null for a harmonic mean or an average.</param>
/// <param name="OnlySecond">The same of the second.</param>
/// <param name="P">The exact two-sided sign test of the two counts (McNemar); null likewise.</param>
/// <param name="BeyondSeeds">Whether the two lie further apart than their spreads over the seeds reach together; false for one seed.</param>
public sealed record BenchmarkPair(RowKey First, RowKey Second, int Column, Interval Difference, int? OnlyFirst, int? OnlySecond, double? P, bool BeyondSeeds)
{
    /// <summary>Whether the interval leaves 0 out: more than so few test pictures explain.</summary>
    public bool BeyondPictures => Difference.Low > 0 || Difference.High < 0;
}
