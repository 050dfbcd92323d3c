namespace KronClip.Evaluation;

/// <summary>
/// Several tests at once: Holm's step-down correction (Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 1979). With adjusted values below a
/// level, the chance of a single false rejection among all tests is at most that level, however the tests depend on each other.
/// </summary>
public static class Holm
{
    /// <summary>p̃₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1) p₍ⱼ₎), with p₍₁₎ ≤ … ≤ p₍ₘ₎; in the order in which they were given.</summary>
    /// <param name="values">p values, each from 0 to 1.</param>
    public static double[] Adjusted(ReadOnlySpan<double> values)
    {
        foreach (var p in values)
        {
            if (p is not (>= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(values), p, "A p value is from 0 to 1.");
        }
        var sorted = values.ToArray();
        var order = Enumerable.Range(0, sorted.Length).ToArray();
        Array.Sort(sorted, order);
        var adjusted = new double[order.Length];
        var running = 0.0;
        for (var i = 0; i < order.Length; i++)
            adjusted[order[i]] = running = Math.Max(running, Math.Min(1, (order.Length - i) * sorted[i]));
        return adjusted;
    }
}
