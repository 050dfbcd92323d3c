namespace KronClip.Compute;

/// <summary>A dense row-major fp32 matrix, [Rows × Columns]. Not thread-safe for writing the same row from two threads.</summary>
public sealed class Matrix
{
    /// <summary>A matrix of zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there are more numbers than an array can hold.</exception>
    public Matrix(int rows, int columns) : this(rows, columns, Zeros(rows, columns)) { }

    /// <summary>Wraps <paramref name="data"/> (row-major, exactly rows × columns long) without copying.</summary>
    /// <exception cref="ArgumentException">The length does not fit.</exception>
    public Matrix(int rows, int columns, float[] data)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (data.Length != (long)rows * columns)
            throw new ArgumentException($"A {rows} × {columns} matrix needs {(long)rows * columns} numbers, not {data.Length}.", nameof(data));
        (Rows, Columns, Data) = (rows, columns, data);
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The numbers, row after row.</summary>
    public float[] Data { get; }

    /// <summary>All numbers as a span.</summary>
    public Span<float> Span => Data;

    /// <summary>Row <paramref name="row"/> as a span, [Columns].</summary>
    public Span<float> Row(int row) => Data.AsSpan(row * Columns, Columns);

    /// <summary>One element.</summary>
    public ref float this[int row, int column] => ref Data[row * Columns + column];

    /// <summary>An independent copy.</summary>
    public Matrix Clone() => new(Rows, Columns, (float[])Data.Clone());

    static float[] Zeros(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var count = (long)rows * columns;
        return count <= Array.MaxLength
            ? new float[count]
            : throw new ArgumentOutOfRangeException(nameof(rows), $"A matrix of {rows} × {columns} numbers is larger than an array can be ({Array.MaxLength}).");
    }

    /// <summary>Throws unless the shape is [<paramref name="rows"/> × <paramref name="columns"/>].</summary>
    /// <exception cref="ArgumentException">The shape differs.</exception>
    public void RequireShape(int rows, int columns, string name)
    {
        if (Rows != rows || Columns != columns)
            throw new ArgumentException($"{name} is {Rows} × {Columns}; {rows} × {columns} is needed here.", name);
    }
}
