using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using KronClip.Compute;

namespace KronClip.Bench.Measuring;

/// <summary>
/// The core's fused multiply-add peak: twelve independent chains of the widest vectors in registers, without a load. Nothing that multiplies matrices can be faster.
/// Machines that others share change their speed from second to second, so it is measured right beside what it is compared with.
/// </summary>
static class MultiplyAddPeak
{
    const int Chains = 12;                  // eight would keep two units of four cycles' latency busy

    static float sink;

    /// <summary>
    /// Multiply-adds a second of <paramref name="engine"/>'s threads together, sustained over about <paramref name="seconds"/>: as long as what it is compared with,
    /// for a burst of half a millisecond finds a moment of a higher clock that no work of some length is given.
    /// </summary>
    public static double Measure(Engine engine, double seconds = 0.03)
    {
        const long steps = 100_000;
        var lanes = engine.Path switch { KernelPath.Vector512 => 16, KernelPath.Vector256 => 8, _ => 4 };
        var (begin, bursts) = (Stopwatch.GetTimestamp(), 0L);
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
        {
            engine.ForEach(engine.Threads, thread =>
            {
                var x = 1e-9f * (thread + 1);
                sink = lanes switch { 16 => Chains512(steps, x), 8 => Chains256(steps, x), _ => Chains128(steps, x) };
            });
            bursts++;
        }
        return bursts * steps * Chains * lanes * engine.Threads / Stopwatch.GetElapsedTime(begin).TotalSeconds;
    }

    // A method of its own without calls inside: across a call no vector stays in its register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static float Chains512(long steps, float start)
    {
        var (x, y) = (Vector512.Create(start), Vector512.Create(0.5f));
        var (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11) = (x, x, x, x, x, x, x, x, x, x, x, x);
        for (var i = 0L; i < steps; i++)
        {
            c0 = Vector512.FusedMultiplyAdd(x, y, c0);
            c1 = Vector512.FusedMultiplyAdd(x, y, c1);
            c2 = Vector512.FusedMultiplyAdd(x, y, c2);
            c3 = Vector512.FusedMultiplyAdd(x, y, c3);
            c4 = Vector512.FusedMultiplyAdd(x, y, c4);
            c5 = Vector512.FusedMultiplyAdd(x, y, c5);
            c6 = Vector512.FusedMultiplyAdd(x, y, c6);
            c7 = Vector512.FusedMultiplyAdd(x, y, c7);
            c8 = Vector512.FusedMultiplyAdd(x, y, c8);
            c9 = Vector512.FusedMultiplyAdd(x, y, c9);
            c10 = Vector512.FusedMultiplyAdd(x, y, c10);
            c11 = Vector512.FusedMultiplyAdd(x, y, c11);
        }
        return (c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11)[0];
    }

    // A method of its own without calls inside: across a call no vector stays in its register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static float Chains256(long steps, float start)
    {
        var (x, y) = (Vector256.Create(start), Vector256.Create(0.5f));
        var (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11) = (x, x, x, x, x, x, x, x, x, x, x, x);
        for (var i = 0L; i < steps; i++)
        {
            c0 = Vector256.FusedMultiplyAdd(x, y, c0);
            c1 = Vector256.FusedMultiplyAdd(x, y, c1);
            c2 = Vector256.FusedMultiplyAdd(x, y, c2);
            c3 = Vector256.FusedMultiplyAdd(x, y, c3);
            c4 = Vector256.FusedMultiplyAdd(x, y, c4);
            c5 = Vector256.FusedMultiplyAdd(x, y, c5);
            c6 = Vector256.FusedMultiplyAdd(x, y, c6);
            c7 = Vector256.FusedMultiplyAdd(x, y, c7);
            c8 = Vector256.FusedMultiplyAdd(x, y, c8);
            c9 = Vector256.FusedMultiplyAdd(x, y, c9);
            c10 = Vector256.FusedMultiplyAdd(x, y, c10);
            c11 = Vector256.FusedMultiplyAdd(x, y, c11);
        }
        return (c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11)[0];
    }

    // A method of its own without calls inside: across a call no vector stays in its register.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static float Chains128(long steps, float start)
    {
        var (x, y) = (Vector128.Create(start), Vector128.Create(0.5f));
        var (c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11) = (x, x, x, x, x, x, x, x, x, x, x, x);
        for (var i = 0L; i < steps; i++)
        {
            c0 = Vector128.FusedMultiplyAdd(x, y, c0);
            c1 = Vector128.FusedMultiplyAdd(x, y, c1);
            c2 = Vector128.FusedMultiplyAdd(x, y, c2);
            c3 = Vector128.FusedMultiplyAdd(x, y, c3);
            c4 = Vector128.FusedMultiplyAdd(x, y, c4);
            c5 = Vector128.FusedMultiplyAdd(x, y, c5);
            c6 = Vector128.FusedMultiplyAdd(x, y, c6);
            c7 = Vector128.FusedMultiplyAdd(x, y, c7);
            c8 = Vector128.FusedMultiplyAdd(x, y, c8);
            c9 = Vector128.FusedMultiplyAdd(x, y, c9);
            c10 = Vector128.FusedMultiplyAdd(x, y, c10);
            c11 = Vector128.FusedMultiplyAdd(x, y, c11);
        }
        return (c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9 + c10 + c11)[0];
    }
}
