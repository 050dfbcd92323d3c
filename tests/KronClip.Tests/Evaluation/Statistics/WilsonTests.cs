using CsCheck;
using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class WilsonTests
{
    /// <summary>Limits that Newcombe (1998, table I, method 3) prints for these counts.</summary>
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void HasThePrintedLimits(int correct, int of, double low, double high)
    {
        var interval = Wilson.Of(correct, of)!;
        Assert.Equal(low, interval.Low, 4);
        Assert.Equal(high, interval.High, 4);
        Assert.Equal((double)correct / of, interval.Value);
    }

    /// <summary>The limits are where |p̂ - p| = z·√(p(1-p)/n), which is what defines them.</summary>
    [Fact]
    public void TheLimitsAreWhereATestOfTheShareTurns() => Gen.Int[1, 100_000].SelectMany(of => Gen.Int[0, of].Select(correct => (correct, of))).Sample(t =>
    {
        var (share, low, high) = Wilson.Of(t.correct, t.of)!;
        Assert.True(low >= 0 && low <= share && share <= high && high <= 1);
        foreach (var p in new[] { low, high }.Where(p => p is > 0 and < 1))
            Assert.Equal(Wilson.Z * Math.Sqrt(p * (1 - p) / t.of), Math.Abs(share - p), 1e-9);
        var turned = Wilson.Of(t.of - t.correct, t.of)!;
        Assert.Equal(1 - high, turned.Low, 1e-12);
    });

    /// <summary>Of many samples with a known share about 95 % of the intervals hold it, at few pictures too.</summary>
    [Theory]
    [InlineData(20, 0.9)]
    [InlineData(100, 0.5)]
    [InlineData(400, 0.98)]
    public void CoversAboutAsOftenAsItSays(int pictures, double share)
    {
        const int samples = 4000;
        var random = new SeededRandom(1, "coverage");
        var held = 0;
        for (var s = 0; s < samples; s++)
        {
            var correct = 0;
            for (var i = 0; i < pictures; i++)
                correct += random.NextDouble() < share ? 1 : 0;
            held += Wilson.Of(correct, pictures) is { } interval && interval.Low <= share && share <= interval.High ? 1 : 0;
        }
        Assert.InRange((double)held / samples, 0.92, 0.98);
    }

    [Fact]
    public void NothingHasNoShareAndMoreThanAllIsRefused()
    {
        Assert.Null(Wilson.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Of(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Of(-1, 2));
    }
}
