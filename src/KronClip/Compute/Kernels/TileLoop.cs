namespace KronClip.Compute.Kernels;

/// <summary>The loop over the tiles of a block of packed rows and a group of panels, on the calling thread.</summary>
static unsafe class TileLoop
{
    const int LargestPanel = 32, LargestTile = 12 * LargestPanel;

    /// <summary>
    /// <paramref name="packed"/> holds tiles <paramref name="firstTile"/> … <paramref name="endTile"/>-1, each [inner × tile rows]; panels
    /// <paramref name="firstPanel"/> … <paramref name="endPanel"/>-1 of the right factor are used.
    /// </summary>
    public static void Run(
        Engine engine, float* packed, int inner, RowTiles tiles, int firstTile, int endTile,
        ProductPanels panels, int firstPanel, int endPanel, in ProductTail tail)
    {
        var kernel = engine.ProductKernel;
        var width = kernel.PanelColumns;
        var plain = tail is { Factor: 1, Activation: Activation.None } && tail.PreActivation == null;
        var zeros = stackalloc float[LargestPanel];
        var buffer = stackalloc float[LargestTile + 16];
        buffer = (float*)(((nint)buffer + 63) & ~63);
        new Span<float>(zeros, LargestPanel).Clear();
        for (var p = firstPanel; p < endPanel; p++)
        {
            var column = p * width;
            var panel = panels.Panel(p);
            var whole = column + width <= panels.Columns;
            for (var t = firstTile; t < endTile; t++)
            {
                var (row, own, padded) = (tiles.First(t), tiles.Own(t), tiles.Padded(t));
                var rows = packed + (nint)(t - firstTile) * tiles.TileRows * inner;
                if (plain && whole && own == padded)
                {
                    kernel.Run(rows, panel, inner, padded, new ProductTile
                    {
                        Addend = tail.Residual == null ? zeros : tail.Residual + row * tail.ResidualStride + column,
                        AddendStride = tail.Residual == null ? 0 : tail.ResidualStride,
                        Bias = tail.Bias == null ? zeros : tail.Bias + column,
                        Target = tail.Y + row * tail.Stride + column,
                        TargetStride = tail.Stride,
                    });
                }
                else if (plain)
                    Edge(kernel, rows, panel, inner, padded, tail, row, own, column, Math.Min(width, panels.Columns - column), zeros, buffer);
                else
                {
                    kernel.Run(rows, panel, inner, padded, new ProductTile { Addend = zeros, Bias = zeros, Target = buffer, TargetStride = width });
                    for (var r = 0; r < own; r++)
                        engine.RowKernels.Finish(buffer + r * width, tail, row + r, column, Math.Min(width, panels.Columns - column));
                }
            }
        }
    }

    /// <summary>A tile that reaches beyond the result, through a buffer: the same additions in the same order as a whole one.</summary>
    static void Edge(
        ProductKernel kernel, float* rows, float* panel, int inner, int padded, in ProductTail tail,
        int row, int own, int column, int ownColumns, float* zeros, float* buffer)
    {
        var width = kernel.PanelColumns;
        var bias = stackalloc float[LargestPanel];
        new Span<float>(bias, LargestPanel).Clear();
        if (tail.Bias != null)
            new ReadOnlySpan<float>(tail.Bias + column, ownColumns).CopyTo(new Span<float>(bias, LargestPanel));
        if (tail.Residual != null)
        {
            new Span<float>(buffer, padded * width).Clear();
            for (var r = 0; r < own; r++)
                new ReadOnlySpan<float>(tail.Residual + (row + r) * tail.ResidualStride + column, ownColumns).CopyTo(new Span<float>(buffer + r * width, width));
        }
        kernel.Run(rows, panel, inner, padded, new ProductTile
        {
            Addend = tail.Residual == null ? zeros : buffer,
            AddendStride = tail.Residual == null ? 0 : width,
            Bias = bias,
            Target = buffer,
            TargetStride = width,
        });
        for (var r = 0; r < own; r++)
            new ReadOnlySpan<float>(buffer + r * width, ownColumns).CopyTo(new Span<float>(tail.Y + (row + r) * tail.Stride + column, ownColumns));
    }
}
