namespace KronClip.Compute.Kernels;

/// <summary>
/// Products of a strided left factor with packed panels, blocked for the caches. Work is cut into row blocks and column groups; since each element
/// is summed over the inner dimension from first to last in any cut, results depend neither on the cut nor on the number of threads.
/// </summary>
static unsafe class BlockedProduct
{
    const int LargestRowBlock = 240;        // rows × inner block of the left factor stay in the second-level cache
    const int ColumnGroup = 512;            // columns for which one packing of the left factor serves
    const int ItemsPerThread = 4;           // so that one slow core does not hold up the rest

    /// <summary>result = tail(a [rows × inner] · panels [inner × columns]), in parallel.</summary>
    public static void Run(Engine engine, MatrixView a, float* panels, int columns, ProductTail tail)
    {
        if (a.Rows == 0 || columns == 0)
            return;
        var kernel = engine.ProductKernel;
        var panelCount = Packing.Panels(kernel, columns);
        var groups = (panelCount * kernel.PanelColumns + ColumnGroup - 1) / ColumnGroup;
        var wanted = engine.Threads == 1 ? 1 : engine.Threads * ItemsPerThread;
        var tileRows = kernel.LargestTileRows;
        var tiles = (a.Rows + tileRows - 1) / tileRows;
        var blocks = Math.Min(tiles, Math.Max((a.Rows + LargestRowBlock - 1) / LargestRowBlock, (wanted + groups - 1) / groups));
        if (blocks * groups < wanted)
            groups = Math.Min(panelCount, (wanted + blocks - 1) / blocks);
        engine.ForEach(blocks * groups, item =>
        {
            var (block, group) = (item / groups, item % groups);
            var (row, rowEnd) = (Part(tiles, blocks, block) * tileRows, Math.Min(a.Rows, Part(tiles, blocks, block + 1) * tileRows));
            var (panel, panelEnd) = (Part(panelCount, groups, group), Part(panelCount, groups, group + 1));
            Block(engine, a, row, rowEnd - row, panels, columns, panel, panelEnd - panel, tail);
        });
    }

    /// <summary>
    /// The part of the product in <paramref name="rows"/> rows from <paramref name="firstRow"/> and <paramref name="panelCount"/> panels from
    /// <paramref name="firstPanel"/>, on the calling thread.
    /// </summary>
    public static void Block(
        Engine engine, MatrixView a, int firstRow, int rows, float* panels, int columns, int firstPanel, int panelCount, in ProductTail tail)
    {
        var (kernel, finish) = (engine.ProductKernel, engine.RowKernels);
        var (inner, width) = (a.Columns, kernel.PanelColumns);
        var parts = Math.Max(1, (int)(((long)inner + kernel.InnerBlock - 1) / kernel.InnerBlock));
        var paddedRows = 0;
        while (paddedRows < rows)
            paddedRows += kernel.TileRows(rows - paddedRows);

        // With one part of the inner dimension a tile is finished at once; with several, the sums of the whole block wait between them.
        var keptPanels = parts == 1 ? 0 : panelCount;
        using var packedRows = new Scratch((nint)paddedRows * ((inner + parts - 1) / parts));
        using var sums = new Scratch((nint)width * Math.Max((nint)paddedRows * keptPanels, kernel.LargestTileRows));
        for (var part = 0; part < parts; part++)
        {
            var (k, kEnd) = (Part(inner, parts, part), Part(inner, parts, part + 1));
            var depth = kEnd - k;
            for (int row = 0, tileRows; row < rows; row += tileRows)
            {
                tileRows = kernel.TileRows(rows - row);
                var view = new MatrixView((nint)a.At(firstRow + row, k), Math.Min(tileRows, rows - row), depth, a.RowStride, a.ColumnStride);
                Packing.Rows(view, tileRows, packedRows.Pointer + (nint)row * depth);
            }
            for (var p = 0; p < panelCount; p++)
            {
                var panel = panels + ((nint)(firstPanel + p) * inner + k) * width;
                var column = (firstPanel + p) * width;
                var validColumns = Math.Min(width, columns - column);
                for (int row = 0, tileRows; row < rows; row += tileRows)
                {
                    tileRows = kernel.TileRows(rows - row);
                    var tile = sums.Pointer + (keptPanels == 0 ? 0 : ((nint)p * paddedRows + row) * width);
                    if (part == 0)
                        new Span<float>(tile, tileRows * width).Clear();
                    kernel.Accumulate(packedRows.Pointer + (nint)row * depth, panel, depth, tileRows, tile);
                    if (part < parts - 1)
                        continue;
                    for (var r = 0; r < Math.Min(tileRows, rows - row); r++)
                        finish.Finish(tile + r * width, tail, firstRow + row + r, column, validColumns);
                }
            }
        }
    }

    /// <summary>Where part <paramref name="index"/> of <paramref name="parts"/> nearly equal ones of <paramref name="count"/> begins.</summary>
    static int Part(int count, int parts, int index) => (int)((long)count * index / parts);
}
