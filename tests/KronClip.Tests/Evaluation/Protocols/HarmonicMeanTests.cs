using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class HarmonicMeanTests
{
    /// <summary>Of the averages in KgCoOp's README: CLIP, CoOp, ProGrad, CoCoOp; within the rounding of what is printed there.</summary>
    [Theory]
    [InlineData(69.34, 74.22, 71.70)]
    [InlineData(82.63, 67.99, 74.60)]
    [InlineData(82.48, 70.75, 76.16)]
    [InlineData(80.47, 71.69, 75.83)]
    public void PublishedAveragesComeOut(double b, double n, double h) => Assert.Equal(h, HarmonicMean.Of(b, n), 0.0075);

    [Fact]
    public void NothingOnBothSidesIsNothing() => Assert.Equal(0, HarmonicMean.Of(0, 0));

    [Fact]
    public void ItLiesBetweenBothAndBelowTheirMean() => Gen.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Sample((b, n) =>
    {
        var h = HarmonicMean.Of(b, n);
        return h >= Math.Min(b, n) - 1e-12 && h <= (b + n) / 2 + 1e-12 && h == HarmonicMean.Of(n, b);
    });

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    public void FiguresBelowZeroAreRefused(double figure) => Assert.Throws<ArgumentOutOfRangeException>(() => HarmonicMean.Of(figure, 0.5));
}
