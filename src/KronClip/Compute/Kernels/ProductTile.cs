namespace KronClip.Compute.Kernels;

/// <summary>What is added to the sums of one tile, and where they go; no pointer is null.</summary>
unsafe struct ProductTile
{
    /// <summary>[PanelColumns], added to every row.</summary>
    public float* Bias;

    /// <summary>Added last; row r begins r · <see cref="AddendStride"/> later. Last, because small sums added to a large number one by one would lose their ends.</summary>
    public float* Addend;

    /// <summary>Floats from one row of <see cref="Addend"/> to the next; 0 gives all rows the same numbers.</summary>
    public nint AddendStride;

    /// <summary>Receives the tile; may be <see cref="Addend"/>.</summary>
    public float* Target;

    /// <summary>Floats from one row of <see cref="Target"/> to the next.</summary>
    public nint TargetStride;
}
