namespace KronClip.Compute.Kernels;

/// <summary>
/// Tiles of up to six rows by two vectors, or up to twelve where vectors are of 512 bits: processors that have those have 32 registers.
/// </summary>
sealed unsafe class VectorProductKernel<TVector, TLanes> : ProductKernel
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    public override int PanelColumns => 2 * TLanes.Width;

    public override int LargestTileRows => TLanes.Width == 16 ? 12 : 6;

    public override void Run(float* rows, float* panel, int inner, int tileRows, in ProductTile tile)
    {
        switch (tileRows)
        {
            case 12:
                ProductTiles<TVector, TLanes, TileRows12>.Run(rows, panel, inner, tile);
                break;
            case 11:
                ProductTiles<TVector, TLanes, TileRows11>.Run(rows, panel, inner, tile);
                break;
            case 10:
                ProductTiles<TVector, TLanes, TileRows10>.Run(rows, panel, inner, tile);
                break;
            case 9:
                ProductTiles<TVector, TLanes, TileRows9>.Run(rows, panel, inner, tile);
                break;
            case 8:
                ProductTiles<TVector, TLanes, TileRows8>.Run(rows, panel, inner, tile);
                break;
            case 7:
                ProductTiles<TVector, TLanes, TileRows7>.Run(rows, panel, inner, tile);
                break;
            case 6:
                ProductTiles<TVector, TLanes, TileRows6>.Run(rows, panel, inner, tile);
                break;
            case 5:
                ProductTiles<TVector, TLanes, TileRows5>.Run(rows, panel, inner, tile);
                break;
            case 4:
                ProductTiles<TVector, TLanes, TileRows4>.Run(rows, panel, inner, tile);
                break;
            case 3:
                ProductTiles<TVector, TLanes, TileRows3>.Run(rows, panel, inner, tile);
                break;
            case 2:
                ProductTiles<TVector, TLanes, TileRows2>.Run(rows, panel, inner, tile);
                break;
            default:
                ProductTiles<TVector, TLanes, TileRows1>.Run(rows, panel, inner, tile);
                break;
        }
    }
}
