namespace KronClip.Compute;

/// <summary>
/// Products of fp64 matrices. Each element is one sum of fixed order, so results do not depend on the thread count. Rows of the result are made a block at a time, so
/// that a row of B is read once for all of them.
/// </summary>
static class DoubleProduct
{
    const int Block = 8;

    /// <summary>A Bᵀ: [m × k]·[n × k]ᵀ → [m × n].</summary>
    public static DoubleMatrix RowsByRows(Engine engine, DoubleMatrix a, DoubleMatrix b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Columns, a.Columns);
        var c = new DoubleMatrix(a.Rows, b.Rows);
        ForEachBlock(engine, a.Rows, (long)b.Rows * a.Columns, (first, end) =>
        {
            for (var j = 0; j < b.Rows; j++)
            {
                for (var i = first; i < end; i++)
                    c[i, j] = DoubleRows.Dot(a.Row(i), b.Row(j));
            }
        });
        return c;
    }

    /// <summary>Aᵀ B: [k × m]ᵀ·[k × n] → [m × n].</summary>
    public static DoubleMatrix ColumnsByColumns(Engine engine, DoubleMatrix a, DoubleMatrix b)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(b.Rows, a.Rows);
        var c = new DoubleMatrix(a.Columns, b.Columns);
        ForEachBlock(engine, a.Columns, (long)a.Rows * b.Columns, (first, end) =>
        {
            for (var k = 0; k < a.Rows; k++)
            {
                for (var i = first; i < end; i++)
                    DoubleRows.AddScaled(a[k, i], b.Row(k), c.Row(i));
            }
        });
        return c;
    }

    static void ForEachBlock(Engine engine, int rows, long workOfRow, Action<int, int> body) => DoubleRows.ForEach(engine, (rows + Block - 1) / Block, workOfRow * Block,
        block => body(block * Block, Math.Min(rows, (block + 1) * Block)));
}
