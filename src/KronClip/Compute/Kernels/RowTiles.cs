namespace KronClip.Compute.Kernels;

/// <summary>How R rows fall into a kernel's tiles: all of the largest size but the last.</summary>
readonly struct RowTiles(ProductKernel kernel, int rows)
{
    /// <summary>Rows of every tile but the last.</summary>
    public int TileRows { get; } = kernel.LargestTileRows;

    /// <summary>Number of tiles.</summary>
    public int Count { get; } = (rows + kernel.LargestTileRows - 1) / kernel.LargestTileRows;

    /// <summary>The first row of tile <paramref name="tile"/>.</summary>
    public int First(int tile) => tile * TileRows;

    /// <summary>Rows of tile <paramref name="tile"/>.</summary>
    public int Rows(int tile) => Math.Min(TileRows, rows - First(tile));

    /// <summary>Floats that the packed tiles <paramref name="first"/> … <paramref name="end"/>-1 take.</summary>
    public nint Floats(int first, int end, int inner) =>
        first >= end ? 0 : ((nint)(end - first - 1) * TileRows + (end == Count ? Rows(end - 1) : TileRows)) * inner;
}
