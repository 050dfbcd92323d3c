namespace KronClip.Data;

/// <summary>
/// The numbers of CPython's module random after <c>random.seed(n)</c>, so that published draws can be made again: the Mersenne Twister MT19937 (Matsumoto and
/// Nishimura 1998, started with init_by_array of 2002), and on it getrandbits, sample and shuffle as CPython 3 defines them. Not thread-safe.
/// </summary>
public sealed class PythonRandom
{
    const int N = 624, M = 397;
    const uint Upper = 0x80000000, Lower = 0x7FFFFFFF, Twist = 0x9908B0DF;

    readonly uint[] state = new uint[N];
    int next = N;

    /// <summary>Starts from a seed; as in CPython its sign does not matter.</summary>
    public PythonRandom(long seed)
    {
        var size = seed < 0 ? (ulong)-(seed + 1) + 1 : (ulong)seed;
        var (low, high) = ((uint)size, (uint)(size >> 32));
        Start(high == 0 ? [low] : [low, high]);
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (next == N)
            Refill();
        var y = state[next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9D2C5680;
        y ^= (y << 15) & 0xEFC60000;
        return y ^ (y >> 18);
    }

    /// <summary>A number of so many random bits: random.getrandbits.</summary>
    /// <param name="bits">0 to 64.</param>
    public ulong NextBits(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 64);
        if (bits == 0)
            return 0;
        if (bits <= 32)
            return NextUInt32() >> (32 - bits);
        var low = NextUInt32();                                     // the low word comes first; the last word gives up its low bits
        return ((ulong)(NextUInt32() >> (64 - bits)) << 32) | low;
    }

    /// <summary>A number from 0 to below <paramref name="bound"/>, each as likely: bits of the bound's length, drawn again while too large.</summary>
    public int Below(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var bits = 32 - System.Numerics.BitOperations.LeadingZeroCount((uint)bound);
        ulong drawn;
        do
            drawn = NextBits(bits);
        while (drawn >= (ulong)bound);
        return (int)drawn;
    }

    /// <summary>Different places of a list in drawn order: random.sample.</summary>
    /// <param name="population">How long the list is.</param>
    /// <param name="count">How many to draw, at most all of it.</param>
    public int[] Sample(int population, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, population);
        return population <= SetSize(count) ? SampleFromPool(population, count) : SampleWithSet(population, count);
    }

    /// <summary>Different items of a list in drawn order: random.sample.</summary>
    public T[] Sample<T>(IReadOnlyList<T> population, int count)
    {
        ArgumentNullException.ThrowIfNull(population);
        return [.. Sample(population.Count, count).Select(i => population[i])];
    }

    /// <summary>Brings items into a random order: random.shuffle.</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    /// <summary>Up to this length the list itself is cheaper than a set of what was drawn: 21 + 4^⌈log₄ 3k⌉, the latter for k above 5.</summary>
    static long SetSize(int count)
    {
        var table = 0L;
        if (count > 5)
        {
            for (table = 1; table < 3L * count;)
                table *= 4;
        }
        return 21 + table;
    }

    int[] SampleFromPool(int population, int count)
    {
        var pool = Enumerable.Range(0, population).ToArray();
        var drawn = new int[count];
        for (var i = 0; i < count; i++)
        {
            var j = Below(population - i);
            drawn[i] = pool[j];
            pool[j] = pool[population - i - 1];                     // the last of what is left fills the gap
        }
        return drawn;
    }

    int[] SampleWithSet(int population, int count)
    {
        var seen = new HashSet<int>(count);
        var drawn = new int[count];
        for (var i = 0; i < count; i++)
        {
            do
                drawn[i] = Below(population);
            while (!seen.Add(drawn[i]));
        }
        return drawn;
    }

    /// <summary>init_by_array: every word of the key reaches every word of the state.</summary>
    void Start(ReadOnlySpan<uint> key)
    {
        state[0] = 19650218;
        for (uint i = 1; i < N; i++)
            state[i] = 1812433253 * Mixed(i - 1) + i;
        var place = 1;
        for (int step = 0, word = 0; step < N; step++, word = (word + 1) % key.Length)
        {
            state[place] = (state[place] ^ (Mixed((uint)place - 1) * 1664525)) + key[word] + (uint)word;
            place = Next(place);
        }
        for (var step = 0; step < N - 1; step++)
        {
            state[place] = (state[place] ^ (Mixed((uint)place - 1) * 1566083941)) - (uint)place;
            place = Next(place);
        }
        state[0] = Upper;                                           // so the state is never all zero
    }

    uint Mixed(uint place) => state[place] ^ (state[place] >> 30);

    /// <summary>The place after; past the end the last word also becomes the first, which the second is then mixed with.</summary>
    int Next(int place)
    {
        if (++place < N)
            return place;
        state[0] = state[N - 1];
        return 1;
    }

    void Refill()
    {
        for (var i = 0; i < N; i++)
        {
            var y = (state[i] & Upper) | (state[(i + 1) % N] & Lower);
            state[i] = state[(i + M) % N] ^ (y >> 1) ^ ((y & 1) * Twist);
        }
        next = 0;
    }
}
