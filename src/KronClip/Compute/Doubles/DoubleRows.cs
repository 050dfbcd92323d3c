using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace KronClip.Compute;

/// <summary>
/// Sums over fp64 rows. The order of the additions is always that of four times four lanes, with a product rounded before it is added, so the bits are the same on
/// every processor and kernel path.
/// </summary>
static class DoubleRows
{
    const int Lanes = 4, Block = 4 * Lanes;
    const long WorthSharing = 100_000;         // multiply-adds that pay for waking another thread

    /// <summary><see cref="Engine.ForEach(int, Action{int})"/> where there is enough to do, else one index after the other; the result is the same.</summary>
    /// <param name="engine">The threads.</param>
    /// <param name="count">Indices.</param>
    /// <param name="work">Multiply-adds of an index.</param>
    /// <param name="body">Writes the part of the result that belongs to an index.</param>
    public static void ForEach(Engine engine, int count, long work, Action<int> body)
    {
        if (count * work >= WorthSharing)
        {
            engine.ForEach(count, body);
            return;
        }
        for (var i = 0; i < count; i++)
            body(i);
    }

    /// <summary>x · y.</summary>
    public static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ref readonly var a = ref MemoryMarshal.GetReference(x);
        ref readonly var b = ref MemoryMarshal.GetReference(y);
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        var i = 0;
        for (; i <= x.Length - Block; i += Block)
        {
            s0 += Load(in a, i) * Load(in b, i);
            s1 += Load(in a, i + Lanes) * Load(in b, i + Lanes);
            s2 += Load(in a, i + 2 * Lanes) * Load(in b, i + 2 * Lanes);
            s3 += Load(in a, i + 3 * Lanes) * Load(in b, i + 3 * Lanes);
        }
        var lanes = (s0 + s1) + (s2 + s3);
        var sum = (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
        for (; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <summary>y += factor x.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> x, Span<double> y)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        ref readonly var a = ref MemoryMarshal.GetReference(x);
        ref var b = ref MemoryMarshal.GetReference(y);
        var f = Vector256.Create(factor);
        var i = 0;
        for (; i <= x.Length - Lanes; i += Lanes)
            (Load(in b, i) + f * Load(in a, i)).StoreUnsafe(ref b, (nuint)i);
        for (; i < x.Length; i++)
            y[i] += factor * x[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<double> Load(ref readonly double first, int index) => Vector256.LoadUnsafe(in first, (nuint)index);
}
