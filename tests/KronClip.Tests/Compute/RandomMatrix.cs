using KronClip.Compute;

namespace KronClip.Tests.Compute;

/// <summary>Matrices of standard normal numbers.</summary>
static class RandomMatrix
{
    public static Matrix Normal(int rows, int columns, string name, double scale = 1) => new(rows, columns, Floats(rows * columns, name, scale));

    public static float[] Floats(int count, string name, double scale = 1)
    {
        var random = new SeededRandom(5, name);
        return Enumerable.Range(0, count).Select(_ => (float)(scale * random.NextGaussian())).ToArray();
    }
}
