using System.Runtime.CompilerServices;

namespace KronClip.Compute.Kernels;

/// <summary>
/// Exponential, normal distribution and activations on vectors of any width. The polynomials are minimax fits (relative error) made for this
/// project; the errors named are those in exact arithmetic, to which a few roundings of 6e-8 come.
/// </summary>
static class LaneFunctions<TVector, TLanes>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    /// <summary>eˣ to 2e-7 relative; 0 below -87.3, held at e⁸⁸ above 88; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        // x = n ln 2 + r with |r| ≤ ln 2 / 2, so that eˣ = 2ⁿ eʳ; ln 2 in two parts keeps r exact.
        var bounded = TLanes.Max(TLanes.Broadcast(-87.3f), TLanes.Min(TLanes.Broadcast(88f), x));
        var n = TLanes.Round(TLanes.Multiply(bounded, TLanes.Broadcast(1.44269504f)));
        var r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-0.693359375f), bounded);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(2.12194440e-4f), r);
        var e = TLanes.Broadcast(0.0013836770f);                    // degree 6, error 2e-9
        e = TLanes.MultiplyAdd(e, r, TLanes.Broadcast(0.0083748087f));
        e = TLanes.MultiplyAdd(e, r, TLanes.Broadcast(0.041668226f));
        e = TLanes.MultiplyAdd(e, r, TLanes.Broadcast(0.16666420f));
        e = TLanes.MultiplyAdd(e, r, TLanes.Broadcast(0.49999992f));
        e = TLanes.MultiplyAdd(e, r, TLanes.Broadcast(1f));
        e = TLanes.MultiplyAdd(e, r, TLanes.Broadcast(1f));
        return TLanes.WhereLess(x, TLanes.Broadcast(-87.3f), TLanes.Broadcast(0), TLanes.ScaleByPowerOfTwo(e, n));
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        var one = TLanes.Broadcast(1);
        return TLanes.Divide(one, TLanes.Add(one, Exp(TLanes.Subtract(TLanes.Broadcast(0), x))));
    }

    /// <summary>
    /// Φ(x) = (1 + erf(x/√2)) / 2, the standard normal distribution function, to 1e-7 absolute and 1e-6 relative.
    /// With z = |x|/√2: erf(z) = z P(z²) below 1; above, erfc(z) = e^(-z²) t Q(t) with t = 1/(1 + z/2), so that nothing cancels in the lower tail.
    /// </summary>
    public static TVector NormalDistribution(TVector x)
    {
        var (zero, half, one) = (TLanes.Broadcast(0), TLanes.Broadcast(0.5f), TLanes.Broadcast(1));
        var z = TLanes.Multiply(TLanes.Absolute(x), TLanes.Broadcast(0.70710678f));
        var square = TLanes.Multiply(z, z);

        var p = TLanes.Broadcast(7.853810244680404e-05f);           // degree 6 in z², error 1.3e-9 on [0, 1]
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-0.0008010179518427307f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(0.005188326237022409f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-0.02685381125640779f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(0.11283585134436122f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(-0.3761262582317836f));
        p = TLanes.MultiplyAdd(p, square, TLanes.Broadcast(1.1283791657265982f));
        var nearTail = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.Broadcast(-0.5f), z), p, half);    // Φ(-|x|) = (1 - erf z) / 2

        var t = TLanes.Divide(one, TLanes.MultiplyAdd(half, z, one));
        var q = TLanes.Broadcast(0.09218098f);                      // degree 7 in t, error 1.3e-8 on z ≥ 0.98
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(-0.22248572154757826f));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.07792251760709906f));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.0639415606475464f));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.17767585317187978f));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.24720436057781583f));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.2820115346083891f));
        q = TLanes.MultiplyAdd(q, t, TLanes.Broadcast(0.2820997576781069f));
        var farTail = TLanes.Multiply(TLanes.Multiply(half, Exp(TLanes.Subtract(zero, square))), TLanes.Multiply(t, q));

        var tail = TLanes.WhereLess(z, one, nearTail, farTail);
        return TLanes.WhereLess(x, zero, tail, TLanes.Subtract(one, tail));
    }

    /// <summary>y = act(x), where the activation is only known when the loop runs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Activate(Activation activation, TVector x) => activation switch
    {
        Activation.QuickGelu => QuickGelu<TVector, TLanes>.Value(x),
        Activation.Gelu => Gelu<TVector, TLanes>.Value(x),
        Activation.Relu => Relu<TVector, TLanes>.Value(x),
        _ => x,
    };
}
