using System.Runtime.Intrinsics.X86;

namespace KronClip.Compute.Kernels;

/// <summary>
/// The loop over the tiles of a block of packed rows and a group of panels, on the calling thread.
/// </summary>
static unsafe class TileLoop
{
    const int CacheLine = 16;               // floats
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
        var buffer = stackalloc float[LargestTile + CacheLine];
        buffer = (float*)(((nint)buffer + 63) & ~63);
        new Span<float>(zeros, LargestPanel).Clear();
        for (var p = firstPanel; p < endPanel; p++)
        {
            var column = p * width;
            var ownColumns = Math.Min(width, panels.Columns - column);
            var step = (width + endTile - firstTile - 1) / (endTile - firstTile);
            for (var t = firstTile; t < endTile; t++)
            {
                var (row, count) = (tiles.First(t), tiles.Rows(t));
                var rows = packed + (nint)(t - firstTile) * tiles.TileRows * inner;
                var tile = new ProductTile
                {
                    Bias = zeros,
                    Addend = zeros,
                    Target = buffer,
                    TargetStride = width,
                    Ahead = panels.Panel(p + 1) + (nint)(t - firstTile) * step * inner,     // the next panel is fetched, a piece with each tile
                    AheadStep = step,
                };
                if (plain && ownColumns == width)
                {
                    FetchTarget(tail, row, count, column, width);
                    tile.Target = tail.Y + row * tail.Stride + column;
                    tile.TargetStride = tail.Stride;
                    if (tail.Residual != null)
                    {
                        tile.Addend = tail.Residual + row * tail.ResidualStride + column;
                        tile.AddendStride = tail.ResidualStride;
                    }
                    if (tail.Bias != null)
                        tile.Bias = tail.Bias + column;
                    kernel.Run(rows, panels.Panel(p), inner, count, tile);
                }
                else if (plain)
                    Edge(kernel, rows, panels.Panel(p), inner, tile, tail, row, count, column, ownColumns);
                else
                {
                    kernel.Run(rows, panels.Panel(p), inner, count, tile);
                    for (var r = 0; r < count; r++)
                        engine.RowKernels.Finish(buffer + r * width, tail, row + r, column, ownColumns);
                }
            }
        }
    }

    /// <summary>Fetches piece <paramref name="index"/> of <paramref name="pieces"/> of the first panel of a group, while the rows are still being packed.</summary>
    public static void FetchFirst(ProductKernel kernel, float* panel, int inner, int index, int pieces)
    {
        if (!Sse.IsSupported)
            return;
        var floats = (nint)inner * kernel.PanelColumns;
        for (var at = floats * index / pieces; at < floats * (index + 1) / pieces; at += CacheLine)
            Sse.Prefetch1(panel + at);
    }

    /// <summary>
    /// Fetches the lines that the tile will be added to and written to while its sums are still being made: they lie a row apart, where no processor expects them.
    /// </summary>
    static void FetchTarget(in ProductTail tail, int row, int rows, int column, int width)
    {
        if (!Sse.IsSupported)
            return;
        for (var r = row; r < row + rows; r++)
        {
            for (var c = column; c < column + width; c += CacheLine)
            {
                Sse.Prefetch1(tail.Y + r * tail.Stride + c);
                if (tail.Residual != null && tail.Residual != tail.Y)
                    Sse.Prefetch1(tail.Residual + r * tail.ResidualStride + c);
            }
        }
    }

    /// <summary>A tile that reaches beyond the result, through a buffer: the same additions in the same order as a whole one.</summary>
    static void Edge(
        ProductKernel kernel, float* rows, float* panel, int inner, ProductTile tile, in ProductTail tail,
        int row, int count, int column, int ownColumns)
    {
        var width = kernel.PanelColumns;
        var addend = stackalloc float[LargestTile];
        var bias = stackalloc float[LargestPanel];
        if (tail.Residual != null)
        {
            Gather(tail.Residual, tail.ResidualStride, row, count, column, ownColumns, addend, width);
            tile.Addend = addend;
            tile.AddendStride = width;
        }
        if (tail.Bias != null)
        {
            new ReadOnlySpan<float>(tail.Bias + column, ownColumns).CopyTo(new Span<float>(bias, LargestPanel));
            tile.Bias = bias;
        }
        kernel.Run(rows, panel, inner, count, tile);
        for (var r = 0; r < count; r++)
            new ReadOnlySpan<float>(tile.Target + r * width, ownColumns).CopyTo(new Span<float>(tail.Y + (row + r) * tail.Stride + column, ownColumns));
    }

    static void Gather(float* source, nint stride, int row, int rows, int column, int columns, float* target, int width)
    {
        for (var r = 0; r < rows; r++)
            new ReadOnlySpan<float>(source + (row + r) * stride + column, columns).CopyTo(new Span<float>(target + r * width, width));
    }
}
