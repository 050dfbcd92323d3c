using System.Numerics;
using System.Text;

namespace KronClip.Compute;

/// <summary>
/// The project's own generator, xoshiro256** (Blackman and Vigna 2018) seeded through SplitMix64: the same seed and stream name give the
/// same bits on every machine and in every version, and so the same whole and uniform numbers. Seed 0 is a seed like any other, and so is a negative one. Not thread-safe:
/// parallel work takes one generator per item, made with its own stream name.
/// </summary>
public sealed class SeededRandom
{
    ulong s0, s1, s2, s3;

    /// <summary>A generator for <paramref name="seed"/>; different <paramref name="stream"/> names give independent sequences of one seed.</summary>
    public SeededRandom(long seed, string stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var x = unchecked((ulong)seed);
        foreach (var b in Encoding.UTF8.GetBytes(stream))           // FNV-1a of the stream's name, mixed into the seed
            x = unchecked((x ^ b) * 0x100000001B3UL + 0x9E3779B97F4A7C15UL);
        (s0, s1, s2, s3) = (SplitMix(ref x), SplitMix(ref x), SplitMix(ref x), SplitMix(ref x));
    }

    /// <summary>Rebuilds a generator from <see cref="State"/>.</summary>
    public SeededRandom(ReadOnlySpan<ulong> state)
    {
        if (state.Length != 4)
            throw new ArgumentException("A generator's state is four numbers.", nameof(state));
        (s0, s1, s2, s3) = (state[0], state[1], state[2], state[3]);
    }

    /// <summary>The four words from which the sequence goes on; for checkpoints.</summary>
    public ulong[] State => [s0, s1, s2, s3];

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="bound"/>), without bias (Lemire's method with rejection).</summary>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (ulong)bound;
        while (true)
        {
            var product = Math.BigMul(NextBits(), range, out var low);
            if (low >= range || low >= unchecked(0 - range) % range)
                return (int)product;
        }
    }

    /// <summary>
    /// Standard normal (Box-Muller, one value of each pair used, so that the state alone determines what follows). Its logarithm and cosine are the
    /// system's, whose last bit may differ from one system to another.
    /// </summary>
    public double NextGaussian()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Fisher-Yates shuffle in place.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    static ulong SplitMix(ref ulong x)
    {
        unchecked
        {
            x += 0x9E3779B97F4A7C15UL;
            var z = x;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
