using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class ExactTestsTests
{
    /// <summary>Binomial tails worked out by hand.</summary>
    [Theory]
    [InlineData(0, 0, 0.5, 1)]
    [InlineData(0, 7, 0.25, 1)]
    [InlineData(1, 1, 0.25, 0.25)]
    [InlineData(2, 2, 0.25, 0.0625)]
    [InlineData(1, 2, 0.25, 1 - 0.75 * 0.75)]
    [InlineData(3, 4, 0.5, 5.0 / 16)]                        // (4 + 1) / 2⁴
    [InlineData(9, 10, 0.5, 11.0 / 1024)]
    public void TailsOfTheBinomial(int right, int of, double chance, double expected) => Assert.Equal(expected, ExactTests.AtLeast(right, of, chance), 1e-14);

    /// <summary>Against the definition, Pascal's triangle with the last picture right or wrong.</summary>
    [Fact]
    public void TheTailObeysItsRecursion() => Gen.Select(Gen.Int[1, 200], Gen.Int[1, 60]).Sample((n, part) =>
    {
        var (k, p) = (1 + part % n, 1.0 / (1 + part));
        p = Math.Min(p, 0.5);
        return Math.Abs(ExactTests.AtLeast(k, n, p) - (p * ExactTests.AtLeast(k - 1, n - 1, p) + (1 - p) * (k > n - 1 ? 0 : ExactTests.AtLeast(k, n - 1, p)))) < 1e-11;
    });

    [Fact]
    public void ManyPicturesDoNotUnderflow()
    {
        Assert.Equal(0.5, ExactTests.AtLeast(8_000, 16_000, 0.5), 0.01);
        Assert.InRange(ExactTests.AtLeast(9_000, 16_000, 0.5), 0, 1e-50);
        Assert.Equal(1, ExactTests.AtLeast(0, 16_000, 0.01), 1e-9);
    }

    [Theory]
    [InlineData(0, 0, 1, 1)]
    [InlineData(1, 0, 0.5, 1)]
    [InlineData(5, 0, 1.0 / 32, 1.0 / 16)]
    [InlineData(6, 0, 1.0 / 64, 1.0 / 32)]                   // the fewest pictures that make a difference clear
    [InlineData(3, 1, 5.0 / 16, 10.0 / 16)]
    [InlineData(2, 2, 11.0 / 16, 1)]
    public void TheSignTestOnPicturesThatDiffer(int better, int other, double oneSided, double twoSided)
    {
        Assert.Equal(oneSided, ExactTests.OneSided(better, other), 1e-14);
        Assert.Equal(twoSided, ExactTests.TwoSided(better, other), 1e-14);
        Assert.Equal(twoSided, ExactTests.TwoSided(other, better), 1e-14);
    }

    [Fact]
    public void ValuesOutOfRangeAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactTests.AtLeast(3, 2, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactTests.AtLeast(1, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ExactTests.OneSided(1, 2));
    }
}
