using KronClip.Compute;

namespace KronClip.Tests.Compute;

/// <summary>Textbook formulas in double, independent of the kernels.</summary>
static class Formulas
{
    public static double Activate(Activation activation, double x) => activation switch
    {
        Activation.QuickGelu => x / (1 + Math.Exp(-1.702 * x)),
        Activation.Gelu => 0.5 * x * (1 + Erf(x / Math.Sqrt(2))),
        Activation.Relu => x > 0 ? x : 0,
        _ => x,
    };

    /// <summary>erf by Simpson's rule on its integral, 2/√π ∫ e^(-t²) dt from 0 to x; 1e-13 with 400 steps.</summary>
    public static double Erf(double x)
    {
        const int steps = 400;
        var end = Math.Clamp(x, -6.5, 6.5);
        var h = end / steps;
        var sum = 1 + Math.Exp(-end * end);
        for (var i = 1; i < steps; i++)
            sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-(i * h) * (i * h));
        return 2 / Math.Sqrt(Math.PI) * sum * h / 3;
    }
}
