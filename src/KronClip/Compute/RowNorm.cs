namespace KronClip.Compute;

/// <summary>
/// Scaling of each row to Euclidean length 1 (torch.nn.functional.normalize). A row shorter than 1e-12 is divided by 1e-12, so a row of zeros stays
/// one. Thread-safe.
/// </summary>
public static unsafe class RowNorm
{
    const float Smallest = 1e-12f;

    /// <summary>y = x / ‖x‖ per row, both [R × C]; y may be x. <paramref name="norms"/> [R], if given, receives the lengths.</summary>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static void Forward(Engine engine, Matrix x, Matrix y, float[]? norms = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        y.RequireShape(x.Rows, x.Columns, nameof(y));
        RequireNorms(norms, x.Rows);
        RowBlocks.ForEach(engine, x.Rows, x.Columns, (first, count) =>
        {
            fixed (float* from = x.Data, to = y.Data)
            {
                for (var r = first; r < first + count; r++)
                {
                    var start = (nint)r * x.Columns;
                    var norm = Math.Max(MathF.Sqrt(engine.RowKernels.Dot(from + start, from + start, x.Columns)), Smallest);
                    engine.RowKernels.Scale(from + start, 1 / norm, to + start, x.Columns);
                    norms?[r] = norm;
                }
            }
        });
    }

    /// <summary>dx = (dy - y (y · dy)) / ‖x‖ per row; dy, y, dx [R × C], y and norms as <see cref="Forward"/> gave them. dx may be dy.</summary>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static void BackwardToInput(Engine engine, Matrix dy, Matrix y, float[] norms, Matrix dx)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(dy);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(norms);
        ArgumentNullException.ThrowIfNull(dx);
        dy.RequireShape(y.Rows, y.Columns, nameof(dy));
        dx.RequireShape(y.Rows, y.Columns, nameof(dx));
        RequireNorms(norms, y.Rows);
        RowBlocks.ForEach(engine, y.Rows, y.Columns, (first, count) =>
        {
            fixed (float* direction = y.Data, slope = dy.Data, to = dx.Data)
            {
                for (var r = first; r < first + count; r++)
                {
                    var start = (nint)r * y.Columns;
                    var along = engine.RowKernels.Dot(direction + start, slope + start, y.Columns);
                    engine.RowKernels.SubtractScaled(slope + start, direction + start, along, 1 / norms[r], to + start, y.Columns);
                }
            }
        });
    }

    static void RequireNorms(float[]? norms, int rows)
    {
        if (norms is not null && norms.Length != rows)
            throw new ArgumentException($"norms has {norms.Length} numbers; {rows} are needed, one per row.", nameof(norms));
    }
}
