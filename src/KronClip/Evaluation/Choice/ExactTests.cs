namespace KronClip.Evaluation;

/// <summary>Two tests with binomial tails, summed in full: exact for a handful of pictures too, where a normal curve would not be.</summary>
public static class ExactTests
{
    /// <summary>What counts as more than chance.</summary>
    public const double Level = 0.05;

    /// <summary>P(X ≥ k) of X ~ Binomial(n, p): how often guessing n pictures, each right with probability p, gets k or more of them.</summary>
    /// <param name="right">k, from 0 to n.</param>
    /// <param name="of">n.</param>
    /// <param name="chance">p, in (0, 1).</param>
    public static double AtLeast(int right, int of, double chance)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(right, of);
        if (chance is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(chance), chance, "A probability strictly between 0 and 1 is needed.");
        // log C(n, k) + k log p + (n − k) log(1 − p), from one term to the next; the terms are added from the smallest on.
        var terms = new double[of - right + 1];
        var log = of * Math.Log(1 - chance);
        for (var k = 0; k <= of; k++)
        {
            if (k >= right)
                terms[k - right] = Math.Exp(log);
            log += Math.Log((double)(of - k) / (k + 1)) + Math.Log(chance / (1 - chance));
        }
        Array.Sort(terms);
        return Math.Min(1, terms.Sum());
    }

    /// <summary>
    /// The sign test of two methods on the same pictures (McNemar 1947, exact): of the pictures that only one of them gets right, as many or more fall to the better one
    /// with this probability if a coin decided each.
    /// </summary>
    /// <param name="onlyBetter">Pictures that only the one with more right gets right.</param>
    /// <param name="onlyOther">Pictures that only the other gets right; at most as many.</param>
    public static double OneSided(int onlyBetter, int onlyOther)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyOther);
        ArgumentOutOfRangeException.ThrowIfLessThan(onlyBetter, onlyOther);
        return onlyBetter == 0 ? 1 : AtLeast(onlyBetter, onlyBetter + onlyOther, 0.5);
    }

    /// <summary>The same for a difference in either direction: twice the tail, at most 1.</summary>
    public static double TwoSided(int onlyOne, int onlyOther) => Math.Min(1, 2 * OneSided(Math.Max(onlyOne, onlyOther), Math.Min(onlyOne, onlyOther)));
}
