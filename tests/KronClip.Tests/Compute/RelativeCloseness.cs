using KronClip.Compute;

namespace KronClip.Tests.Compute;

/// <summary>Comparison of numbers within |difference| ≤ tolerance · (1 + |expected|).</summary>
static class RelativeCloseness
{
    public static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
        {
            var error = Math.Abs((double)expected[i] - actual[i]) / (1 + Math.Abs((double)expected[i]));
            Assert.True(error <= tolerance, $"number {i}: expected {expected[i]:R}, got {actual[i]:R}, error {error:E2} over {tolerance:E1}");
        }
    }

    public static void Near(Matrix expected, Matrix actual, double tolerance)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        Near(expected.Data, actual.Data, tolerance);
    }

    public static void Identical(Matrix expected, Matrix actual) => Assert.True(expected.Span.SequenceEqual(actual.Data), "the numbers differ");
}
