using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class BootstrapTests
{
    static int[] Hits(int right, int of) => [.. Enumerable.Range(0, of).Select(i => i < right ? 1 : 0)];

    static double[][] Means(int[][] lists, string stream) => [.. Bootstrap.Sums(lists, stream).Select((sums, m) => sums.Select(s => (double)s / lists[m].Length).ToArray())];

    static double Deviation(double[] values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    /// <summary>The draws of a share are binomial: mean p, standard deviation √(p(1-p)/n).</summary>
    [Theory]
    [InlineData(150, 200)]
    [InlineData(450, 500)]
    public void TheDrawsOfAShareHaveTheBinomialError(int right, int of)
    {
        var draws = Means([Hits(right, of)], "a")[0];
        var p = (double)right / of;
        var error = Math.Sqrt(p * (1 - p) / of);
        Assert.Equal(Bootstrap.Resamples, draws.Length);
        Assert.InRange(draws.Average(), p - 0.1 * error, p + 0.1 * error);
        Assert.InRange(Deviation(draws) / error, 0.95, 1.05);
        var interval = Bootstrap.Percentiles(p, draws);
        Assert.InRange((interval.High - interval.Low) / (2 * Wilson.Z * error), 0.92, 1.08);
    }

    [Fact]
    public void TheGeneralWayAndTheFastOneDrawTheSame()
    {
        var hits = Hits(30, 40);
        var slow = Bootstrap.Of(40, "same", drawn =>
        {
            var sum = 0;
            foreach (var i in drawn)
                sum += hits[i];
            return sum / 40.0;
        })!;
        Assert.Equal(Bootstrap.Percentiles(0.75, Means([hits], "same")[0]), slow);
    }

    [Fact]
    public void ListsOfOneStreamAreDrawnTogetherAndOthersApart()
    {
        var (a, b) = (Hits(60, 100), Hits(50, 100));                       // b's right ones are right in a too
        var together = Means([a, b], "x");
        Assert.All(together[0].Zip(together[1]), pair => Assert.True(pair.First >= pair.Second));
        Assert.Equal(together[1], Means([b], "x")[0]);            // who is drawn beside it changes nothing
        Assert.NotEqual(together[1], Means([b], "y")[0]);
    }

    /// <summary>Type 7 of Hyndman and Fan, numpy's: of 0 … 100 the 2.5th percentile is 2.5.</summary>
    [Fact]
    public void PercentilesLieOnTheLineBetweenTwoDraws() =>
        Assert.Equal(new Interval(50, 2.5, 97.5), Bootstrap.Percentiles(50, [.. Enumerable.Range(0, 101).Reverse().Select(i => (double)i)]));

    [Fact]
    public void DrawsWithoutAFigureAreLeftOut()
    {
        Assert.Null(Bootstrap.Of(3, "s", _ => null));
        var interval = Bootstrap.Of(3, "s", drawn => drawn.Contains(0) ? 1 : null)!;
        Assert.Equal(new Interval(1, 1, 1), interval);
    }

    /// <summary>Of samples with a known share most intervals hold it; with 100 pictures a little fewer than 95 %.</summary>
    [Fact]
    public void CoversAboutAsOftenAsItSays()
    {
        const int samples = 200, pictures = 100;
        var random = new SeededRandom(2, "coverage");
        var held = 0;
        for (var s = 0; s < samples; s++)
        {
            int[] hits = [.. Enumerable.Range(0, pictures).Select(_ => random.NextDouble() < 0.7 ? 1 : 0)];
            var interval = Bootstrap.Percentiles(hits.Average(), Means([hits], $"{s}")[0]);
            held += interval.Low <= 0.7 && 0.7 <= interval.High ? 1 : 0;
        }
        Assert.InRange((double)held / samples, 0.89, 0.99);
    }
}
