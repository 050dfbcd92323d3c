using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector128<float>;

namespace KronClip.Compute.Kernels;

/// <summary>4 floats at a time (SSE on x86, AdvSimd on Arm).</summary>
readonly unsafe struct Lanes128 : ILanes<Vector>
{
    public static int Width => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Broadcast(float x) => Vector128.Create(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Load(float* source) => Vector128.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector x, float* target) => x.Store(target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Add(Vector a, Vector b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Subtract(Vector a, Vector b) => a - b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Multiply(Vector a, Vector b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Divide(Vector a, Vector b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector MultiplyAdd(Vector a, Vector b, Vector c) => Vector128.MultiplyAddEstimate(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Max(Vector a, Vector b) => Vector128.MaxNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Min(Vector a, Vector b) => Vector128.MinNative(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Absolute(Vector x) => Vector128.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector Round(Vector x) => Vector128.Round(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector ScaleByPowerOfTwo(Vector x, Vector n) => x * ((Vector128.ConvertToInt32Native(n) + Vector128.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector WhereLess(Vector a, Vector b, Vector yes, Vector no) => Vector128.ConditionalSelect(Vector128.LessThan(a, b), yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector x) => Vector128.Sum(x);

    /// <summary>Two steps of a transposition with an addition after each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector SumOfEach(Vector a, Vector b, Vector c, Vector d)
    {
        var ab = Interleaving.Lower(a, b) + Interleaving.Upper(a, b);                       // a02 b02 a13 b13
        var cd = Interleaving.Lower(c, d) + Interleaving.Upper(c, d);
        return Interleaving.Lower(ab.AsDouble(), cd.AsDouble()).AsSingle() + Interleaving.Upper(ab.AsDouble(), cd.AsDouble()).AsSingle();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector x)
    {
        var pairs = Max(x, Vector128.Shuffle(x, Vector128.Create(2, 3, 0, 1)));
        return Max(pairs, Vector128.Shuffle(pairs, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
