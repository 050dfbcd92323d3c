using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// What one block keeps of a forward pass over R rows for the way back; without the way back one serves all blocks in turn. Of a pooled block qkv holds
/// keys and values only, [R×2d], and everything after attention has one row per sequence.
/// </summary>
sealed class BlockTrace
{
    public BlockTrace(TransformerBlock block, bool pooled, bool keep, MatrixStore store)
    {
        Matrix Asking(int columns) => pooled ? store.Sequences(columns) : store.Rows(columns);
        Qkv = store.Rows(pooled ? 2 * block.Width : 3 * block.Width);
        (Mean1, ReciprocalDeviation1) = (store.Rows(1), store.Rows(1));
        Middle = Asking(block.Width);
        (Mean2, ReciprocalDeviation2) = (Asking(1), Asking(1));
        PreActivation = Asking(block.MlpWidth);
        LogSumExp = keep ? Asking(block.Heads) : null;
        if (pooled)
            (PooledInput, PooledQ) = (Asking(block.Width), Asking(block.Width));
    }

    public Matrix? Input { get; set; }

    public Matrix Mean1 { get; }

    public Matrix ReciprocalDeviation1 { get; }

    public Matrix Qkv { get; }

    public Matrix? LogSumExp { get; }

    public Matrix Middle { get; }

    public Matrix Mean2 { get; }

    public Matrix ReciprocalDeviation2 { get; }

    public Matrix PreActivation { get; }

    public Matrix? PooledInput { get; }

    public Matrix? PooledQ { get; }
}

/// <summary>Room that every block of a pass overwrites.</summary>
sealed class BlockScratch
{
    public BlockScratch(TransformerBlock block, bool pooled, bool keep, MatrixStore store)
    {
        var width = block.Width;
        Rows = new RowScratch(store.Rows(width), keep ? store.Rows(block.MlpWidth) : null, keep ? store.Rows(width) : null);
        if (keep)
            Qkv = store.Rows(3 * width);
        if (!pooled)
            return;
        Pooled = new RowScratch(store.Sequences(width), keep ? store.Sequences(block.MlpWidth) : null, keep ? store.Sequences(width) : null);
        if (keep)
            (Kv, PooledQ) = (Qkv!.Over(2 * width), store.Sequences(width));
    }

    /// <summary>For passes through all rows.</summary>
    public RowScratch Rows { get; }

    /// <summary>For one row of each sequence.</summary>
    public RowScratch? Pooled { get; }

    /// <summary>Gradient of queries, keys and values, [R×3d].</summary>
    public Matrix? Qkv { get; }

    /// <summary>The same memory for keys and values only, [R×2d].</summary>
    public Matrix? Kv { get; }

    /// <summary>Gradient of the pooled queries, [sequences×d].</summary>
    public Matrix? PooledQ { get; }
}

/// <summary>Room for the rows that go through attention's projection and the hidden layer.</summary>
sealed class RowScratch(Matrix attended, Matrix? hidden, Matrix? normed)
{
    /// <summary>Attention's result, and on the way back its gradient, [rows×d].</summary>
    public Matrix Attended { get; } = attended;

    /// <summary>Gradient of the hidden layer, [rows×4d].</summary>
    public Matrix Hidden => hidden!;

    /// <summary>Gradient of a layer norm's result, [rows×d].</summary>
    public Matrix Normed => normed!;
}
