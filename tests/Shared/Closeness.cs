using KronClip.Compute;

namespace KronClip.Testing;

/// <summary>Comparison of computed numbers with expected ones.</summary>
static class Closeness
{
    /// <summary>Fails unless every |a − e| ≤ tolerance; reports the largest difference and where it is. NaN is close to nothing.</summary>
    public static void AssertClose(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double tolerance, string what)
    {
        Assert.True(actual.Length == expected.Length, $"{what}: {actual.Length} numbers, {expected.Length} expected");
        var (worst, at) = (0.0, 0);
        for (var i = 0; i < actual.Length; i++)
        {
            var difference = Math.Abs(actual[i] - expected[i]);
            if (difference > worst || double.IsNaN(difference))
                (worst, at) = (difference, i);
            if (double.IsNaN(difference))
                break;
        }
        Record(what, worst);
        if (!(worst <= tolerance))
            Assert.Fail($"{what}: largest difference {worst:g3} at {at} ({actual[at]} instead of {expected[at]}), allowed {tolerance:g3}");
    }

    /// <summary>As above, of fp32 numbers.</summary>
    public static void AssertClose(ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, double tolerance, string what) =>
        AssertClose(actual.ToArray().Select(x => (double)x).ToArray().AsSpan(), expected, tolerance, what);

    /// <summary>As above, against golden fp32 numbers.</summary>
    public static void AssertClose(ReadOnlySpan<float> actual, float[] expected, double tolerance, string what) =>
        AssertClose(actual, expected.Select(x => (double)x).ToArray(), tolerance, what);

    /// <summary>Fails unless every |a − e| ≤ tolerance · (1 + |e|): for numbers of any size against a formula or another way to compute them.</summary>
    public static void AssertRelativelyClose(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs((double)actual[i] - expected[i]) / (1 + Math.Abs((double)expected[i]));
            Assert.True(error <= tolerance, $"number {i}: {actual[i]:R} instead of {expected[i]:R}, error {error:E2} over {tolerance:E1}");
        }
    }

    /// <summary>As above; the shapes must be equal too.</summary>
    public static void AssertRelativelyClose(Matrix actual, Matrix expected, double tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        AssertRelativelyClose(actual.Data, expected.Data, tolerance);
    }

    /// <summary>Fails unless all numbers are equal.</summary>
    public static void AssertIdentical(Matrix actual, Matrix expected) => Assert.True(actual.Span.SequenceEqual(expected.Data), "the numbers differ");

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
