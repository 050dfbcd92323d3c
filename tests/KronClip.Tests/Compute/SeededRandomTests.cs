using KronClip.Compute;

namespace KronClip.Tests.Compute;

public class SeededRandomTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void SameSeedAndStreamGiveTheSameNumbers(long seed)
    {
        var (a, b) = (new SeededRandom(seed, "split"), new SeededRandom(seed, "split"));
        for (var i = 0; i < 100; i++)
            Assert.Equal(a.NextBits(), b.NextBits());
    }

    [Fact]
    public void SeedsAndStreamsDiffer()
    {
        var first = new[] { (0L, "a"), (1L, "a"), (-1L, "a"), (0L, "b"), (0L, ""), (0L, "ab") }.Select(x => new SeededRandom(x.Item1, x.Item2).NextBits()).ToArray();
        Assert.Equal(first.Length, first.Distinct().Count());
    }

    [Fact]
    public void StateResumesTheSequence()
    {
        var random = new SeededRandom(7, "resume");
        random.NextGaussian();
        var copy = new SeededRandom(random.State);
        Assert.Equal(random.NextGaussian(), copy.NextGaussian());
        Assert.Equal(random.NextInt(1000), copy.NextInt(1000));
    }

    [Fact]
    public void IntegersAreUniformAndNormalsAreStandard()
    {
        var random = new SeededRandom(3, "statistics");
        var counts = new int[7];
        double sum = 0, squares = 0;
        for (var i = 0; i < 70_000; i++)
        {
            counts[random.NextInt(7)]++;
            var g = random.NextGaussian();
            sum += g;
            squares += g * g;
        }
        Assert.All(counts, n => Assert.InRange(n, 9_600, 10_400));
        Assert.InRange(sum / 70_000, -0.02, 0.02);
        Assert.InRange(squares / 70_000, 0.97, 1.03);
    }
}
