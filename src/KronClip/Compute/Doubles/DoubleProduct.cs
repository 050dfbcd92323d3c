namespace KronClip.Compute;

/// <summary>Products of fp64 matrices. Each element is one sum of fixed order, so results do not depend on the thread count.</summary>
static class DoubleProduct
{
    /// <summary>A Bᵀ: [m × k]·[n × k]ᵀ → [m × n].</summary>
    public static DoubleMatrix RowsByRows(Engine engine, DoubleMatrix a, DoubleMatrix b)
    {
        var c = new DoubleMatrix(a.Rows, b.Rows);
        DoubleRows.ForEach(engine, a.Rows, (long)b.Rows * a.Columns, i =>
        {
            var row = a.Row(i);
            var result = c.Row(i);
            for (var j = 0; j < result.Length; j++)
                result[j] = DoubleRows.Dot(row, b.Row(j));
        });
        return c;
    }

    /// <summary>Aᵀ B: [k × m]ᵀ·[k × n] → [m × n].</summary>
    public static DoubleMatrix ColumnsByColumns(Engine engine, DoubleMatrix a, DoubleMatrix b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Rows, a.Rows);
        var c = new DoubleMatrix(a.Columns, b.Columns);
        DoubleRows.ForEach(engine, a.Columns, (long)a.Rows * b.Columns, i =>
        {
            var result = c.Row(i);
            for (var k = 0; k < a.Rows; k++)
                DoubleRows.AddScaled(a[k, i], b.Row(k), result);
        });
        return c;
    }
}
