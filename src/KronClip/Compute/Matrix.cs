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

    Matrix(float[] buffer, int rows, int columns) => (Rows, Columns, Data) = (rows, columns, buffer);

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Number of columns.</summary>
    public int Columns { get; }

    /// <summary>The numbers, row after row, from the first; the array may be longer than the matrix where memory is shared inside the library.</summary>
    public float[] Data { get; }

    /// <summary>All numbers as a span.</summary>
    public Span<float> Span => Data.AsSpan(0, Rows * Columns);

    /// <summary>Row <paramref name="row"/> as a span, [Columns].</summary>
    public Span<float> Row(int row) => Data.AsSpan(row * Columns, Columns);

    /// <summary>One element.</summary>
    public ref float this[int row, int column] => ref Data[row * Columns + column];

    /// <summary>An independent copy.</summary>
    public Matrix Clone() => new(Rows, Columns, Span.ToArray());

    /// <summary>Memory for many numbers that are not set, which stays in its place.</summary>
    internal static unsafe float[] Buffer(int rows, int columns)
    {
        var buffer = GC.AllocateUninitializedArray<float>(Count(rows, columns), pinned: true);
        fixed (float* first = buffer)
            HugePages.Wish((nint)first, (nint)buffer.Length * sizeof(float));
        return buffer;
    }

    /// <summary>A matrix whose numbers are not set.</summary>
    internal static Matrix Uninitialised(int rows, int columns) => new(rows, columns, Buffer(rows, columns));

    /// <summary>A matrix in the first part of a buffer, which may be longer than it.</summary>
    internal static Matrix Over(float[] buffer, int rows, int columns) => buffer.Length >= (long)rows * columns
        ? new Matrix(buffer, rows, columns)
        : throw new ArgumentException($"A {rows} × {columns} matrix does not fit into {buffer.Length} numbers.", nameof(buffer));

    /// <summary>The first rows or columns of this matrix's memory as a narrower matrix with as many rows; both share it.</summary>
    internal Matrix Over(int columns) => Over(Data, Rows, columns);

    /// <summary>Overwrites this matrix with the first rows of <paramref name="source"/>, which has the same columns.</summary>
    internal void CopyFirstRows(Matrix source) => source.Span[..(Rows * Columns)].CopyTo(Span);

    /// <summary>Adds a row of another matrix of the same width to one of this.</summary>
    internal unsafe void AddToRow(Engine engine, int row, Matrix other, int otherRow)
    {
        fixed (float* x = other.Row(otherRow), y = Row(row))
            engine.RowKernels.Add(x, y, Columns);
    }

    static float[] Zeros(int rows, int columns) => new float[Count(rows, columns)];

    static int Count(int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        var count = (long)rows * columns;
        return count <= Array.MaxLength
            ? (int)count
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
