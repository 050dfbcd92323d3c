using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class ComparisonVerdictTests
{
    static IReadOnlyList<string> Of(IReadOnlyList<ComparisonCell> cells, double chance = 0.25) => ComparisonVerdict.Of(SampleComparison.Rows, SampleComparison.Table(cells), chance);

    [Fact]
    public void TheBestAtTheMostShotsIsHeldAgainstZeroShotAndTheNext()
    {
        var verdict = Of(SampleComparison.Usual());
        Assert.Equal("With 16 pictures of each class CK-CoOp is best: 81.0 %, 31.0 points above Zero-shot CLIP, which is more than the spread over the seeds, a clear difference.", verdict[0]);
        Assert.Equal("CoOp follows, 10.0 points behind, which is more than the spread over the seeds, a clear difference.", verdict[1]);
        Assert.Contains("± is the population standard deviation over 3 seeds (division by 3", verdict[^1], StringComparison.Ordinal);
        Assert.Equal(3, verdict.Count);
    }

    [Fact]
    public void WhatTheSeedsSwallowIsSaid()
    {
        Assert.Equal("CK-CoOp follows, 0.3 points behind, which is within the spread over the seeds.", Of(SampleComparison.Usual()
            .Select(c => c.Row == "ck-coop" && c.Shots == 16 ? c with { Correct = c.Seed == 1 ? 100 : 162 } : c).ToArray())[1]);
    }

    /// <summary>Three pictures of 200 lie outside a spread of one picture, but what 200 pictures are worth is more.</summary>
    [Fact]
    public void MoreThanTheSeedsMayStillBeTooFewPictures() =>
        Assert.Contains("2.5 points above Zero-shot CLIP, which is more than the spread over the seeds, but not clear with so few test pictures", Of(SampleComparison.Cells(3, 100, [90, 90, 90], [100, 102, 103]))[0], StringComparison.Ordinal);

    [Fact]
    public void ZeroShotMayWin()
    {
        var verdict = Of(SampleComparison.Cells(3, 170, [90, 120, 140], [110, 130, 150]));
        Assert.StartsWith("With 16 pictures of each class nothing that learns is better than Zero-shot CLIP with 85.0 %; CK-CoOp comes closest, 9.0 points behind, ", verdict[0], StringComparison.Ordinal);
        Assert.Equal(2, verdict.Count);
    }

    [Fact]
    public void ZeroShotNearGuessingIsSaidAndElsewhereNot()
    {
        const string sentence = "Zero-shot CLIP is not clearly better than guessing (25.5 % against 25.0 %)";
        Assert.Contains(Of(SampleComparison.Cells(3, 51, [90, 120, 140], [110, 130, 160])), s => s.StartsWith(sentence, StringComparison.Ordinal));
        Assert.DoesNotContain(Of(SampleComparison.Usual()), s => s.Contains("guessing", StringComparison.Ordinal));
    }

    [Fact]
    public void OneSeedHasNoSpread()
    {
        var verdict = Of(SampleComparison.Usual(1));
        Assert.Contains("which is more than so few test pictures explain", verdict[0], StringComparison.Ordinal);
        Assert.Contains("One seed says nothing of the spread", verdict[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(verdict, s => s.Contains('±', StringComparison.Ordinal));
    }

    /// <summary>With two models the baseline is that of the best row's model.</summary>
    [Fact]
    public void TheBaselineIsThatOfTheSameModel()
    {
        ComparisonRow[] rows = [.. SampleComparison.Rows, .. SampleComparison.Rows.Select(r => r with { Id = r.Id + "@b", Title = r.Title + ", b", Model = "b" })];
        ComparisonCell[] cells = [.. SampleComparison.Usual(), .. SampleComparison.Cells(3, 140, [10, 10, 10], [20, 20, 20]).Select(c => c with { Row = c.Row + "@b" })];
        var verdict = ComparisonVerdict.Of(rows, ComparisonTable.Draw(rows, SampleComparison.Shots, [1, 2, 3], cells), 0.25);
        Assert.Contains("CK-CoOp is best: 81.0 %, 31.0 points above Zero-shot CLIP,", verdict[0], StringComparison.Ordinal);
    }
}
