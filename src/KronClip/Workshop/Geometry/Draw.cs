using KronClip.Compute;

namespace KronClip.Workshop;

/// <summary>Draws from a seeded generator that give the same numbers on every machine.</summary>
static class Draw
{
    public static float Between(this SeededRandom random, float low, float high) => low + (high - low) * (float)random.NextDouble();

    public static bool Chance(this SeededRandom random, double probability) => random.NextDouble() < probability;

    public static T Pick<T>(this SeededRandom random, IReadOnlyList<T> items) => items[random.NextInt(items.Count)];

    /// <summary>About normal with mean 0 and variance 1: a sum of twelve uniform numbers, for a logarithm would not be the same everywhere.</summary>
    public static float Bell(this SeededRandom random)
    {
        var sum = 0.0;
        for (var i = 0; i < 12; i++)
            sum += random.NextDouble();
        return (float)(sum - 6);
    }
}
