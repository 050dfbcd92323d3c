namespace KronClip.Compute.Kernels;

/// <summary>256 and 128 bits: tiles of six rows by two vectors, rows left over in tiles of four.</summary>
sealed unsafe class ProductKernel6x2<TVector, TLanes> : ProductKernel
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public override int PanelColumns => 2 * TLanes.Width;

    public override int LargestTileRows => 6;

    public override int TileRows(int rowsLeft) => rowsLeft > 4 ? 6 : 4;

    public override void Run(float* rows, float* panel, int inner, int tileRows, in ProductTile tile)
    {
        if (tileRows == 6)
            ProductTiles<TVector, TLanes>.Tile6(rows, panel, inner, tile);
        else
            ProductTiles<TVector, TLanes>.Tile4(rows, panel, inner, tile);
    }
}
