namespace KronClip.Compute.Kernels;

/// <summary>
/// Tiles of six and of four rows by two vectors: 12 (8) sums, two vectors of the panel and one broadcast fit the 16 registers of 128- and 256-bit
/// processors. Every sum is a local by name, for only then does it stay in a register.
/// </summary>
static unsafe class ProductTiles<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>[6 × 2 vectors] ← rows [inner × 6]ᵀ panel [inner × 2 vectors] + bias + addend.</summary>
    public static void Tile6(float* rows, float* panel, int inner, in ProductTile tile)
    {
        var width = TLanes.Width;
        var (c0a, c0b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c1a, c1b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c2a, c2b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c3a, c3b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c4a, c4b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c5a, c5b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
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
        var (biasA, biasB) = (TLanes.Load(tile.Bias), TLanes.Load(tile.Bias + width));
        var target = tile.Target;
        var targetStride = tile.TargetStride;
        var addend = tile.Addend;
        var addendStride = tile.AddendStride;
        TLanes.Store(TLanes.Add(TLanes.Add(c0a, biasA), TLanes.Load(addend)), target);
        TLanes.Store(TLanes.Add(TLanes.Add(c0b, biasB), TLanes.Load(addend + width)), target + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c1a, biasA), TLanes.Load(addend + addendStride)), target + targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c1b, biasB), TLanes.Load(addend + addendStride + width)), target + targetStride + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c2a, biasA), TLanes.Load(addend + 2 * addendStride)), target + 2 * targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c2b, biasB), TLanes.Load(addend + 2 * addendStride + width)), target + 2 * targetStride + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c3a, biasA), TLanes.Load(addend + 3 * addendStride)), target + 3 * targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c3b, biasB), TLanes.Load(addend + 3 * addendStride + width)), target + 3 * targetStride + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c4a, biasA), TLanes.Load(addend + 4 * addendStride)), target + 4 * targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c4b, biasB), TLanes.Load(addend + 4 * addendStride + width)), target + 4 * targetStride + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c5a, biasA), TLanes.Load(addend + 5 * addendStride)), target + 5 * targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c5b, biasB), TLanes.Load(addend + 5 * addendStride + width)), target + 5 * targetStride + width);
    }

    /// <summary>[4 × 2 vectors] ← rows [inner × 4]ᵀ panel [inner × 2 vectors] + bias + addend.</summary>
    public static void Tile4(float* rows, float* panel, int inner, in ProductTile tile)
    {
        var width = TLanes.Width;
        var (c0a, c0b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c1a, c1b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c2a, c2b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
        var (c3a, c3b) = (TLanes.Broadcast(0), TLanes.Broadcast(0));
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
        var (biasA, biasB) = (TLanes.Load(tile.Bias), TLanes.Load(tile.Bias + width));
        var target = tile.Target;
        var targetStride = tile.TargetStride;
        var addend = tile.Addend;
        var addendStride = tile.AddendStride;
        TLanes.Store(TLanes.Add(TLanes.Add(c0a, biasA), TLanes.Load(addend)), target);
        TLanes.Store(TLanes.Add(TLanes.Add(c0b, biasB), TLanes.Load(addend + width)), target + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c1a, biasA), TLanes.Load(addend + addendStride)), target + targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c1b, biasB), TLanes.Load(addend + addendStride + width)), target + targetStride + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c2a, biasA), TLanes.Load(addend + 2 * addendStride)), target + 2 * targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c2b, biasB), TLanes.Load(addend + 2 * addendStride + width)), target + 2 * targetStride + width);
        TLanes.Store(TLanes.Add(TLanes.Add(c3a, biasA), TLanes.Load(addend + 3 * addendStride)), target + 3 * targetStride);
        TLanes.Store(TLanes.Add(TLanes.Add(c3b, biasB), TLanes.Load(addend + 3 * addendStride + width)), target + 3 * targetStride + width);
    }
}
