namespace KronClip.Compute;

/// <summary>Layer normalisation over each row (Ba, Kiros and Hinton, arXiv:1607.06450; torch.nn.LayerNorm). Thread-safe.</summary>
public static unsafe class LayerNorm
{
    /// <summary>
    /// y = gain · (x - mean) · r + bias with r = 1/√(variance + epsilon), per row; x, y [R × C], gain, bias [C]. The variance divides by C.
    /// </summary>
    /// <param name="engine">Kernels and threads.</param>
    /// <param name="x">[R × C].</param>
    /// <param name="gain">[C], the layer's weight.</param>
    /// <param name="bias">[C].</param>
    /// <param name="epsilon">Added to the variance; 1e-5 in CLIP.</param>
    /// <param name="y">[R × C]; may be <paramref name="x"/>.</param>
    /// <param name="mean">[R] or null; receives each row's mean, for the backward pass.</param>
    /// <param name="reciprocalDeviation">[R] or null; receives each row's r, for the backward pass.</param>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static void Forward(
        Engine engine, Matrix x, ReadOnlySpan<float> gain, ReadOnlySpan<float> bias, float epsilon, Matrix y,
        float[]? mean = null, float[]? reciprocalDeviation = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        y.RequireShape(x.Rows, x.Columns, nameof(y));
        RequireLength(gain.Length, x.Columns, nameof(gain));
        RequireLength(bias.Length, x.Columns, nameof(bias));
        RequireLength(mean?.Length ?? x.Rows, x.Rows, nameof(mean));
        RequireLength(reciprocalDeviation?.Length ?? x.Rows, x.Rows, nameof(reciprocalDeviation));
        fixed (float* gainData = gain, biasData = bias, xData = x.Data, yData = y.Data, meanData = mean, deviationData = reciprocalDeviation)
        {
            RowBlocks.ForEach(engine, x.Rows, x.Columns, new ForwardRows
            {
                Kernels = engine.RowKernels,
                Columns = x.Columns,
                Gain = gainData,
                Bias = biasData,
                Epsilon = epsilon,
                X = xData,
                Y = yData,
                Mean = meanData,
                ReciprocalDeviation = deviationData,
            });
        }
    }

    /// <summary>
    /// dx (+)= r (g - mean(g) - x̂ · mean(g x̂)), g = gain · dy, x̂ = (x - mean) r, per row; dy, x, dx [R × C], mean and reciprocalDeviation [R] as
    /// saved by <see cref="Forward"/>, gain [C]. dx may be dy.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static void BackwardToInput(
        Engine engine, Matrix dy, Matrix x, float[] mean, float[] reciprocalDeviation, ReadOnlySpan<float> gain, Matrix dx, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(dy);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(mean);
        ArgumentNullException.ThrowIfNull(reciprocalDeviation);
        ArgumentNullException.ThrowIfNull(dx);
        RequireLength(mean.Length, x.Rows, nameof(mean));
        RequireLength(reciprocalDeviation.Length, x.Rows, nameof(reciprocalDeviation));
        BackwardToInput(engine, dy, x, new Matrix(x.Rows, 1, mean), new Matrix(x.Rows, 1, reciprocalDeviation), gain, dx, accumulate);
    }

    /// <summary>The same for the first <paramref name="rows"/> rows, all where negative; mean and reciprocalDeviation [R × 1].</summary>
    internal static void BackwardToInput(
        Engine engine, Matrix dy, Matrix x, Matrix mean, Matrix reciprocalDeviation, ReadOnlySpan<float> gain, Matrix dx, bool accumulate = false, int rows = -1)
    {
        dy.RequireShape(x.Rows, x.Columns, nameof(dy));
        dx.RequireShape(x.Rows, x.Columns, nameof(dx));
        RequireLength(gain.Length, x.Columns, nameof(gain));
        fixed (float* gainData = gain, xData = x.Data, dyData = dy.Data, dxData = dx.Data, meanData = mean.Data, deviationData = reciprocalDeviation.Data)
        {
            RowBlocks.ForEach(engine, rows < 0 ? x.Rows : rows, x.Columns, new BackwardRows
            {
                Kernels = engine.RowKernels,
                Columns = x.Columns,
                Gain = gainData,
                X = xData,
                Dy = dyData,
                Dx = dxData,
                Mean = meanData,
                ReciprocalDeviation = deviationData,
                Accumulate = accumulate,
            });
        }
    }

    struct ForwardRows : IRowWork
    {
        public Kernels.RowKernels Kernels;
        public int Columns;
        public float Epsilon;
        public float* Gain, Bias, X, Y, Mean, ReciprocalDeviation;

        public readonly void Run(int first, int count)
        {
            for (var r = first; r < first + count; r++)
            {
                var start = (nint)r * Columns;
                Kernels.LayerNorm(X + start, Gain, Bias, Epsilon, Y + start, Columns, out var centre, out var reciprocal);
                if (Mean != null)
                    Mean[r] = centre;
                if (ReciprocalDeviation != null)
                    ReciprocalDeviation[r] = reciprocal;
            }
        }
    }

    struct BackwardRows : IRowWork
    {
        public Kernels.RowKernels Kernels;
        public int Columns;
        public float* Gain, X, Dy, Dx, Mean, ReciprocalDeviation;
        public bool Accumulate;

        public readonly void Run(int first, int count)
        {
            for (var r = first; r < first + count; r++)
            {
                var start = (nint)r * Columns;
                Kernels.LayerNormBackward(Dy + start, X + start, Mean[r], ReciprocalDeviation[r], Gain, Dx + start, Columns, Accumulate);
            }
        }
    }

    static void RequireLength(int length, int needed, string name)
    {
        if (length != needed)
            throw new ArgumentException($"{name} has {length} numbers; {needed} are needed here.", name);
    }
}
