using KronClip.Jobs;

namespace KronClip.Tests.Jobs.Workspaces;

/// <summary>Sentences about a new classifier beside the former one.</summary>
public sealed class TrainingSentenceTests
{
    static ReplacementComparison Compared(ReplacementVerdict verdict) => new(12, 9, 10, 1, 2, 1, verdict, "The figures.", []);

    [Theory]
    [InlineData(ReplacementVerdict.Better, true, "takes the place of the former one. The figures.")]
    [InlineData(ReplacementVerdict.Worse, false, "The former one stays. The figures. This one is kept")]
    [InlineData(ReplacementVerdict.TooFewPictures, true, "12 pictures alone, of which the former recognised 9 and this one 10; that is too few to be sure")]
    [InlineData(ReplacementVerdict.TooFewPictures, false, "The former one stays: of 12 pictures")]
    public void TheySayWhoIsServedAndWhy(ReplacementVerdict verdict, bool switched, string words) =>
        Assert.Contains(words, TrainingSentence.OfSwitch(Compared(verdict), switched, true), StringComparison.Ordinal);

    [Fact]
    public void TheFirstOneHasNothingToReplace()
    {
        Assert.Equal("It is served from now on.", TrainingSentence.OfSwitch(null, true, false));
        Assert.Contains("could not be compared", TrainingSentence.OfSwitch(null, true, true), StringComparison.Ordinal);
    }

    [Fact]
    public void NoneOfTenIsNotCalledImpossible()
    {
        var interval = TrainingSentence.IntervalOf(new Figures(0, 0, 10))!;
        Assert.Equal(0, interval.Low);
        Assert.InRange(interval.High, 0.2, 0.4);
    }
}
