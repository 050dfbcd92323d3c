namespace KronClip.Compute;

/// <summary>The largest eigenvalue of FᵀF by power iteration (Golub and Van Loan, "Matrix Computations", 8.2), from a fixed start.</summary>
static class LargestEigenvalue
{
    const int MostIterations = 10_000;
    const double Change = 1e-13;               // relative, between two iterations

    /// <summary>λ_max(FᵀF) = λ_max(FFᵀ), F [N×e]; 0 for a matrix of zeros.</summary>
    public static double OfGram(Engine engine, DoubleMatrix f)
    {
        var v = new DoubleMatrix(1, f.Columns);
        Array.Fill(v.Data, 1);
        for (var k = 0; k < f.Rows; k++)
            DoubleRows.AddScaled(1, f.Row(k), v.Data);                     // not orthogonal to what the rows have in common
        var eigenvalue = 0.0;
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var length = Math.Sqrt(DoubleRows.Dot(v.Data, v.Data));
            if (length == 0)
                return 0;
            for (var i = 0; i < v.Data.Length; i++)
                v.Data[i] /= length;
            var fv = DoubleProduct.RowsByRows(engine, v, f);               // (F v)ᵀ  [1×N]
            var before = eigenvalue;
            eigenvalue = DoubleRows.Dot(fv.Data, fv.Data);                 // vᵀ FᵀF v, which never falls
            if (eigenvalue - before <= Change * eigenvalue)
                break;
            Array.Clear(v.Data);
            for (var k = 0; k < f.Rows; k++)
                DoubleRows.AddScaled(fv.Data[k], f.Row(k), v.Data);        // v = Fᵀ F v
        }
        return eigenvalue;
    }
}
