using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// L-BFGS with backtracking in fp64 (Nocedal, Math. Comp. 35, 1980; Nocedal and Wright, "Numerical Optimization", algorithms 7.4, 7.5 and 3.1) for strictly convex
/// functions, whose pairs of differences always have positive curvature. Runs to a gradient that the caller finds small enough.
/// </summary>
static class ConvexDescent
{
    const int History = 20, MostHalvings = 60;
    const double SufficientDecrease = 1e-4, Rounding = 1e-15;

    /// <summary>Moves <paramref name="x"/> to the minimum.</summary>
    /// <param name="x">The start, and in the end the point that was reached.</param>
    /// <param name="function">Gives the value at a point and writes the gradient.</param>
    /// <param name="converged">Whether the norm of a gradient at a point is small enough.</param>
    /// <param name="mostSteps">Steps after which it stops all the same.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <returns>The steps that were made, and whether the gradient is small enough.</returns>
    public static (int Steps, bool Converged) Minimise(double[] x, Func<double[], double[], double> function, Func<double[], double, bool> converged, int mostSteps, CancellationToken cancel)
    {
        var (gradient, next, nextGradient) = (new double[x.Length], new double[x.Length], new double[x.Length]);
        var pairs = new List<(double[] S, double[] Y, double SY)>();
        var value = function(x, gradient);
        for (var step = 0; ; step++)
        {
            cancel.ThrowIfCancellationRequested();
            var norm = Math.Sqrt(DoubleRows.Dot(gradient, gradient));
            if (converged(x, norm))
                return (step, true);
            if (step == mostSteps)
                return (step, false);
            var direction = Direction(gradient, pairs);
            var slope = DoubleRows.Dot(direction, gradient);               // dᵀ∇ < 0, as H is positive definite
            var t = pairs.Count == 0 ? Math.Min(1, 1 / norm) : 1;
            var halvings = 0;
            double nextValue;
            while (true)
            {
                x.CopyTo(next, 0);
                DoubleRows.AddScaled(t, direction, next);
                nextValue = function(next, nextGradient);
                if (nextValue <= value + SufficientDecrease * t * slope + Rounding * Math.Abs(value))
                    break;
                if (++halvings == MostHalvings)
                    return (step, false);                                  // nothing smaller is left within rounding
                t /= 2;
            }
            Remember(pairs, x, gradient, next, nextGradient);
            next.CopyTo(x, 0);
            (gradient, nextGradient, value) = (nextGradient, gradient, nextValue);
        }
    }

    static void Remember(List<(double[] S, double[] Y, double SY)> pairs, double[] x, double[] gradient, double[] next, double[] nextGradient)
    {
        var (s, y) = ((double[])next.Clone(), (double[])nextGradient.Clone());
        DoubleRows.AddScaled(-1, x, s);
        DoubleRows.AddScaled(-1, gradient, y);
        var sy = DoubleRows.Dot(s, y);
        if (!(sy > 1e-12 * Math.Sqrt(DoubleRows.Dot(s, s) * DoubleRows.Dot(y, y))))
            return;                                                        // lost in rounding
        pairs.Add((s, y, sy));
        if (pairs.Count > History)
            pairs.RemoveAt(0);
    }

    /// <summary>−H ∇ by the two loops, with H_0 = sᵀy / yᵀy of the youngest pair.</summary>
    static double[] Direction(double[] gradient, List<(double[] S, double[] Y, double SY)> pairs)
    {
        var q = Array.ConvertAll(gradient, g => -g);
        var a = new double[pairs.Count];
        for (var k = pairs.Count - 1; k >= 0; k--)
        {
            a[k] = DoubleRows.Dot(pairs[k].S, q) / pairs[k].SY;
            DoubleRows.AddScaled(-a[k], pairs[k].Y, q);
        }
        if (pairs.Count > 0)
        {
            var scale = pairs[^1].SY / DoubleRows.Dot(pairs[^1].Y, pairs[^1].Y);
            for (var i = 0; i < q.Length; i++)
                q[i] *= scale;
        }
        for (var k = 0; k < pairs.Count; k++)
            DoubleRows.AddScaled(a[k] - DoubleRows.Dot(pairs[k].Y, q) / pairs[k].SY, pairs[k].S, q);
        return q;
    }
}
