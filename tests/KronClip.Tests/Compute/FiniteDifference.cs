using KronClip.Compute;

namespace KronClip.Tests.Compute;

/// <summary>
/// Central differences of L = Σ forward(x) · r. With fp32 forwards and a step of 1e-2 rounding contributes about 1e-5 and curvature 1e-4; the
/// tolerance below leaves room for both and is far from any wrong formula.
/// </summary>
static class FiniteDifference
{
    const float Step = 1e-2f;
    const double Tolerance = 2e-3;

    /// <summary>Compares <paramref name="gradient"/> with differences at about forty elements of <paramref name="x"/>.</summary>
    public static void Check(Matrix x, Matrix r, Func<Matrix> forward, Matrix gradient)
    {
        var stride = Math.Max(1, x.Data.Length / 40);
        for (var i = 0; i < x.Data.Length; i += stride)
        {
            var original = x.Data[i];
            x.Data[i] = original + Step;
            var (above, up) = (Dot(forward(), r), x.Data[i]);
            x.Data[i] = original - Step;
            var (below, down) = (Dot(forward(), r), x.Data[i]);
            x.Data[i] = original;
            var slope = (above - below) / ((double)up - down);
            var error = Math.Abs(slope - gradient.Data[i]) / (1 + Math.Abs(slope));
            Assert.True(error <= Tolerance, $"element {i}: difference {slope:R}, gradient {gradient.Data[i]:R}");
        }
    }

    static double Dot(Matrix a, Matrix b) => a.Data.Zip(b.Data, (x, y) => (double)x * y).Sum();
}
