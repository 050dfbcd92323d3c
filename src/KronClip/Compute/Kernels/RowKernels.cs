namespace KronClip.Compute.Kernels;

/// <summary>
/// What operations do to one row of n numbers. One implementation in plain loops is the specification (<see cref="ScalarRowKernels"/>), one in
/// vectors of any width is the practice (<see cref="VectorRowKernels{TVector, TLanes}"/>); an engine selects one when it is made. Stateless and
/// thread-safe. Targets may be the same memory as sources unless said otherwise.
/// </summary>
abstract unsafe class RowKernels
{
    /// <summary>The kernels of a path.</summary>
    public static RowKernels For(KernelPath path) => path switch
    {
        KernelPath.Vector512 => new VectorRowKernels<System.Runtime.Intrinsics.Vector512<float>, Lanes512>(),
        KernelPath.Vector256 => new VectorRowKernels<System.Runtime.Intrinsics.Vector256<float>, Lanes256>(),
        KernelPath.Vector128 => new VectorRowKernels<System.Runtime.Intrinsics.Vector128<float>, Lanes128>(),
        _ => new ScalarRowKernels(),
    };

    /// <summary>y = act(x).</summary>
    public abstract void Activate(Activation activation, float* x, float* y, int n);

    /// <summary>dx = act′(x) dy, x being what went into the activation.</summary>
    public abstract void ActivateBackward(Activation activation, float* x, float* dy, float* dx, int n);

    /// <summary>What is done to n finished sums of a product, at (<paramref name="row"/>, <paramref name="column"/>) of the result.</summary>
    public abstract void Finish(float* sums, in ProductTail tail, int row, int column, int n);

    /// <summary>y = gain (x - mean) r + bias with r = 1/√(variance + epsilon), the variance over n.</summary>
    public abstract void LayerNorm(float* x, float* gain, float* bias, float epsilon, float* y, int n, out float mean, out float reciprocalDeviation);

    /// <summary>dx (+)= r (g - mean(g) - x̂ mean(g x̂)) with g = gain dy and x̂ = (x - mean) r.</summary>
    public abstract void LayerNormBackward(
        float* dy, float* x, float mean, float reciprocalDeviation, float* gain, float* dx, int n, bool accumulate);

    /// <summary>y = softmax(scale x); returns log Σ e^(scale x). The largest is taken away first, so nothing overflows.</summary>
    public abstract double Softmax(float* x, float scale, float* y, int n);

    /// <summary>y = e^(scale x - logSumExp): the softmax again, from the saved sum.</summary>
    public abstract void SoftmaxAgain(float* x, float scale, float logSumExp, float* y, int n);

    /// <summary>dx = scale p (dp - mean), mean = Σ p dp.</summary>
    public abstract void SoftmaxBackward(float* p, float* dp, float mean, float scale, float* dx, int n);

    /// <summary>Σ a b.</summary>
    public abstract float Dot(float* a, float* b, int n);

    /// <summary>y[i, j] (+)= a_i · b_j for rows a_i and b_j of n numbers; rows lie a stride apart, those of y too.</summary>
    public abstract void Dots(MatrixView a, MatrixView b, float* y, nint stride, bool accumulate);

    /// <summary>
    /// y (+)= Σ_j w_j b_j over <paramref name="count"/> rows b_j of n numbers, <paramref name="stride"/> apart, with weights
    /// <paramref name="weightStride"/> apart.
    /// </summary>
    public abstract void WeightedSum(float* weights, nint weightStride, float* b, nint stride, int count, int n, float* y, bool accumulate);

    /// <summary>y = factor x.</summary>
    public abstract void Scale(float* x, float factor, float* y, int n);

    /// <summary>y = (a - projection b) factor.</summary>
    public abstract void SubtractScaled(float* a, float* b, float projection, float factor, float* y, int n);

    /// <summary>y += x.</summary>
    public abstract void Add(float* x, float* y, int n);
}
