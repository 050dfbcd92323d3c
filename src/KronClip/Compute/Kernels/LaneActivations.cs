using System.Runtime.CompilerServices;

namespace KronClip.Compute.Kernels;

/// <summary>An activation and its slope on vectors; a type of its own for each, so that the loops over a row are compiled for one activation.</summary>
interface ILaneActivation<TVector> where TVector : struct
{
    /// <summary>act(x).</summary>
    static abstract TVector Value(TVector x);

    /// <summary>act′(x).</summary>
    static abstract TVector Slope(TVector x);
}

/// <summary>x · sigmoid(1.702 x).</summary>
readonly struct QuickGelu<TVector, TLanes> : ILaneActivation<TVector>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value(TVector x) => TLanes.Multiply(x, LaneFunctions<TVector, TLanes>.Sigmoid(TLanes.Multiply(TLanes.Broadcast(1.702f), x)));

    /// <summary>s + 1.702 x s (1 - s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope(TVector x)
    {
        var scaled = TLanes.Multiply(TLanes.Broadcast(1.702f), x);
        var s = LaneFunctions<TVector, TLanes>.Sigmoid(scaled);
        return TLanes.MultiplyAdd(TLanes.Multiply(scaled, s), TLanes.Subtract(TLanes.Broadcast(1), s), s);
    }
}

/// <summary>x Φ(x).</summary>
readonly struct Gelu<TVector, TLanes> : ILaneActivation<TVector>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value(TVector x) => TLanes.Multiply(x, LaneFunctions<TVector, TLanes>.NormalDistribution(x));

    /// <summary>Φ(x) + x φ(x), φ(x) = e^(-x²/2) / √(2π).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope(TVector x)
    {
        var density = TLanes.Multiply(
            TLanes.Broadcast(0.39894228f), LaneFunctions<TVector, TLanes>.Exp(TLanes.Multiply(TLanes.Broadcast(-0.5f), TLanes.Multiply(x, x))));
        return TLanes.MultiplyAdd(x, density, LaneFunctions<TVector, TLanes>.NormalDistribution(x));
    }
}

/// <summary>max(0, x).</summary>
readonly struct Relu<TVector, TLanes> : ILaneActivation<TVector>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value(TVector x) => TLanes.Max(TLanes.Broadcast(0), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope(TVector x) => TLanes.WhereLess(TLanes.Broadcast(0), x, TLanes.Broadcast(1), TLanes.Broadcast(0));
}

/// <summary>x.</summary>
readonly struct NoActivation<TVector, TLanes> : ILaneActivation<TVector>
    where TVector : struct
    where TLanes : struct, ILanes<TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Value(TVector x) => x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Slope(TVector x) => TLanes.Broadcast(1);
}
