namespace KronClip.Testing;

/// <summary>Comparison of computed numbers with golden ones.</summary>
static class Closeness
{
    /// <summary>Fails unless every |a − e| ≤ tolerance; reports the largest difference and where it is.</summary>
    public static void AssertClose(ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, double tolerance, string what)
    {
        Assert.True(actual.Length == expected.Length, $"{what}: {actual.Length} numbers, {expected.Length} expected");
        var (worst, at) = (0.0, 0);
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Math.Abs(actual[i] - expected[i]);
            if (!(difference <= worst))
                (worst, at) = (difference, i);
        }
        Record(what, worst);
        Assert.True(worst <= tolerance, $"{what}: largest difference {worst:g3} at {at} ({actual[at]} instead of {expected[at]}), allowed {tolerance:g3}");
    }

    /// <summary>As above, against golden fp32 numbers.</summary>
    public static void AssertClose(ReadOnlySpan<float> actual, float[] expected, double tolerance, string what) =>
        AssertClose(actual, expected.Select(x => (double)x).ToArray(), tolerance, what);

    /// <summary>With KRONCLIP_GOLDEN_LOG set, the largest difference of every comparison is written there, for the table of golden errors.</summary>
    static void Record(string what, double worst)
    {
        if (Environment.GetEnvironmentVariable("KRONCLIP_GOLDEN_LOG") is { Length: > 0 } log)
        {
            lock (typeof(Closeness))
                File.AppendAllText(log, FormattableString.Invariant($"{what}\t{worst:g3}\n"));
        }
    }
}
