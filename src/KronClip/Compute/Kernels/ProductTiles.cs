namespace KronClip.Compute.Kernels;

/// <summary>
/// Tiles of six and of four rows by two vectors: 12 (8) sums, two vectors of the panel and one broadcast fit the 16 registers of 128- and 256-bit
/// processors. Every sum is a local by name, for only then does it stay in a register.
/// </summary>
static unsafe class ProductTiles<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>sums [6 × 2 vectors] += rows [inner × 6]ᵀ panel [inner × 2 vectors].</summary>
    public static void Accumulate6(float* rows, float* panel, int inner, float* sums)
    {
        var width = TLanes.Width;
        var c0a = TLanes.Load(sums);
        var c0b = TLanes.Load(sums + 1 * width);
        var c1a = TLanes.Load(sums + 2 * width);
        var c1b = TLanes.Load(sums + 3 * width);
        var c2a = TLanes.Load(sums + 4 * width);
        var c2b = TLanes.Load(sums + 5 * width);
        var c3a = TLanes.Load(sums + 6 * width);
        var c3b = TLanes.Load(sums + 7 * width);
        var c4a = TLanes.Load(sums + 8 * width);
        var c4b = TLanes.Load(sums + 9 * width);
        var c5a = TLanes.Load(sums + 10 * width);
        var c5b = TLanes.Load(sums + 11 * width);
        for (var k = 0; k < inner; k++)
        {
            var a = TLanes.Load(panel);
            var b = TLanes.Load(panel + width);
            var x = TLanes.Broadcast(rows[0]);
            c0a = TLanes.MultiplyAdd(x, a, c0a);
            c0b = TLanes.MultiplyAdd(x, b, c0b);
            x = TLanes.Broadcast(rows[1]);
            c1a = TLanes.MultiplyAdd(x, a, c1a);
            c1b = TLanes.MultiplyAdd(x, b, c1b);
            x = TLanes.Broadcast(rows[2]);
            c2a = TLanes.MultiplyAdd(x, a, c2a);
            c2b = TLanes.MultiplyAdd(x, b, c2b);
            x = TLanes.Broadcast(rows[3]);
            c3a = TLanes.MultiplyAdd(x, a, c3a);
            c3b = TLanes.MultiplyAdd(x, b, c3b);
            x = TLanes.Broadcast(rows[4]);
            c4a = TLanes.MultiplyAdd(x, a, c4a);
            c4b = TLanes.MultiplyAdd(x, b, c4b);
            x = TLanes.Broadcast(rows[5]);
            c5a = TLanes.MultiplyAdd(x, a, c5a);
            c5b = TLanes.MultiplyAdd(x, b, c5b);
            rows += 6;
            panel += 2 * width;
        }
        TLanes.Store(c0a, sums);
        TLanes.Store(c0b, sums + 1 * width);
        TLanes.Store(c1a, sums + 2 * width);
        TLanes.Store(c1b, sums + 3 * width);
        TLanes.Store(c2a, sums + 4 * width);
        TLanes.Store(c2b, sums + 5 * width);
        TLanes.Store(c3a, sums + 6 * width);
        TLanes.Store(c3b, sums + 7 * width);
        TLanes.Store(c4a, sums + 8 * width);
        TLanes.Store(c4b, sums + 9 * width);
        TLanes.Store(c5a, sums + 10 * width);
        TLanes.Store(c5b, sums + 11 * width);
    }

    /// <summary>sums [4 × 2 vectors] += rows [inner × 4]ᵀ panel [inner × 2 vectors].</summary>
    public static void Accumulate4(float* rows, float* panel, int inner, float* sums)
    {
        var width = TLanes.Width;
        var c0a = TLanes.Load(sums);
        var c0b = TLanes.Load(sums + 1 * width);
        var c1a = TLanes.Load(sums + 2 * width);
        var c1b = TLanes.Load(sums + 3 * width);
        var c2a = TLanes.Load(sums + 4 * width);
        var c2b = TLanes.Load(sums + 5 * width);
        var c3a = TLanes.Load(sums + 6 * width);
        var c3b = TLanes.Load(sums + 7 * width);
        for (var k = 0; k < inner; k++)
        {
            var a = TLanes.Load(panel);
            var b = TLanes.Load(panel + width);
            var x = TLanes.Broadcast(rows[0]);
            c0a = TLanes.MultiplyAdd(x, a, c0a);
            c0b = TLanes.MultiplyAdd(x, b, c0b);
            x = TLanes.Broadcast(rows[1]);
            c1a = TLanes.MultiplyAdd(x, a, c1a);
            c1b = TLanes.MultiplyAdd(x, b, c1b);
            x = TLanes.Broadcast(rows[2]);
            c2a = TLanes.MultiplyAdd(x, a, c2a);
            c2b = TLanes.MultiplyAdd(x, b, c2b);
            x = TLanes.Broadcast(rows[3]);
            c3a = TLanes.MultiplyAdd(x, a, c3a);
            c3b = TLanes.MultiplyAdd(x, b, c3b);
            rows += 4;
            panel += 2 * width;
        }
        TLanes.Store(c0a, sums);
        TLanes.Store(c0b, sums + 1 * width);
        TLanes.Store(c1a, sums + 2 * width);
        TLanes.Store(c1b, sums + 3 * width);
        TLanes.Store(c2a, sums + 4 * width);
        TLanes.Store(c2b, sums + 5 * width);
        TLanes.Store(c3a, sums + 6 * width);
        TLanes.Store(c3b, sums + 7 * width);
    }
}
