using System.Xml.Linq;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Accuracies, forgetting and groups computed by hand, and the page of a made-up study.</summary>
public class ForgettingTests
{
    // Three stages: group 1 goes 0.9, 0.7, 0.6; group 2 goes 0.5, 0.8 (it rises); group 3 has 0.4.
    static readonly double[][] Triangle = [[0.9], [0.7, 0.5], [0.6, 0.8, 0.4]];

    [Fact]
    public void TheAverageIsOverTheGroupsSoFar()
    {
        var averages = Forgetting.Averages(Triangle);
        Assert.Equal(0.9, averages[0], 12);
        Assert.Equal(0.6, averages[1], 12);
        Assert.Equal(0.6, averages[2], 12);
    }

    [Fact]
    public void ForgettingIsTheBestEarlierAccuracyLessTheLast()
    {
        var own = Forgetting.OfGroups(Triangle);
        Assert.Equal(2, own.Length);                                        // the last group had no time to be forgotten
        Assert.Equal(0.3, own[0], 12);                                      // 0.9 − 0.6
        Assert.Equal(-0.3, own[1], 12);                                     // 0.5 − 0.8: it got better
        Assert.Equal(0.0, Forgetting.Mean(Triangle)!.Value, 12);
    }

    [Fact]
    public void TheBestEarlierStageCountsNotTheFirst()
    {
        var own = Forgetting.OfGroups([[0.5], [0.8, 0.9], [0.6, 0.9, 0.1]]);
        Assert.Equal(0.2, own[0], 12);                                      // 0.8 − 0.6
        Assert.Equal(0.0, own[1], 12);
    }

    [Fact]
    public void OneStageForgetsNothing() => Assert.Null(Forgetting.Mean([[0.5]]));

    [Fact]
    public void WhatIsNoTriangleIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Forgetting.Averages([]));
        Assert.Throws<ArgumentException>(() => Forgetting.Averages([[0.5], [0.5]]));
    }

    [Fact]
    public void PointsAreBeforeLessAfter() => Assert.Equal(12.5, Forgetting.Points(0.75, 0.625), 12);

    [Theory]
    [InlineData(4, 2, "0,1;2,3")]
    [InlineData(7, 3, "0,1,2;3,4;5,6")]
    [InlineData(5, 4, "0,1;2;3;4")]
    public void GroupsDifferByOneAtMostAndTheLargerComeFirst(int classes, int stages, string expected) =>
        Assert.Equal(expected, string.Join(';', ClassStages.Of([.. Enumerable.Range(0, classes)], stages).Select(g => string.Join(',', g))));

    [Fact]
    public void TooFewClassesAreRefused()
    {
        Assert.Throws<ArgumentException>(() => ClassStages.Of([0, 1, 2], 3));
        Assert.Throws<ArgumentException>(() => ClassStages.Of([0, 1, 2], 1));
    }

    static StageRow[] Rows =>
    [
        new("zero-shot", "zero-shot", "Zero-shot CLIP", "named", null, 0),
        new("ck-coop replay=none", "ck-coop", "CK-CoOp", "no replay", "lbfgs", 768),
        new("ck-coop replay=all", "ck-coop", "CK-CoOp", "replay <all>", "lbfgs", 768),
    ];

    /// <summary>Group 1 first, then both, of 10 pictures each; with seed 2 one more is right everywhere.</summary>
    static IEnumerable<StageCell> Cells(string row, int first, int then, int second) => new long[] { 1, 2 }.SelectMany(seed => new StageCell[]
    {
        new(row, seed, 1, 1, 2, 10, first + (int)seed), new(row, seed, 2, 1, 4, 10, then + (int)seed), new(row, seed, 2, 2, 4, 10, second + (int)seed),
    });

    static StageReport Report()
    {
        StageCell[] cells = [.. Cells("zero-shot", 3, 2, 2), .. Cells("ck-coop replay=none", 8, 1, 8), .. Cells("ck-coop replay=all", 8, 6, 8)];
        StageFigures[] figures = [.. Rows.Select(r => StageFigures.Over(r.Id, [1, 2], 2, cells))];
        return new StageReport
        {
            Origin = new ReportOrigin("kron-mini", new string('a', 64), "ViT", "0.1.0", ".NET 10", "Vector512"),
            Set = new ReportSet("parts", SetRole.Source, ["bolt", "nut", "gear", "spring"], 0, 64, 400, new string('f', 64)),
            Shots = 16,
            Replay = 4,
            Seeds = [1, 2],
            Stages = 2,
            Groups = [new StageGroups(1, [["bolt", "nut"], ["gear", "spring"]]), new StageGroups(2, [["gear", "nut"], ["bolt", "spring"]])],
            Rows = Rows,
            Figures = figures,
            Findings = StageFinding.Of(Rows, figures),
            Cells = cells,
            Warnings = ["Set aside: <b>a.png</b>"],
            Seconds = new ReportSeconds(0, 2, 3, 5, [], "a processor", 2),
        };
    }

    [Fact]
    public void FiguresAreMeansOverSeedsWithThePopulationDeviation()
    {
        var own = Report().FiguresOf("ck-coop replay=none");
        Assert.Equal(0.95, own.Averages[0].Mean, 12);                       // 9 and 10 of 10
        Assert.Equal(0.05, own.Averages[0].StandardDeviation, 12);
        Assert.Equal(0.60, own.Averages[1].Mean, 12);                       // (2 + 9) / 20 and (3 + 10) / 20
        Assert.Equal(0.25, own.Groups[0].Mean, 12);
        Assert.Equal(0.70, own.Forgetting.Mean, 12);                        // 0.9 − 0.2 and 1.0 − 0.3
        Assert.Equal(0.00, own.Forgetting.StandardDeviation, 12);
    }

    [Fact]
    public void AMissingCellIsRefused() => Assert.Contains("group 2 after stage 2 with seed 2",
        Assert.Throws<ArgumentException>(() => StageFigures.Over("x", [1, 2], 2, [.. Cells("x", 1, 1, 1).SkipLast(1)])).Message, StringComparison.Ordinal);

    [Fact]
    public void TheFindingsNameTheEndsAndWhetherTheSeedsLieApart()
    {
        var findings = Report().Findings;
        Assert.Equal("Zero-shot CLIP reaches 35.0 % at the end and loses 10.0 points by the number of names alone.", findings[0]);
        Assert.Equal("CK-CoOp: mean accuracy at the end from 60.0 % (no replay, forgetting 70.0 points) to 85.0 % (replay <all>, forgetting 20.0 points); the two lie apart by more than the spread over the seeds.", findings[1]);
    }

    [Fact]
    public void ThePageIsWellFormedAndHasAPlotForEachMethod()
    {
        var page = StagePage.Write(Report());
        var document = XDocument.Parse(page.Replace("<!DOCTYPE html>", "", StringComparison.Ordinal));
        Assert.Equal(1 + 3, document.Descendants("svg").Count());           // the plot, and a line beside each name
        Assert.Contains("replay &lt;all&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>a.png", page, StringComparison.Ordinal);
        Assert.Contains("70.0", page, StringComparison.Ordinal);
    }
}
