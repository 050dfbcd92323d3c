namespace KronClip.Compute;

/// <summary>The factor L of a symmetric positive definite matrix, A = L Lᵀ (Golub and Van Loan, "Matrix Computations", 4.2), and what is solved with it, in fp64.</summary>
sealed class Cholesky
{
    readonly DoubleMatrix l;                   // [n×n], the lower triangle

    Cholesky(DoubleMatrix l) => this.l = l;

    /// <summary>Factors <paramref name="a"/>, [n×n], of which the lower triangle is read.</summary>
    /// <returns>The factor, or null where the matrix is not positive definite.</returns>
    public static Cholesky? Of(Engine engine, DoubleMatrix a)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(a.Columns, a.Rows);
        var l = new DoubleMatrix(a.Rows, a.Rows);
        for (var j = 0; j < a.Rows; j++)
        {
            var column = j;
            var pivot = a[j, j] - DoubleRows.Dot(l.Row(j)[..j], l.Row(j)[..j]);
            if (!(pivot > 0) || !double.IsFinite(pivot))
                return null;
            var root = l[j, j] = Math.Sqrt(pivot);
            DoubleRows.ForEach(engine, a.Rows - j - 1, j, below =>
            {
                var i = column + 1 + below;                                // L_ij = (A_ij - Σ_p L_ip L_jp) / L_jj
                l[i, column] = (a[i, column] - DoubleRows.Dot(l.Row(i)[..column], l.Row(column)[..column])) / root;
            });
        }
        return new Cholesky(l);
    }

    /// <summary>Solves A x = b for each row b of <paramref name="b"/>, [r×n]; the rows of the result are the x.</summary>
    public DoubleMatrix SolveRows(Engine engine, DoubleMatrix b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Columns, l.Rows);
        var solved = new DoubleMatrix(b.Rows, b.Columns);
        DoubleRows.ForEach(engine, b.Rows, (long)b.Columns * b.Columns, r =>
        {
            var x = solved.Row(r);
            b.Row(r).CopyTo(x);
            for (var i = 0; i < x.Length; i++)                             // L y = b
                x[i] = (x[i] - DoubleRows.Dot(l.Row(i)[..i], x[..i])) / l[i, i];
            for (var i = x.Length - 1; i >= 0; i--)                        // Lᵀ x = y
            {
                x[i] /= l[i, i];
                DoubleRows.AddScaled(-x[i], l.Row(i)[..i], x[..i]);
            }
        });
        return solved;
    }
}
