namespace KronClip.Compute.Kernels;

/// <summary>Packed weights W [inputs × outputs] as the right factor of a product, forward or transposed, all of them or some outputs only.</summary>
readonly unsafe struct WeightPart
{
    readonly int firstOutput, outputs;

    WeightPart(PackedWeights weights, bool transposed, int firstOutput, int outputs) =>
        (Weights, Transposed, this.firstOutput, this.outputs) = (weights, transposed, firstOutput, outputs);

    /// <summary>The weights.</summary>
    public PackedWeights Weights { get; }

    /// <summary>Whether Wᵀ is meant.</summary>
    public bool Transposed { get; }

    /// <summary>W, for y = x W.</summary>
    public static WeightPart Forward(PackedWeights w) => new(w, false, 0, w.Outputs);

    /// <summary>Columns <paramref name="first"/> … of W: some of the outputs.</summary>
    public static WeightPart Forward(PackedWeights w, int first, int count) => new(w, false, first, count);

    /// <summary>Wᵀ, for dx = dy Wᵀ.</summary>
    public static WeightPart Backward(PackedWeights w) => new(w, true, 0, w.Outputs);

    /// <summary>The rows of Wᵀ that belong to some of the outputs.</summary>
    public static WeightPart Backward(PackedWeights w, int first, int count) => new(w, true, first, count);

    /// <summary>Whether outputs from <paramref name="first"/> on begin at a panel, as a forward part must.</summary>
    public static bool CanBegin(Engine engine, int first) => first % engine.ProductKernel.PanelColumns == 0;

    /// <summary>The part within the panels of the whole.</summary>
    public ProductPanels Panels(ProductKernel kernel, float* whole)
    {
        var width = kernel.PanelColumns;
        if (Transposed)     // panels [outputs × width], one after the other over the inputs
            return new ProductPanels((nint)(whole + (nint)firstOutput * width), (nint)Weights.Outputs * width, Weights.Inputs);
        return new ProductPanels((nint)(whole + (nint)firstOutput * Weights.Inputs), (nint)Weights.Inputs * width, outputs);
    }
}
