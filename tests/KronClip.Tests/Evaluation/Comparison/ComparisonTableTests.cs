using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class ComparisonTableTests
{
    /// <summary>By hand: 141, 142 and 143 of 200; population standard deviation √(2/3) pictures.</summary>
    [Fact]
    public void AFigureIsMeanAndPopulationDeviationOverTheSeeds()
    {
        var figure = SampleComparison.Table(SampleComparison.Usual()).Of("coop")[2]!;
        Assert.Equal(142 / 200.0, figure.Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2.0 / 3) / 200, figure.StandardDeviation, 1e-12);
        Assert.Equal([141 / 200.0, 142 / 200.0, 143 / 200.0], figure.PerSeed);
    }

    [Fact]
    public void WhatLearnsNothingStandsInEveryColumn()
    {
        var figures = SampleComparison.Table(SampleComparison.Usual()).Of("zero-shot");
        Assert.Equal(3, figures.Count);
        Assert.All(figures, f => Assert.Equal(0.5, f!.Mean));
    }

    [Fact]
    public void ACellThatIsMissingLeavesItsFigureOutAndNoOther()
    {
        var table = SampleComparison.Table([.. SampleComparison.Usual().Where(c => (c.Row, c.Shots, c.Seed) != ("coop", 4, 2))]);
        Assert.Equal([true, false, true], table.Of("coop").Select(f => f is not null));
        Assert.DoesNotContain(null, table.Of("ck-coop"));
    }

    [Fact]
    public void TheOrderOfTheCellsSaysNothing()
    {
        var cells = SampleComparison.Usual();
        var (one, two) = (SampleComparison.Table(cells), ComparisonTable.Draw(SampleComparison.Rows, SampleComparison.Shots, [1, 2, 3], [.. cells.Reverse()]));
        Assert.Equal(SampleComparison.Rows.SelectMany(r => one.Of(r.Id).Select(f => f!.Mean)), SampleComparison.Rows.SelectMany(r => two.Of(r.Id).Select(f => f!.Mean)));
        Assert.Equal(one.Of("coop")[0]!.PerSeed, two.Of("coop")[0]!.PerSeed);
    }

    [Fact]
    public void TheBestOfAColumnIsItsHighestMean() =>
        Assert.Equal([112 / 200.0, 132 / 200.0, 162 / 200.0], Enumerable.Range(0, 3).Select(SampleComparison.Table(SampleComparison.Usual()).Best));

    [Fact]
    public void TwoCellsForOneMeasurementAreRefused() =>
        Assert.Throws<ArgumentException>(() => SampleComparison.Table([.. SampleComparison.Usual(), SampleComparison.Cell("coop", 4, 1, 5)]));
}
