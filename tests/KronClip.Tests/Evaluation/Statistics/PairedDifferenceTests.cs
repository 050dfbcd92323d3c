using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class PairedDifferenceTests
{
    /// <summary>'1' is a picture that was recognised.</summary>
    static Hits Hits(string bits) => KronClip.Evaluation.Hits.Of([.. bits.Select(b => b == '1')]);

    /// <summary>Eight discordant pictures, seven of them to the first: 2·(C(8,7) + C(8,8))/2⁸ = 18/256.</summary>
    [Fact]
    public void HandWorkedMcNemar()
    {
        var first = Hits("1111111" + "0" + "111100");
        var second = Hits("0000000" + "1" + "111100");
        var pair = PairedDifference.Of([first], [second], "s");
        Assert.Equal((7, 1), (pair.OnlyFirst, pair.OnlySecond));
        Assert.Equal(18.0 / 256, pair.P, 1e-12);
        Assert.Equal(6.0 / 14, pair.Difference.Value, 1e-12);
    }

    /// <summary>A picture counts once, however many seeds there are: repeating a seed changes nothing.</summary>
    [Fact]
    public void TheSameSeedThriceIsNoMoreEvidence()
    {
        var (first, second) = (Hits("1111100110"), Hits("1100100111"));
        var once = PairedDifference.Of([first], [second], "s");
        Assert.Equal(once, PairedDifference.Of([first, first, first], [second, second, second], "s"));
    }

    [Fact]
    public void OverSeedsAPictureFallsToWhoRecognisesItMoreOften()
    {
        var pair = PairedDifference.Of([Hits("110"), Hits("100")], [Hits("010"), Hits("011")], "s");     // seeds 2:0, 1:2, 0:1
        Assert.Equal((1, 2), (pair.OnlyFirst, pair.OnlySecond));
        Assert.Equal(1, pair.P);
        Assert.Equal((3.0 - 3) / 6, pair.Difference.Value, 1e-12);
    }

    /// <summary>What both recognise does not blur the difference: its standard error is that of the discordant pictures, √(d/n - (Δ)²)/√n.</summary>
    [Fact]
    public void TheIntervalIsThatOfThePairedDifference()
    {
        var first = Hits(new string('1', 900) + new string('1', 40) + new string('0', 60));
        var second = Hits(new string('1', 900) + new string('0', 40) + new string('0', 60));
        var (value, low, high) = PairedDifference.Of([first], [second], "s").Difference;
        var error = Math.Sqrt((0.04 - 0.04 * 0.04) / 1000);
        Assert.Equal(0.04, value, 1e-12);
        Assert.InRange((high - low) / (2 * Wilson.Z * error), 0.92, 1.08);
        Assert.True(low > 0);
    }

    [Fact]
    public void OtherPicturesAreNoPair()
    {
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([Hits("10")], [Hits("101")], "s"));
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([Hits("10"), Hits("11")], [Hits("10")], "s"));
        Assert.Throws<ArgumentException>(() => PairedDifference.Of([Hits("10"), Hits("110")], [Hits("10"), Hits("11")], "s"));
    }
}
