namespace KronClip.Evaluation;

/// <summary>
/// Two methods on the same pictures. What both recognise, or neither, says nothing of their difference, so that a pair shows smaller differences than two intervals side by side.
/// </summary>
/// <param name="Difference">Accuracy of the first less that of the second, means over the seeds, with a bootstrap interval: the pictures are drawn once for both and for all seeds.</param>
/// <param name="OnlyFirst">Pictures that the first recognises with more seeds than the second; with one seed those that only it recognises.</param>
/// <param name="OnlySecond">The same of the second.</param>
/// <param name="P">The exact two-sided sign test of the two counts (McNemar 1947): a picture counts once, whatever the number of seeds.</param>
public sealed record PairedDifference(Interval Difference, int OnlyFirst, int OnlySecond, double P)
{
    /// <summary>Compares two methods.</summary>
    /// <param name="first">The first, one for each seed.</param>
    /// <param name="second">The second, one for each seed, on the same pictures in the same order.</param>
    /// <param name="stream">Name of the draws, such as the pictures' fingerprint.</param>
    /// <exception cref="ArgumentException">There are no seeds, or the two are not of as many seeds and pictures.</exception>
    public static PairedDifference Of(IReadOnlyList<Hits> first, IReadOnlyList<Hits> second, string stream)
    {
        var (a, b) = (Recognised(first), Recognised(second));
        if (first.Count != second.Count || a.Length != b.Length)
            throw new ArgumentException($"The first has {first.Count} seeds and {a.Length} pictures, the second {second.Count} and {b.Length}; a pair is measured on the same ones.", nameof(second));
        int[] ahead = [.. a.Zip(b, (x, y) => x - y)];
        var of = (double)ahead.Length * first.Count;
        var interval = Bootstrap.Percentiles(ahead.Sum() / of, [.. Bootstrap.Sums([ahead], stream)[0].Select(sum => sum / of)]);
        var (onlyFirst, onlySecond) = Discordant(a, b);
        return new PairedDifference(interval, onlyFirst, onlySecond, ExactTests.TwoSided(onlyFirst, onlySecond));
    }

    /// <summary>In how many seeds each picture was recognised.</summary>
    internal static int[] Recognised(IReadOnlyList<Hits> seeds)
    {
        ArgumentNullException.ThrowIfNull(seeds);
        ArgumentOutOfRangeException.ThrowIfZero(seeds.Count, nameof(seeds));
        if (seeds.Any(s => s.Pictures != seeds[0].Pictures))
            throw new ArgumentException("The seeds have different numbers of pictures; they must share them.", nameof(seeds));
        return [.. Enumerable.Range(0, seeds[0].Pictures).Select(i => seeds.Count(s => s[i]))];
    }

    /// <summary>Pictures that one of the two recognises with more seeds.</summary>
    internal static (int OnlyFirst, int OnlySecond) Discordant(int[] first, int[] second)
    {
        var pairs = first.Zip(second).ToArray();
        return (pairs.Count(p => p.First > p.Second), pairs.Count(p => p.Second > p.First));
    }
}
