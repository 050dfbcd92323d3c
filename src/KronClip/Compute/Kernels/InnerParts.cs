namespace KronClip.Compute.Kernels;

/// <summary>
/// How a long inner dimension is cut: each part is done for all tiles before the next begins, so that the packed rows of a block stay near. The sums wait in the
/// result in between, which changes no bit of them; where the result is also an addend, or each sum is finished on the spot, there is one part.
/// </summary>
readonly unsafe struct InnerParts
{
    readonly int inner;

    public InnerParts(ProductKernel kernel, int inner, in ProductTail tail)
    {
        this.inner = inner;
        Count = tail.IsPlain && tail.Residual != tail.Y ? Math.Max(1, (int)(((long)inner + kernel.InnerBlock - 1) / kernel.InnerBlock)) : 1;
    }

    /// <summary>Number of parts.</summary>
    public int Count { get; }

    /// <summary>Where part <paramref name="index"/> begins.</summary>
    public int First(int index) => (int)((long)inner * index / Count);

    /// <summary>Inner steps of part <paramref name="index"/>.</summary>
    public int Length(int index) => First(index + 1) - First(index);
}
