using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Ridge least squares: W = argmin ‖W D − T‖² + λ‖W‖² = T Dᵀ (D Dᵀ + λI)⁻¹, with λ relative to the mean squared norm of D's rows.</summary>
/// <param name="Coefficients">W, [M×K].</param>
/// <param name="Norm">|W|, Frobenius.</param>
/// <param name="RelativeError">|W D − T| / |T|, Frobenius.</param>
sealed record RidgeFit(Matrix Coefficients, double Norm, double RelativeError)
{
    /// <summary>Solves by Cholesky in double precision.</summary>
    /// <param name="engine">Where to compute.</param>
    /// <param name="d">D, [K×d].</param>
    /// <param name="t">T, [M×d].</param>
    /// <param name="strength">λ over the mean squared norm of D's rows, &gt; 0.</param>
    public static RidgeFit Solve(Engine engine, Matrix d, Matrix t, double strength)
    {
        var k = d.Rows;
        var gram = new double[k][];                                        // D Dᵀ, lower triangle
        engine.ForEach(k, i =>
        {
            gram[i] = new double[i + 1];
            for (var j = 0; j <= i; j++)
                gram[i][j] = Dot(d.Row(i), d.Row(j));
        });
        var lambda = strength * Enumerable.Range(0, k).Average(i => gram[i][i]);
        for (var i = 0; i < k; i++)
            gram[i][i] += lambda;
        Cholesky(gram);

        var w = new Matrix(t.Rows, k);
        double norm = 0, error = 0, size = 0;
        for (var m = 0; m < t.Rows; m++)
        {
            var x = new double[k];
            for (var i = 0; i < k; i++)
                x[i] = Dot(t.Row(m), d.Row(i));
            SolveInPlace(gram, x);
            for (var i = 0; i < k; i++)
                w[m, i] = (float)x[i];
            norm += x.Sum(value => value * value);
            for (var j = 0; j < d.Columns; j++)
            {
                var fitted = 0.0;
                for (var i = 0; i < k; i++)
                    fitted += x[i] * d[i, j];
                error += (fitted - t[m, j]) * (fitted - t[m, j]);
                size += t[m, j] * (double)t[m, j];
            }
        }
        return new RidgeFit(w, Math.Sqrt(norm), Math.Sqrt(error / size));
    }

    /// <summary>L Lᵀ = A, in place of the lower triangle.</summary>
    static void Cholesky(double[][] a)
    {
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = a[i][j];
                for (var p = 0; p < j; p++)
                    sum -= a[i][p] * a[j][p];
                a[i][j] = i == j ? Math.Sqrt(sum) : sum / a[j][j];
            }
        }
    }

    static void SolveInPlace(double[][] l, double[] x)
    {
        for (var i = 0; i < x.Length; i++)                                 // L y = x
        {
            for (var p = 0; p < i; p++)
                x[i] -= l[i][p] * x[p];
            x[i] /= l[i][i];
        }
        for (var i = x.Length - 1; i >= 0; i--)                            // Lᵀ w = y
        {
            for (var p = i + 1; p < x.Length; p++)
                x[i] -= l[p][i] * x[p];
            x[i] /= l[i][i];
        }
    }

    static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * (double)b[i];
        return sum;
    }
}
