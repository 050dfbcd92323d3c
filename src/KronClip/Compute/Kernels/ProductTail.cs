namespace KronClip.Compute.Kernels;

/// <summary>
/// Where the sums of a product go and what is done to them on the way, while they are still in the first-level cache:
/// v = Factor · sum + Bias;  PreActivation = v;  Y = act(v) + Residual, or act(v + Residual). Null pointers switch a part off.
/// </summary>
unsafe struct ProductTail
{
    /// <summary>First element of the result; row r begins r · <see cref="Stride"/> later.</summary>
    public float* Y;

    /// <summary>Floats from one row of the result to the next.</summary>
    public nint Stride;

    /// <summary>Multiplies the sum.</summary>
    public float Factor;

    /// <summary>[columns] or null.</summary>
    public float* Bias;

    /// <summary>Applied last but for the residual.</summary>
    public Activation Activation;

    /// <summary>Added; may be <see cref="Y"/> itself, which makes the product accumulate. Or null.</summary>
    public float* Residual;

    /// <summary>Floats from one row of the residual to the next.</summary>
    public nint ResidualStride;

    /// <summary>Whether the residual is added before the activation (ResNet) and not after it (transformer).</summary>
    public bool ResidualFirst;

    /// <summary>Receives v, or null.</summary>
    public float* PreActivation;

    /// <summary>Floats from one row of <see cref="PreActivation"/> to the next.</summary>
    public nint PreActivationStride;
}
