namespace KronClip.Compute.Kernels;

/// <summary>
/// Products of two small strided matrices on the calling thread, as attention needs them by the thousand. Which of the two ways is taken depends on
/// the shape alone, so a result never depends on threads.
/// </summary>
static unsafe class SmallProduct
{
    /// <summary>Multiply-adds below which packing the factors costs more than it saves.</summary>
    const int Tiny = 16 * 1024;

    /// <summary>c = a b, or c += a b; a [m × k], b [k × n], rows of c [m × n] <paramref name="stride"/> apart. c overlaps neither factor.</summary>
    public static void Run(Engine engine, MatrixView a, MatrixView b, float* c, nint stride, bool accumulate = false)
    {
        var tiny = (long)a.Rows * a.Columns * b.Columns <= Tiny;
        if (tiny && a.ColumnStride == 1 && b.RowStride == 1)
            engine.RowKernels.Dots(a, b.Transposed, c, stride, accumulate);
        else if (tiny && b.ColumnStride == 1)
        {
            for (var r = 0; r < a.Rows; r++)
                engine.RowKernels.WeightedSum(a.At(r, 0), a.ColumnStride, b.At(0, 0), b.RowStride, b.Rows, b.Columns, c + r * stride, accumulate);
        }
        else
        {
            Packed(engine, a, b, new ProductTail { Y = c, Stride = stride, Factor = 1, Residual = accumulate ? c : null, ResidualStride = stride });
        }
    }

    static void Packed(Engine engine, MatrixView a, MatrixView b, in ProductTail tail)
    {
        var kernel = engine.ProductKernel;
        var panelCount = Packing.Panels(kernel, b.Columns);
        using var panels = new Scratch(Packing.PanelFloats(kernel, b.Rows, b.Columns));
        for (var p = 0; p < panelCount; p++)
            Packing.Panel(kernel, b, p, panels.Pointer + (nint)p * b.Rows * kernel.PanelColumns);
        BlockedProduct.RunHere(engine, a, new ProductPanels(kernel, panels.Pointer, b.Rows, b.Columns), tail);
    }
}
