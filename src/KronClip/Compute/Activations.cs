namespace KronClip.Compute;

/// <summary>Element-wise activations where they are not fused into a product. Thread-safe; targets may be the same matrix as sources.</summary>
public static unsafe class Activations
{
    /// <summary>y = act(x), both [R × C].</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Forward(Engine engine, Activation activation, Matrix x, Matrix y)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        y.RequireShape(x.Rows, x.Columns, nameof(y));
        RowBlocks.ForEach(engine, x.Rows, x.Columns, (row, count) =>
        {
            fixed (float* from = x.Data, to = y.Data)
                engine.RowKernels.Activate(activation, from + (nint)row * x.Columns, to + (nint)row * x.Columns, count * x.Columns);
        });
    }

    /// <summary>dx = act′(preActivation) · dy, all [R × C]; <paramref name="preActivation"/> is what went into the activation.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static void Backward(Engine engine, Activation activation, Matrix preActivation, Matrix dy, Matrix dx)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(preActivation);
        ArgumentNullException.ThrowIfNull(dy);
        ArgumentNullException.ThrowIfNull(dx);
        dy.RequireShape(preActivation.Rows, preActivation.Columns, nameof(dy));
        dx.RequireShape(preActivation.Rows, preActivation.Columns, nameof(dx));
        RowBlocks.ForEach(engine, dy.Rows, dy.Columns, (row, count) =>
        {
            var first = (nint)row * dy.Columns;
            fixed (float* x = preActivation.Data, from = dy.Data, to = dx.Data)
                engine.RowKernels.ActivateBackward(activation, x + first, from + first, to + first, count * dy.Columns);
        });
    }
}
