using KronClip.Compute.Kernels;

namespace KronClip.Compute;

/// <summary>
/// Products whose left factor is computed on its way into the product and never stored: normed, activated, or a gradient taken back through an
/// activation. Some work on the first rows only, or with some of the weights' outputs only. Thread-safe as <see cref="Product"/> is.
/// </summary>
static unsafe class FusedProduct
{
    /// <summary>Whether outputs from <paramref name="first"/> on can be computed alone: they must begin at a panel.</summary>
    public static bool CanSlice(Engine engine, int first) => WeightPart.CanBegin(engine, first);

    /// <summary>
    /// y = layernorm(x) W + bias for the first <paramref name="rows"/> rows (all where negative), y [R × n] being outputs
    /// <paramref name="firstOutput"/> … of W; mean and reciprocalDeviation [R × 1] receive each row's, where they are given.
    /// </summary>
    public static void Normed(
        Engine engine, Matrix x, NormWeights norm, PackedWeights w, float[] bias, Matrix y, Matrix? mean, Matrix? reciprocalDeviation,
        int firstOutput = 0, int rows = -1)
    {
        x.RequireShape(y.Rows, w.Inputs, nameof(x));
        fixed (float* xData = x.Data, yData = y.Data, biasData = bias, gain = norm.Gain, normBias = norm.Bias, meanData = mean?.Data, deviationData = reciprocalDeviation?.Data)
        {
            Product.Run(engine, new ProductRows
            {
                Values = new MatrixView(xData, rows < 0 ? x.Rows : rows, x.Columns, x.Columns),
                Prologue = RowPrologue.LayerNorm,
                Gain = gain,
                Bias = normBias,
                Epsilon = norm.Epsilon,
                Mean = meanData,
                ReciprocalDeviation = deviationData,
            }, WeightPart.Forward(w, firstOutput, y.Columns), new ProductTail { Y = yData, Stride = y.Columns, Factor = 1, Bias = biasData + firstOutput });
        }
    }

    /// <summary>y = act(x) W + bias + residual.</summary>
    public static void Activated(Engine engine, Activation activation, Matrix x, PackedWeights w, float[] bias, Matrix residual, Matrix y)
    {
        x.RequireShape(y.Rows, w.Inputs, nameof(x));
        residual.RequireShape(y.Rows, w.Outputs, nameof(residual));
        fixed (float* xData = x.Data, yData = y.Data, biasData = bias, residualData = residual.Data)
        {
            Product.Run(engine, new ProductRows
            {
                Values = new MatrixView(xData, x.Rows, x.Columns, x.Columns),
                Prologue = RowPrologue.Activation,
                Activation = activation,
            }, WeightPart.Forward(w), new ProductTail { Y = yData, Stride = y.Columns, Factor = 1, Bias = biasData, Residual = residualData, ResidualStride = y.Columns });
        }
    }

    /// <summary>dx = (act′(preActivation) · dh) Wᵀ.</summary>
    public static void BackwardThroughActivation(Engine engine, Matrix dh, Activation activation, Matrix preActivation, PackedWeights w, Matrix dx)
    {
        dh.RequireShape(dx.Rows, w.Outputs, nameof(dh));
        preActivation.RequireShape(dx.Rows, w.Outputs, nameof(preActivation));
        fixed (float* dhData = dh.Data, dxData = dx.Data, preActivationData = preActivation.Data)
        {
            Product.Run(engine, new ProductRows
            {
                Values = new MatrixView(dhData, dh.Rows, dh.Columns, dh.Columns),
                Prologue = RowPrologue.ActivationSlope,
                Activation = activation,
                PreActivation = preActivationData,
            }, WeightPart.Backward(w), new ProductTail { Y = dxData, Stride = dx.Columns, Factor = 1 });
        }
    }

    /// <summary>dx = dy Wᵀ for the first <paramref name="rows"/> rows (all where negative), dy [R × n] belonging to outputs <paramref name="firstOutput"/> … of W.</summary>
    public static void BackwardToInput(Engine engine, Matrix dy, PackedWeights w, Matrix dx, int firstOutput = 0, int rows = -1)
    {
        dx.RequireShape(dy.Rows, w.Inputs, nameof(dx));
        fixed (float* dyData = dy.Data, dxData = dx.Data)
        {
            Product.Run(engine, new MatrixView(dyData, rows < 0 ? dy.Rows : rows, dy.Columns, dy.Columns),
                WeightPart.Backward(w, firstOutput, dy.Columns), new ProductTail { Y = dxData, Stride = dx.Columns, Factor = 1 });
        }
    }
}
