using KronClip.Compute.Kernels;

namespace KronClip.Compute;

/// <summary>
/// Matrix products. Each element is summed over the inner dimension from first to last, so results are the same bit for bit whatever the thread
/// count. Thread-safe as long as results do not overlap.
/// </summary>
public static unsafe class Product
{
    /// <summary>
    /// y = act(x W + bias) + residual: the residual is added <b>after</b> the activation. x [R × in], W [in × out], y [R × out].
    /// </summary>
    /// <param name="engine">Kernels and threads.</param>
    /// <param name="x">[R × in].</param>
    /// <param name="w">W [in × out].</param>
    /// <param name="y">[R × out]; overwritten; not the same matrix as <paramref name="x"/>.</param>
    /// <param name="bias">[out], or empty for none.</param>
    /// <param name="activation">Applied to x W + bias.</param>
    /// <param name="residual">[R × out], or null; may be the same matrix as <paramref name="y"/>.</param>
    /// <param name="preActivation">[R × out], or null; receives x W + bias, which the backward pass of the activation needs.</param>
    /// <exception cref="ArgumentException">A shape does not fit, or the weights are packed for another kernel path.</exception>
    public static void Forward(
        Engine engine, Matrix x, PackedWeights w, Matrix y, ReadOnlySpan<float> bias = default,
        Activation activation = Activation.None, Matrix? residual = null, Matrix? preActivation = null)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(y);
        x.RequireShape(x.Rows, w.Inputs, nameof(x));
        y.RequireShape(x.Rows, w.Outputs, nameof(y));
        residual?.RequireShape(x.Rows, w.Outputs, nameof(residual));
        preActivation?.RequireShape(x.Rows, w.Outputs, nameof(preActivation));
        RequireBias(bias, w.Outputs);
        RequireApart(x, y, nameof(y));
        fixed (float* xData = x.Data, yData = y.Data, biasData = bias, residualData = residual?.Data, preActivationData = preActivation?.Data)
        {
            Run(engine, new MatrixView(xData, x.Rows, x.Columns, x.Columns), WeightPart.Forward(w), new ProductTail
            {
                Y = yData,
                Stride = y.Columns,
                Factor = 1,
                Bias = biasData,
                Activation = activation,
                Residual = residualData,
                ResidualStride = y.Columns,
                PreActivation = preActivationData,
                PreActivationStride = y.Columns,
            });
        }
    }

    /// <summary>dx = dy Wᵀ, or dx += dy Wᵀ: the gradient that reaches x through y = x W. dy [R × out], W [in × out], dx [R × in].</summary>
    /// <exception cref="ArgumentException">A shape does not fit, or the weights are packed for another kernel path.</exception>
    public static void BackwardToInput(Engine engine, Matrix dy, PackedWeights w, Matrix dx, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(dy);
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(dx);
        dy.RequireShape(dy.Rows, w.Outputs, nameof(dy));
        dx.RequireShape(dy.Rows, w.Inputs, nameof(dx));
        RequireApart(dy, dx, nameof(dx));
        fixed (float* dyData = dy.Data, dxData = dx.Data)
        {
            var tail = new ProductTail { Y = dxData, Stride = dx.Columns, Factor = 1, Residual = accumulate ? dxData : null, ResidualStride = dx.Columns };
            Run(engine, new MatrixView(dyData, dy.Rows, dy.Columns, dy.Columns), WeightPart.Backward(w), tail);
        }
    }

    /// <summary>
    /// c = alpha op(a) op(b), or c += alpha op(a) op(b), op being the transpose where asked for. For products whose factors both change: logits,
    /// K-means, the context of a prompt. op(a) [m × k], op(b) [k × n], c [m × n].
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit, or <paramref name="c"/> is one of the factors.</exception>
    public static void Multiply(
        Engine engine, Matrix a, Matrix b, Matrix c, bool transposeA = false, bool transposeB = false, float alpha = 1, bool accumulate = false)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentNullException.ThrowIfNull(c);
        var (m, k) = transposeA ? (a.Columns, a.Rows) : (a.Rows, a.Columns);
        var (kOfB, n) = transposeB ? (b.Columns, b.Rows) : (b.Rows, b.Columns);
        if (k != kOfB)
            throw new ArgumentException($"op(a) is {m} × {k} and op(b) {kOfB} × {n}; their inner sizes must be equal.", nameof(b));
        c.RequireShape(m, n, nameof(c));
        RequireApart(a, c, nameof(c));
        RequireApart(b, c, nameof(c));
        if (m == 0 || n == 0)
            return;
        fixed (float* aData = a.Data, bData = b.Data, cData = c.Data)
        {
            var (left, right) = (new MatrixView(aData, a.Rows, a.Columns, a.Columns), new MatrixView(bData, b.Rows, b.Columns, b.Columns));
            left = transposeA ? left.Transposed : left;
            right = transposeB ? right.Transposed : right;
            var kernel = engine.ProductKernel;
            using var panels = new Scratch(Packing.PanelFloats(kernel, k, n));
            var packed = panels.Pointer;
            var packing = new PackPanels { Kernel = kernel, Source = right, Target = packed };
            engine.ForEach(Packing.Panels(kernel, n), ref packing);
            var tail = new ProductTail { Y = cData, Stride = n, Factor = alpha, Residual = accumulate ? cData : null, ResidualStride = n };
            BlockedProduct.Run(engine, left, new ProductPanels(kernel, packed, k, n), tail);
        }
    }

    /// <summary>Throws unless <paramref name="bias"/> is empty or has one number per output.</summary>
    internal static void RequireBias(ReadOnlySpan<float> bias, int outputs)
    {
        if (!bias.IsEmpty && bias.Length != outputs)
            throw new ArgumentException($"The bias has {bias.Length} numbers; {outputs} are needed, one per output, or none.", nameof(bias));
    }

    /// <summary>The product of rows, which may go through something on the way, with weights or a part of them.</summary>
    internal static void Run(Engine engine, in ProductRows rows, in WeightPart part, in ProductTail tail)
    {
        var panels = part.Weights.Panels(engine, part.Transposed);
        var held = false;
        try
        {
            panels.DangerousAddRef(ref held);
            BlockedProduct.Run(engine, rows, part.Panels(engine.ProductKernel, panels.Pointer), tail);
        }
        finally
        {
            if (held)
                panels.DangerousRelease();
        }
    }

    static void RequireApart(Matrix source, Matrix target, string name)
    {
        if (ReferenceEquals(source.Data, target.Data) && source.Data.Length > 0)
            throw new ArgumentException($"{name} is also a factor of the product; it must be a matrix of its own.", name);
    }
}
