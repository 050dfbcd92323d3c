namespace KronClip.Evaluation;

/// <summary>
/// Wilson's 95 % interval of a share (Wilson 1927): all p that a normal test would not refuse at this many pictures. It stays within 0 and 1, and none or all of a few pictures is not taken for
/// certain, where p ± 1.96·√(p(1-p)/n) would be.
/// </summary>
public static class Wilson
{
    /// <summary>z of a two-sided 95 % interval: the normal distribution's 0.975 quantile.</summary>
    public const double Z = 1.959963984540054;

    /// <summary>The interval of <paramref name="correct"/> of <paramref name="of"/>; null where there is nothing to take a share of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A count is negative, or there are more correct ones than there are.</exception>
    public static Interval? Of(int correct, int of)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(correct);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(correct, of);
        return of == 0 ? null : Of((double)correct / of, of);
    }

    /// <summary>The interval of a share that <paramref name="of"/> pictures stand behind; the share may be a mean over seeds, which adds no pictures.</summary>
    internal static Interval Of(double share, int of)
    {
        const double zz = Z * Z;
        var middle = (share + zz / (2 * of)) / (1 + zz / of);                                                   // (p + z²/2n) / (1 + z²/n)
        var reach = Z / (1 + zz / of) * Math.Sqrt(share * (1 - share) / of + zz / (4.0 * of * of));             // z/(1 + z²/n) · √(p(1-p)/n + z²/4n²)
        return new Interval(share, share == 0 ? 0 : Math.Max(0, middle - reach), share == 1 ? 1 : Math.Min(1, middle + reach));
    }
}
