using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace KronClip.Compute.Kernels;

/// <summary>
/// 512 bits: tiles of 12 rows by 32 columns, 24 of the 32 registers holding sums. For each inner step two loads of the panel and twelve broadcasts
/// feed 24 fused multiply-adds, so the multiply-adds and not the loads set the pace. Rows that are left over go in tiles of eight and four.
/// </summary>
sealed unsafe class ProductKernel512 : ProductKernel
{
    const int Width = 16;

    public override int PanelColumns => 2 * Width;

    public override int LargestTileRows => 12;

    public override int TileRows(int rowsLeft) => rowsLeft > 8 ? 12 : rowsLeft > 4 ? 8 : 4;

    public override void Run(float* rows, float* panel, int inner, int tileRows, in ProductTile tile)
    {
        switch (tileRows)
        {
            case 12:
                Tile12(rows, panel, inner, tile);
                break;
            case 8:
                Tile8(rows, panel, inner, tile);
                break;
            default:
                ProductTiles<Vector512<float>, Lanes512>.Tile4(rows, panel, inner, tile);
                break;
        }
    }

    static void Tile12(float* rows, float* panel, int inner, in ProductTile tile)
    {
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c2a, c2b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c3a, c3b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c4a, c4b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c5a, c5b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c6a, c6b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c7a, c7b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c8a, c8b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c9a, c9b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c10a, c10b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c11a, c11b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var ahead = tile.Ahead;
        var aheadStep = tile.AheadStep;
        for (var k = 0; k < inner; k++)
        {
            if (Sse.IsSupported)
                Sse.Prefetch1(ahead);
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
            ahead += aheadStep;
        }
        var (biasA, biasB) = (Vector512.Load(tile.Bias), Vector512.Load(tile.Bias + Width));
        var target = tile.Target;
        var targetStride = tile.TargetStride;
        var addend = tile.Addend;
        var addendStride = tile.AddendStride;
        (c0a + biasA + Vector512.Load(addend)).Store(target);
        (c0b + biasB + Vector512.Load(addend + Width)).Store(target + Width);
        (c1a + biasA + Vector512.Load(addend + addendStride)).Store(target + targetStride);
        (c1b + biasB + Vector512.Load(addend + addendStride + Width)).Store(target + targetStride + Width);
        (c2a + biasA + Vector512.Load(addend + 2 * addendStride)).Store(target + 2 * targetStride);
        (c2b + biasB + Vector512.Load(addend + 2 * addendStride + Width)).Store(target + 2 * targetStride + Width);
        (c3a + biasA + Vector512.Load(addend + 3 * addendStride)).Store(target + 3 * targetStride);
        (c3b + biasB + Vector512.Load(addend + 3 * addendStride + Width)).Store(target + 3 * targetStride + Width);
        (c4a + biasA + Vector512.Load(addend + 4 * addendStride)).Store(target + 4 * targetStride);
        (c4b + biasB + Vector512.Load(addend + 4 * addendStride + Width)).Store(target + 4 * targetStride + Width);
        (c5a + biasA + Vector512.Load(addend + 5 * addendStride)).Store(target + 5 * targetStride);
        (c5b + biasB + Vector512.Load(addend + 5 * addendStride + Width)).Store(target + 5 * targetStride + Width);
        (c6a + biasA + Vector512.Load(addend + 6 * addendStride)).Store(target + 6 * targetStride);
        (c6b + biasB + Vector512.Load(addend + 6 * addendStride + Width)).Store(target + 6 * targetStride + Width);
        (c7a + biasA + Vector512.Load(addend + 7 * addendStride)).Store(target + 7 * targetStride);
        (c7b + biasB + Vector512.Load(addend + 7 * addendStride + Width)).Store(target + 7 * targetStride + Width);
        (c8a + biasA + Vector512.Load(addend + 8 * addendStride)).Store(target + 8 * targetStride);
        (c8b + biasB + Vector512.Load(addend + 8 * addendStride + Width)).Store(target + 8 * targetStride + Width);
        (c9a + biasA + Vector512.Load(addend + 9 * addendStride)).Store(target + 9 * targetStride);
        (c9b + biasB + Vector512.Load(addend + 9 * addendStride + Width)).Store(target + 9 * targetStride + Width);
        (c10a + biasA + Vector512.Load(addend + 10 * addendStride)).Store(target + 10 * targetStride);
        (c10b + biasB + Vector512.Load(addend + 10 * addendStride + Width)).Store(target + 10 * targetStride + Width);
        (c11a + biasA + Vector512.Load(addend + 11 * addendStride)).Store(target + 11 * targetStride);
        (c11b + biasB + Vector512.Load(addend + 11 * addendStride + Width)).Store(target + 11 * targetStride + Width);
    }

    static void Tile8(float* rows, float* panel, int inner, in ProductTile tile)
    {
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c2a, c2b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c3a, c3b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c4a, c4b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c5a, c5b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c6a, c6b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c7a, c7b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var ahead = tile.Ahead;
        var aheadStep = tile.AheadStep;
        for (var k = 0; k < inner; k++)
        {
            if (Sse.IsSupported)
                Sse.Prefetch1(ahead);
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
            rows += 8;
            panel += 2 * Width;
            ahead += aheadStep;
        }
        var (biasA, biasB) = (Vector512.Load(tile.Bias), Vector512.Load(tile.Bias + Width));
        var target = tile.Target;
        var targetStride = tile.TargetStride;
        var addend = tile.Addend;
        var addendStride = tile.AddendStride;
        (c0a + biasA + Vector512.Load(addend)).Store(target);
        (c0b + biasB + Vector512.Load(addend + Width)).Store(target + Width);
        (c1a + biasA + Vector512.Load(addend + addendStride)).Store(target + targetStride);
        (c1b + biasB + Vector512.Load(addend + addendStride + Width)).Store(target + targetStride + Width);
        (c2a + biasA + Vector512.Load(addend + 2 * addendStride)).Store(target + 2 * targetStride);
        (c2b + biasB + Vector512.Load(addend + 2 * addendStride + Width)).Store(target + 2 * targetStride + Width);
        (c3a + biasA + Vector512.Load(addend + 3 * addendStride)).Store(target + 3 * targetStride);
        (c3b + biasB + Vector512.Load(addend + 3 * addendStride + Width)).Store(target + 3 * targetStride + Width);
        (c4a + biasA + Vector512.Load(addend + 4 * addendStride)).Store(target + 4 * targetStride);
        (c4b + biasB + Vector512.Load(addend + 4 * addendStride + Width)).Store(target + 4 * targetStride + Width);
        (c5a + biasA + Vector512.Load(addend + 5 * addendStride)).Store(target + 5 * targetStride);
        (c5b + biasB + Vector512.Load(addend + 5 * addendStride + Width)).Store(target + 5 * targetStride + Width);
        (c6a + biasA + Vector512.Load(addend + 6 * addendStride)).Store(target + 6 * targetStride);
        (c6b + biasB + Vector512.Load(addend + 6 * addendStride + Width)).Store(target + 6 * targetStride + Width);
        (c7a + biasA + Vector512.Load(addend + 7 * addendStride)).Store(target + 7 * targetStride);
        (c7b + biasB + Vector512.Load(addend + 7 * addendStride + Width)).Store(target + 7 * targetStride + Width);
    }
}
