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

    /// <summary>
    /// Memory that will be read soon, fetched into the second-level cache along with the loop, <see cref="AheadStep"/> floats further at each inner step: weights that
    /// come from memory would else be waited for. It need not be mapped.
    /// </summary>
    public float* Ahead;

    /// <summary>Floats between two fetches; 0 fetches nothing new.</summary>
    public nint AheadStep;
}
