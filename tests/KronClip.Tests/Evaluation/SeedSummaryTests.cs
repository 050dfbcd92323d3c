using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class SeedSummaryTests
{
    /// <summary>By hand: mean 0.7, squared distances 0.01 + 0 + 0.01, divided by 3 and not by 2.</summary>
    [Fact]
    public void TheSpreadIsThePopulationStandardDeviation()
    {
        var summary = SeedSummary.Over([0.6, 0.7, 0.8]);
        Assert.Equal(3, summary.Count);
        Assert.Equal(0.7, summary.Mean, 1e-15);
        Assert.Equal(Math.Sqrt(0.02 / 3), summary.StandardDeviation, 1e-15);
    }

    [Fact]
    public void OneSeedHasNoSpread() => Assert.Equal(new SeedSummary(1, 0.25, 0), SeedSummary.Over([0.25]));

    [Fact]
    public void MissingFiguresAreRefused()
    {
        Assert.Throws<ArgumentException>(() => SeedSummary.Over([]));
        Assert.Throws<ArgumentException>(() => SeedSummary.Over([0.5, double.NaN]));
    }
}
