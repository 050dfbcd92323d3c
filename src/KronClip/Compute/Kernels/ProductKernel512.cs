using System.Runtime.Intrinsics;

namespace KronClip.Compute.Kernels;

/// <summary>
/// 512 bits: tiles of 12 rows by 32 columns, 24 of the 32 registers holding sums. For each inner step two loads of the panel and twelve broadcasts
/// feed 24 fused multiply-adds, so the multiply-adds and not the loads set the pace. Rows that are left over go in tiles of four.
/// </summary>
sealed unsafe class ProductKernel512 : ProductKernel
{
    const int Width = 16;

    public override int PanelColumns => 2 * Width;

    public override int LargestTileRows => 12;

    public override int TileRows(int rowsLeft) => rowsLeft > 8 ? 12 : 4;

    public override void Accumulate(float* rows, float* panel, int inner, int tileRows, float* sums)
    {
        if (tileRows == 12)
            Accumulate12(rows, panel, inner, sums);
        else
            ProductTiles<Vector512<float>, Lanes512>.Accumulate4(rows, panel, inner, sums);
    }

    static void Accumulate12(float* rows, float* panel, int inner, float* sums)
    {
        var c0a = Vector512.Load(sums);
        var c0b = Vector512.Load(sums + 1 * Width);
        var c1a = Vector512.Load(sums + 2 * Width);
        var c1b = Vector512.Load(sums + 3 * Width);
        var c2a = Vector512.Load(sums + 4 * Width);
        var c2b = Vector512.Load(sums + 5 * Width);
        var c3a = Vector512.Load(sums + 6 * Width);
        var c3b = Vector512.Load(sums + 7 * Width);
        var c4a = Vector512.Load(sums + 8 * Width);
        var c4b = Vector512.Load(sums + 9 * Width);
        var c5a = Vector512.Load(sums + 10 * Width);
        var c5b = Vector512.Load(sums + 11 * Width);
        var c6a = Vector512.Load(sums + 12 * Width);
        var c6b = Vector512.Load(sums + 13 * Width);
        var c7a = Vector512.Load(sums + 14 * Width);
        var c7b = Vector512.Load(sums + 15 * Width);
        var c8a = Vector512.Load(sums + 16 * Width);
        var c8b = Vector512.Load(sums + 17 * Width);
        var c9a = Vector512.Load(sums + 18 * Width);
        var c9b = Vector512.Load(sums + 19 * Width);
        var c10a = Vector512.Load(sums + 20 * Width);
        var c10b = Vector512.Load(sums + 21 * Width);
        var c11a = Vector512.Load(sums + 22 * Width);
        var c11b = Vector512.Load(sums + 23 * Width);
        for (var k = 0; k < inner; k++)
        {
            var a = Vector512.Load(panel);
            var b = Vector512.Load(panel + Width);
            var x = Vector512.Create(rows[0]);
            c0a = Vector512.FusedMultiplyAdd(x, a, c0a);
            c0b = Vector512.FusedMultiplyAdd(x, b, c0b);
            x = Vector512.Create(rows[1]);
            c1a = Vector512.FusedMultiplyAdd(x, a, c1a);
            c1b = Vector512.FusedMultiplyAdd(x, b, c1b);
            x = Vector512.Create(rows[2]);
            c2a = Vector512.FusedMultiplyAdd(x, a, c2a);
            c2b = Vector512.FusedMultiplyAdd(x, b, c2b);
            x = Vector512.Create(rows[3]);
            c3a = Vector512.FusedMultiplyAdd(x, a, c3a);
            c3b = Vector512.FusedMultiplyAdd(x, b, c3b);
            x = Vector512.Create(rows[4]);
            c4a = Vector512.FusedMultiplyAdd(x, a, c4a);
            c4b = Vector512.FusedMultiplyAdd(x, b, c4b);
            x = Vector512.Create(rows[5]);
            c5a = Vector512.FusedMultiplyAdd(x, a, c5a);
            c5b = Vector512.FusedMultiplyAdd(x, b, c5b);
            x = Vector512.Create(rows[6]);
            c6a = Vector512.FusedMultiplyAdd(x, a, c6a);
            c6b = Vector512.FusedMultiplyAdd(x, b, c6b);
            x = Vector512.Create(rows[7]);
            c7a = Vector512.FusedMultiplyAdd(x, a, c7a);
            c7b = Vector512.FusedMultiplyAdd(x, b, c7b);
            x = Vector512.Create(rows[8]);
            c8a = Vector512.FusedMultiplyAdd(x, a, c8a);
            c8b = Vector512.FusedMultiplyAdd(x, b, c8b);
            x = Vector512.Create(rows[9]);
            c9a = Vector512.FusedMultiplyAdd(x, a, c9a);
            c9b = Vector512.FusedMultiplyAdd(x, b, c9b);
            x = Vector512.Create(rows[10]);
            c10a = Vector512.FusedMultiplyAdd(x, a, c10a);
            c10b = Vector512.FusedMultiplyAdd(x, b, c10b);
            x = Vector512.Create(rows[11]);
            c11a = Vector512.FusedMultiplyAdd(x, a, c11a);
            c11b = Vector512.FusedMultiplyAdd(x, b, c11b);
            rows += 12;
            panel += 2 * Width;
        }
        c0a.Store(sums);
        c0b.Store(sums + 1 * Width);
        c1a.Store(sums + 2 * Width);
        c1b.Store(sums + 3 * Width);
        c2a.Store(sums + 4 * Width);
        c2b.Store(sums + 5 * Width);
        c3a.Store(sums + 6 * Width);
        c3b.Store(sums + 7 * Width);
        c4a.Store(sums + 8 * Width);
        c4b.Store(sums + 9 * Width);
        c5a.Store(sums + 10 * Width);
        c5b.Store(sums + 11 * Width);
        c6a.Store(sums + 12 * Width);
        c6b.Store(sums + 13 * Width);
        c7a.Store(sums + 14 * Width);
        c7b.Store(sums + 15 * Width);
        c8a.Store(sums + 16 * Width);
        c8b.Store(sums + 17 * Width);
        c9a.Store(sums + 18 * Width);
        c9b.Store(sums + 19 * Width);
        c10a.Store(sums + 20 * Width);
        c10b.Store(sums + 21 * Width);
        c11a.Store(sums + 22 * Width);
        c11b.Store(sums + 23 * Width);
    }
}
