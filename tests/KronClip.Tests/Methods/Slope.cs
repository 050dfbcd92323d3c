using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>Gradients against central differences of the loss, along the gradient itself, where the loss changes most and rounding counts least.</summary>
static class Slope
{
    /// <summary>The loss changes by about <paramref name="change"/> on either side: far above fp32's rounding of it (1e-5), far below where it bends.</summary>
    public static void AssertGradient(IReadOnlyList<Parameter> parameters, IReadOnlyList<float[]> gradient, Func<double> loss, double change = 0.02, double tolerance = 0.01)
    {
        foreach (var (parameter, slope) in parameters.Zip(gradient.Select(g => (float[])g.Clone()).ToArray()))
        {
            var start = (float[])parameter.Values.Clone();
            var norm = Math.Sqrt(slope.Sum(x => x * (double)x));
            Assert.True(norm > 0, $"{parameter.Name}: the gradient is zero");
            double At(double step)
            {
                for (var i = 0; i < start.Length; i++)
                    parameter.Values[i] = (float)(start[i] + step * slope[i] / norm);
                return loss();
            }
            var step = change / norm;
            var difference = (At(step) - At(-step)) / (2 * step);
            start.CopyTo(parameter.Values, 0);
            Assert.True(Math.Abs(difference - norm) <= tolerance * norm, $"{parameter.Name}: the loss rises by {difference:g5} where its gradient says {norm:g5}");
        }
    }
}
