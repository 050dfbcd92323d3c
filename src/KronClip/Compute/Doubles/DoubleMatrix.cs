namespace KronClip.Compute;

/// <summary>
/// A dense row-major fp64 matrix, [Rows × Columns], for closed forms and convex problems, whose answers should not depend on rounding. Not thread-safe for writing
/// the same row from two threads.
/// </summary>
sealed class DoubleMatrix(int rows, int columns)
{
    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public double[] Data { get; } = new double[checked(rows * columns)];

    public Span<double> Row(int row) => Data.AsSpan(row * Columns, Columns);

    public ref double this[int row, int column] => ref Data[row * Columns + column];

    /// <summary>The same numbers in fp64.</summary>
    public static DoubleMatrix From(Matrix matrix)
    {
        var result = new DoubleMatrix(matrix.Rows, matrix.Columns);
        for (var i = 0; i < result.Data.Length; i++)
            result.Data[i] = matrix.Data[i];
        return result;
    }

    /// <summary>Each number rounded to fp32.</summary>
    public Matrix ToSingle() => new(Rows, Columns, Array.ConvertAll(Data, x => (float)x));

    /// <summary>Some rows, in the order of <paramref name="rows"/>.</summary>
    public DoubleMatrix Select(IReadOnlyList<int> rows)
    {
        var result = new DoubleMatrix(rows.Count, Columns);
        for (var i = 0; i < rows.Count; i++)
            Row(rows[i]).CopyTo(result.Row(i));
        return result;
    }
}
