namespace KronClip.Compute;

/// <summary>Parallel loops over rows, in blocks large enough to be worth a thread's while.</summary>
static class RowBlocks
{
    const int FloatsPerBlock = 32 * 1024;

    /// <summary>Calls <paramref name="body"/>(first row, number of rows) for blocks that cover all rows.</summary>
    public static void ForEach(Engine engine, int rows, int columns, Action<int, int> body)
    {
        if (rows == 0 || columns == 0)
            return;
        var rowsPerBlock = Math.Max(1, FloatsPerBlock / columns);
        var blocks = (rows + rowsPerBlock - 1) / rowsPerBlock;
        engine.ForEach(blocks, block =>
        {
            var first = block * rowsPerBlock;
            body(first, Math.Min(rowsPerBlock, rows - first));
        });
    }
}
