using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class VerdictTests
{
    [Fact]
    public void AClearDifferenceIsCalledClear()
    {
        var verdict = SampleReport.Make().Verdict;
        Assert.Equal("CK-CoOp has the highest harmonic mean of base and new accuracy, 70.2 %: 12.9 points above CoOp, a clear difference.", verdict[0]);
        Assert.Contains("25.0 points better than Zero-shot CLIP, a clear difference; on classes that it was only told the names of, 16.0 points better", verdict[1], StringComparison.Ordinal);
        Assert.Contains("± is the standard deviation over 3 seeds.", verdict[^1], StringComparison.Ordinal);
    }

    /// <summary>Two pictures of 200 lie outside a spread of one picture, but what 200 pictures are worth is more.</summary>
    [Fact]
    public void MoreThanTheSeedsMayStillBeTooFewPictures()
    {
        var verdict = Of(3, [103, 103, 90, 80, 70, 60]);
        Assert.Contains("2.5 points better than Zero-shot CLIP, not clear with so few test pictures", verdict[1], StringComparison.Ordinal);
        Assert.DoesNotContain(verdict, v => v.Contains("points better than Zero-shot CLIP, a clear difference", StringComparison.Ordinal));
    }

    [Fact]
    public void WhatTheSeedsSwallowIsSaid()
    {
        var cells = SampleReport.Make(2).Cells.Select(c => c.Row == "ck-coop" ? c with { Correct = c.Seed == 1 ? 60 : 199 } : c).ToArray();
        var table = ProtocolTable.Draw(SampleReport.Rows, [1, 2], cells);
        Assert.Contains(Verdict.Of(SampleReport.Rows, table), v => v.Contains("within the spread over the seeds", StringComparison.Ordinal));
    }

    [Fact]
    public void AWorseMethodIsCalledWorseAndTheBaselineMayWin()
    {
        var verdict = Of(3, [90, 40, 90, 80, 30, 20]);
        Assert.StartsWith("Zero-shot CLIP has the highest harmonic mean", verdict[0], StringComparison.Ordinal);
        Assert.Contains("29.0 points worse than Zero-shot CLIP, a clear difference", verdict[1], StringComparison.Ordinal);
    }

    /// <summary>Two names in each half would be guessed half of the time; 104 of 200 is no more, 150 is.</summary>
    [Fact]
    public void FiguresNoBetterThanGuessingAreCalledThat()
    {
        var cells = SampleReport.Cells(3, ("zero-shot", [100, 96, 90, 80, 70, 60]), ("ck-coop", [150, 101, 90, 80, 70, 60])).Select(c => c with { Classes = 2 }).ToArray();
        MethodRow[] rows = [SampleReport.Rows[0], SampleReport.Rows[2]];
        var verdict = Verdict.Of(rows, ProtocolTable.Draw(rows, [1, 2, 3], cells));
        Assert.Equal("On the new classes no method is clearly better than guessing, 50.0 %.", Assert.Single(verdict, v => v.Contains("guessing", StringComparison.Ordinal)));
    }

    [Fact]
    public void OneSeedSaysNothingOfTheSpread()
    {
        var verdict = SampleReport.Make(1).Verdict;
        Assert.Contains("One seed says nothing of the spread over seeds.", verdict[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(verdict, v => v.Contains("within the spread", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutABaselineNothingIsClaimed()
    {
        var rows = SampleReport.Rows.Skip(1).ToArray();
        Assert.Empty(Verdict.Of(rows, ProtocolTable.Draw(rows, [1, 2, 3], SampleReport.Make().Cells)));
    }

    /// <summary>A table of the baseline and one learned row with these counts of 200.</summary>
    static IReadOnlyList<string> Of(int seeds, int[] correct)
    {
        MethodRow[] rows = [SampleReport.Rows[0], SampleReport.Rows[2]];
        var cells = SampleReport.Cells(seeds, ("zero-shot", [100, 100, 90, 80, 70, 60]), ("ck-coop", correct));
        return Verdict.Of(rows, ProtocolTable.Draw(rows, [.. Enumerable.Range(1, seeds).Select(s => (long)s)], cells));
    }
}
