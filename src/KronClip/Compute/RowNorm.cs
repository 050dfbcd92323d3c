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
        fixed (float* from = x.Data, to = y.Data, lengths = norms)
            RowBlocks.ForEach(engine, x.Rows, x.Columns, new ForwardRows { Kernels = engine.RowKernels, Columns = x.Columns, X = from, Y = to, Norms = lengths });
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
        fixed (float* direction = y.Data, slope = dy.Data, to = dx.Data, lengths = norms)
        {
            RowBlocks.ForEach(engine, y.Rows, y.Columns,
                new BackwardRows { Kernels = engine.RowKernels, Columns = y.Columns, Y = direction, Dy = slope, Dx = to, Norms = lengths });
        }
    }

    struct ForwardRows : IRowWork
    {
        public Kernels.RowKernels Kernels;
        public int Columns;
        public float* X, Y, Norms;

        public readonly void Run(int first, int count)
        {
            for (var r = first; r < first + count; r++)
            {
                var start = (nint)r * Columns;
                var norm = Math.Max(MathF.Sqrt(Kernels.Dot(X + start, X + start, Columns)), Smallest);
                Kernels.Scale(X + start, 1 / norm, Y + start, Columns);
                if (Norms != null)
                    Norms[r] = norm;
            }
        }
    }

    struct BackwardRows : IRowWork
    {
        public Kernels.RowKernels Kernels;
        public int Columns;
        public float* Y, Dy, Dx, Norms;

        public readonly void Run(int first, int count)
        {
            for (var r = first; r < first + count; r++)
            {
                var start = (nint)r * Columns;
                var along = Kernels.Dot(Y + start, Dy + start, Columns);
                Kernels.SubtractScaled(Dy + start, Y + start, along, 1 / Norms[r], Dx + start, Columns);
            }
        }
    }

    static void RequireNorms(float[]? norms, int rows)
    {
        if (norms is not null && norms.Length != rows)
            throw new ArgumentException($"norms has {norms.Length} numbers; {rows} are needed, one per row.", nameof(norms));
    }
}
