namespace KronClip.Compute.Kernels;

/// <summary>
/// The innermost loop of a matrix product: a tile of a few rows and columns whose sums stay in registers while the inner dimension runs.
/// Left-hand rows come packed as [inner × tile rows], right-hand columns as a panel [inner × <see cref="PanelColumns"/>]; both are read in order.
/// Every sum runs over the inner dimension from first to last, whatever the tile. Stateless and thread-safe.
/// </summary>
abstract unsafe class ProductKernel
{
    /// <summary>Columns of a panel and of a tile.</summary>
    public abstract int PanelColumns { get; }

    /// <summary>Rows of the largest tile.</summary>
    public abstract int LargestTileRows { get; }

    /// <summary>The kernel of a path.</summary>
    public static ProductKernel For(KernelPath path) => path switch
    {
        KernelPath.Vector512 => new VectorProductKernel<System.Runtime.Intrinsics.Vector512<float>, Lanes512>(),
        KernelPath.Vector256 => new VectorProductKernel<System.Runtime.Intrinsics.Vector256<float>, Lanes256>(),
        KernelPath.Vector128 => new VectorProductKernel<System.Runtime.Intrinsics.Vector128<float>, Lanes128>(),
        _ => new ScalarProductKernel(),
    };

    /// <summary>For 1 … LargestTileRows rows: tile.Target ← rows [inner × tileRows]ᵀ panel [inner × PanelColumns] + tile.Bias + tile.Addend, [tileRows × PanelColumns].</summary>
    public abstract void Run(float* rows, float* panel, int inner, int tileRows, in ProductTile tile);
}
