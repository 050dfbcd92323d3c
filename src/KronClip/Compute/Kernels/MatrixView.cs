namespace KronClip.Compute.Kernels;

/// <summary>A matrix in pinned memory: element (r, c) lies at Origin + r · RowStride + c · ColumnStride floats.</summary>
readonly unsafe record struct MatrixView(nint Origin, int Rows, int Columns, nint RowStride, nint ColumnStride)
{
    /// <summary>A row-major part of a larger matrix.</summary>
    public MatrixView(float* origin, int rows, int columns, nint rowStride) : this((nint)origin, rows, columns, rowStride, 1) { }

    /// <summary>The same memory with rows and columns exchanged.</summary>
    public MatrixView Transposed => new(Origin, Columns, Rows, ColumnStride, RowStride);

    /// <summary>Address of element (<paramref name="row"/>, <paramref name="column"/>).</summary>
    public float* At(int row, int column) => (float*)Origin + row * RowStride + column * ColumnStride;
}
