using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>K different rows of a table, drawn by the seeded generator and left in the order of the table.</summary>
static class RandomRows
{
    /// <summary>K rows of <paramref name="x"/>, [n×d] → [K×d].</summary>
    /// <exception cref="OptionsException">k is below one or above the number of rows.</exception>
    public static Matrix Draw(Matrix x, int k, long seed)
    {
        if (k < 1 || k > x.Rows)
            throw new OptionsException($"K is {k}, but there are {x.Rows} rows to draw from; K must be between 1 and that.");
        var rows = Enumerable.Range(0, x.Rows).ToArray();
        new SeededRandom(seed, "random-rows").Shuffle<int>(rows);
        var drawn = rows[..k];
        Array.Sort(drawn);
        var d = new Matrix(k, x.Columns);
        for (var i = 0; i < k; i++)
            x.Row(drawn[i]).CopyTo(d.Row(i));
        return d;
    }
}
