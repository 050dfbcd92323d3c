using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class ProtocolTableTests
{
    static readonly ProtocolTable Table = SampleReport.Make().Table;

    [Fact]
    public void ColumnsStandInTheOrderOfReading() => Assert.Equal(
        ["test", "base", "new", "H", "worn", "dark", "mean", "tools"],
        Table.Columns.Select(c => c.Part));

    /// <summary>By hand: 149, 150 and 151 of 200; the population deviation of three neighbours is √(2/3).</summary>
    [Fact]
    public void AFigureIsMeanAndPopulationDeviationOverTheSeeds()
    {
        var figure = Table.Figure("ck-coop", ProtocolKind.BaseToNew, ProtocolCell.Base)!;
        Assert.Equal([149 / 200.0, 150 / 200.0, 151 / 200.0], figure.PerSeed);
        Assert.Equal(0.75, figure.Mean, 1e-15);
        Assert.Equal(Math.Sqrt(2.0 / 3) / 200, figure.StandardDeviation, 1e-15);
        Assert.Equal(Math.Sqrt(151 / 202.0 * 51 / 202 / 200), figure.SamplingError, 1e-15);
    }

    [Fact]
    public void HIsThatOfTheMeansAndItsSpreadThatOfTheSeeds()
    {
        var (b, n, h) = (Table.Figure("coop", ProtocolKind.BaseToNew, "base")!, Table.Figure("coop", ProtocolKind.BaseToNew, "new")!, Table.Summary("coop", ProtocolKind.BaseToNew)!);
        Assert.Equal(HarmonicMean.Of(b.Mean, n.Mean), h.Mean);
        Assert.Equal(b.PerSeed.Zip(n.PerSeed, HarmonicMean.Of), h.PerSeed);
        Assert.Equal(SeedSummary.Over([.. h.PerSeed]).StandardDeviation, h.StandardDeviation);
    }

    [Fact]
    public void TheMeanOfShiftsWeighsEachTheSame()
    {
        var mean = Table.Summary("zero-shot", ProtocolKind.Domain)!;
        Assert.Equal((80 + 70) / 2 / 200.0, mean.Mean, 1e-15);
        Assert.Equal(0, mean.StandardDeviation);
        Assert.Null(Table.Summary("zero-shot", ProtocolKind.CrossTask));        // one task needs no mean
    }

    [Fact]
    public void AMissingCellLeavesAGapAndNoOtherFigure()
    {
        var cells = SampleReport.Make().Cells.Where(c => c is not { Row: "coop", Seed: 2, Protocol: ProtocolKind.BaseToNew, Part: "new" }).ToArray();
        var table = ProtocolTable.Draw(SampleReport.Rows, [1, 2, 3], cells);
        Assert.Null(table.Figure("coop", ProtocolKind.BaseToNew, "new"));
        Assert.Null(table.Summary("coop", ProtocolKind.BaseToNew));
        Assert.NotNull(table.Figure("coop", ProtocolKind.BaseToNew, "base"));
        Assert.NotNull(table.Summary("ck-coop", ProtocolKind.BaseToNew));
    }

    [Fact]
    public void ACellTwiceIsRefused() =>
        Assert.Throws<ArgumentException>(() => ProtocolTable.Draw(SampleReport.Rows, [1], [.. SampleReport.Make(1).Cells, SampleReport.Make(1).Cells[0]]));

    /// <summary>The error of H follows from those of base and new as a small change of either changes H.</summary>
    [Fact]
    public void TheSamplingErrorOfHIsPropagated() => Gen.Select(Gen.Int[1, 199], Gen.Int[1, 199]).Sample((b, n) =>
    {
        var (of, on) = (Figure(b), Figure(n));
        const double step = 1e-6;
        var (db, dn) = ((HarmonicMean.Of(of.Mean + step, on.Mean) - HarmonicMean.Of(of.Mean - step, on.Mean)) / (2 * step), (HarmonicMean.Of(of.Mean, on.Mean + step) - HarmonicMean.Of(of.Mean, on.Mean - step)) / (2 * step));
        var expected = Math.Sqrt(Math.Pow(db * of.SamplingError, 2) + Math.Pow(dn * on.SamplingError, 2));
        return Math.Abs(ProtocolFigure.HarmonicMeanOf(of, on).SamplingError - expected) < 1e-7;
    });

    static ProtocolFigure Figure(int correct) => ProtocolFigure.Over([SampleReport.Cell("x", 1, ProtocolKind.FewShot, "test", correct)]);
}
