using System.Runtime.Intrinsics;

namespace KronClip.Compute.Kernels;

/// <summary>
/// The few vector operations that the row kernels are written in, once for every width. <typeparamref name="TVector"/> is one of the platform's
/// Vector128, Vector256 and Vector512 of float; every member is one or a few instructions and is always inlined.
/// </summary>
unsafe interface ILanes<TVector> where TVector : struct
{
    /// <summary>Number of floats in a vector.</summary>
    static abstract int Width { get; }

    static abstract TVector Broadcast(float x);

    static abstract TVector Load(float* source);

    static abstract void Store(TVector x, float* target);

    static abstract TVector Add(TVector a, TVector b);

    static abstract TVector Subtract(TVector a, TVector b);

    static abstract TVector Multiply(TVector a, TVector b);

    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a b + c, fused where the processor can.</summary>
    static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The larger of each pair; a NaN in <paramref name="b"/> comes through.</summary>
    static abstract TVector Max(TVector a, TVector b);

    /// <summary>The smaller of each pair; a NaN in <paramref name="b"/> comes through.</summary>
    static abstract TVector Min(TVector a, TVector b);

    static abstract TVector Absolute(TVector x);

    /// <summary>To the nearest whole number.</summary>
    static abstract TVector Round(TVector x);

    /// <summary>x 2ⁿ for whole n in [-126, 127].</summary>
    static abstract TVector ScaleByPowerOfTwo(TVector x, TVector n);

    /// <summary>Lane by lane a &lt; b ? yes : no.</summary>
    static abstract TVector WhereLess(TVector a, TVector b, TVector yes, TVector no);

    /// <summary>Sum of all lanes, always in the same order.</summary>
    static abstract float Sum(TVector x);

    /// <summary>The sums of all lanes of four vectors; each in the same order, whatever its place.</summary>
    static abstract Vector128<float> SumOfEach(TVector a, TVector b, TVector c, TVector d);

    /// <summary>Largest lane.</summary>
    static abstract float Largest(TVector x);
}
