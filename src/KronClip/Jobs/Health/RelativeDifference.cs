namespace KronClip.Jobs;

/// <summary>How far two results of one computation are apart, for checks of the machine and of models.</summary>
static class RelativeDifference
{
    /// <summary>max |a - b| / max |b|; NaN where a number is not finite, which no tolerance allows.</summary>
    public static double Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (difference, largest) = (0.0, 0.0);
        for (var i = 0; i < b.Length; i++)          // Math.Max keeps a NaN; Enumerable.Max would pass over it
            (difference, largest) = (Math.Max(difference, Math.Abs((double)a[i] - b[i])), Math.Max(largest, Math.Abs((double)b[i])));
        return difference == 0 && largest == 0 ? 0 : difference / largest;
    }
}
