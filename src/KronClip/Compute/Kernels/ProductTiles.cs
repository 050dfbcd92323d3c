using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace KronClip.Compute.Kernels;

/// <summary>
/// Tiles of one to twelve rows by two vectors: two sums a row, two vectors of the panel and one broadcast stay in registers, so with 32 registers there
/// can be twelve rows, with 16 six. For each inner step two loads of the panel and a broadcast a row feed two fused multiply-adds a row, so the
/// multiply-adds and not the loads set the pace. Every sum is a local by name, for only then does it stay in its register; the rows that
/// <typeparamref name="TRows"/> has not are gone when the loop is compiled.
/// </summary>
static unsafe class ProductTiles<TVector, TLanes, TRows>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
    where TRows : struct, ITileRows
{
    /// <summary>[rows × 2 vectors] ← rows [inner × rows]ᵀ panel [inner × 2 vectors] + bias + addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* rows, float* panel, int inner, in ProductTile tile)
    {
        var width = TLanes.Width;
        var (c0a, c0b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c1a, c1b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c2a, c2b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c3a, c3b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c4a, c4b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c5a, c5b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c6a, c6b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c7a, c7b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c8a, c8b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c9a, c9b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c10a, c10b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c11a, c11b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var ahead = tile.Ahead;
        var aheadStep = tile.AheadStep;
        for (var k = 0; k < inner; k++)
        {
            if (Sse.IsSupported)
                Sse.Prefetch1(ahead);
            var a = TLanes.Load(panel);
            var b = TLanes.Load(panel + width);
            var x = TLanes.Broadcast(rows[0]);
            c0a = TLanes.MultiplyAdd(x, a, c0a);
            c0b = TLanes.MultiplyAdd(x, b, c0b);
            if (TRows.Count > 1)
            {
                x = TLanes.Broadcast(rows[1]);
                c1a = TLanes.MultiplyAdd(x, a, c1a);
                c1b = TLanes.MultiplyAdd(x, b, c1b);
            }
            if (TRows.Count > 2)
            {
                x = TLanes.Broadcast(rows[2]);
                c2a = TLanes.MultiplyAdd(x, a, c2a);
                c2b = TLanes.MultiplyAdd(x, b, c2b);
            }
            if (TRows.Count > 3)
            {
                x = TLanes.Broadcast(rows[3]);
                c3a = TLanes.MultiplyAdd(x, a, c3a);
                c3b = TLanes.MultiplyAdd(x, b, c3b);
            }
            if (TRows.Count > 4)
            {
                x = TLanes.Broadcast(rows[4]);
                c4a = TLanes.MultiplyAdd(x, a, c4a);
                c4b = TLanes.MultiplyAdd(x, b, c4b);
            }
            if (TRows.Count > 5)
            {
                x = TLanes.Broadcast(rows[5]);
                c5a = TLanes.MultiplyAdd(x, a, c5a);
                c5b = TLanes.MultiplyAdd(x, b, c5b);
            }
            if (TRows.Count > 6)
            {
                x = TLanes.Broadcast(rows[6]);
                c6a = TLanes.MultiplyAdd(x, a, c6a);
                c6b = TLanes.MultiplyAdd(x, b, c6b);
            }
            if (TRows.Count > 7)
            {
                x = TLanes.Broadcast(rows[7]);
                c7a = TLanes.MultiplyAdd(x, a, c7a);
                c7b = TLanes.MultiplyAdd(x, b, c7b);
            }
            if (TRows.Count > 8)
            {
                x = TLanes.Broadcast(rows[8]);
                c8a = TLanes.MultiplyAdd(x, a, c8a);
                c8b = TLanes.MultiplyAdd(x, b, c8b);
            }
            if (TRows.Count > 9)
            {
                x = TLanes.Broadcast(rows[9]);
                c9a = TLanes.MultiplyAdd(x, a, c9a);
                c9b = TLanes.MultiplyAdd(x, b, c9b);
            }
            if (TRows.Count > 10)
            {
                x = TLanes.Broadcast(rows[10]);
                c10a = TLanes.MultiplyAdd(x, a, c10a);
                c10b = TLanes.MultiplyAdd(x, b, c10b);
            }
            if (TRows.Count > 11)
            {
                x = TLanes.Broadcast(rows[11]);
                c11a = TLanes.MultiplyAdd(x, a, c11a);
                c11b = TLanes.MultiplyAdd(x, b, c11b);
            }
            rows += TRows.Count;
            panel += 2 * width;
            ahead += aheadStep;
        }
        var (biasA, biasB) = (TLanes.Load(tile.Bias), TLanes.Load(tile.Bias + width));
        var target = tile.Target;
        var targetStride = tile.TargetStride;
        var addend = tile.Addend;
        var addendStride = tile.AddendStride;
        Finish(c0a, c0b, biasA, biasB, addend, target);
        if (TRows.Count > 1)
            Finish(c1a, c1b, biasA, biasB, addend + addendStride, target + targetStride);
        if (TRows.Count > 2)
            Finish(c2a, c2b, biasA, biasB, addend + 2 * addendStride, target + 2 * targetStride);
        if (TRows.Count > 3)
            Finish(c3a, c3b, biasA, biasB, addend + 3 * addendStride, target + 3 * targetStride);
        if (TRows.Count > 4)
            Finish(c4a, c4b, biasA, biasB, addend + 4 * addendStride, target + 4 * targetStride);
        if (TRows.Count > 5)
            Finish(c5a, c5b, biasA, biasB, addend + 5 * addendStride, target + 5 * targetStride);
        if (TRows.Count > 6)
            Finish(c6a, c6b, biasA, biasB, addend + 6 * addendStride, target + 6 * targetStride);
        if (TRows.Count > 7)
            Finish(c7a, c7b, biasA, biasB, addend + 7 * addendStride, target + 7 * targetStride);
        if (TRows.Count > 8)
            Finish(c8a, c8b, biasA, biasB, addend + 8 * addendStride, target + 8 * targetStride);
        if (TRows.Count > 9)
            Finish(c9a, c9b, biasA, biasB, addend + 9 * addendStride, target + 9 * targetStride);
        if (TRows.Count > 10)
            Finish(c10a, c10b, biasA, biasB, addend + 10 * addendStride, target + 10 * targetStride);
        if (TRows.Count > 11)
            Finish(c11a, c11b, biasA, biasB, addend + 11 * addendStride, target + 11 * targetStride);
    }

    /// <summary>One row: the sums, then the bias, then the addend.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Finish(TVector a, TVector b, TVector biasA, TVector biasB, float* addend, float* target)
    {
        TLanes.Store(TLanes.Add(TLanes.Add(a, biasA), TLanes.Load(addend)), target);
        TLanes.Store(TLanes.Add(TLanes.Add(b, biasB), TLanes.Load(addend + TLanes.Width)), target + TLanes.Width);
    }
}
