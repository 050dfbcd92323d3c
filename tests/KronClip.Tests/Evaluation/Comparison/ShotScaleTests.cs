using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class ShotScaleTests
{
    static ShotScale Scale(double chance, params int[] correct) => new(
        ShotCurves.Of(SampleComparison.Rows, SampleComparison.Table(SampleComparison.Cells(1, correct[0], [correct[1], correct[1], correct[1]], [correct[2], correct[2], correct[2]])), chance), 10, 310);

    /// <summary>1, 4 and 16 are two doublings apart each.</summary>
    [Fact]
    public void DoublingsAreEquallyFarApart()
    {
        var scale = Scale(0.25, 100, 120, 150);
        Assert.Equal(scale.X(1) - scale.X(0), scale.X(2) - scale.X(1), 1e-12);
        Assert.True(scale.X(0) < scale.X(1));
    }

    [Fact]
    public void EveryFigureIsInSightAndHigherAccuracyStandsHigher() => Gen.Int[0, 199].Array[3].Sample(correct =>
    {
        var scale = Scale(0.25, correct);
        var figures = correct.Select((c, i) => (c + (i > 0 ? 1 : 0)) / 200.0).ToArray();
        Assert.All(figures, f => Assert.InRange(f, scale.Low - 1e-9, scale.High + 1e-9));
        Assert.All(figures, f => Assert.InRange(scale.Y(f), 10, 310));
        Assert.True(scale.Y(figures.Max()) <= scale.Y(figures.Min()));
        Assert.InRange(scale.Low, 0, scale.High - 0.2 + 1e-9);
        Assert.InRange(scale.High, 0, 1);
        Assert.InRange(scale.Lines().Count(), 2, 8);
        Assert.All(scale.Lines(), line => Assert.InRange(line, scale.Low - 1e-9, scale.High + 1e-9));
    }, iter: 500);

    [Fact]
    public void GuessingIsInSightWhereItDoesNotPressTheFiguresTogether()
    {
        Assert.True(Scale(0.25, 60, 100, 150).ShowsGuessing);
        Assert.False(Scale(0.01, 160, 170, 180).ShowsGuessing);
        Assert.Equal(0.8, Scale(0.01, 160, 170, 180).Low, 1e-9);
    }

    [Fact]
    public void LabelsLieApartInTheOrderOfTheirLines() => Gen.Double[0, 300].Array[1, 20].Sample(wanted =>
    {
        var places = EndLabels.Spread(wanted, 20, 0, 300);
        var order = Enumerable.Range(0, wanted.Length).OrderBy(i => places[i]).ToArray();
        foreach (var (above, below) in order.Zip(order.Skip(1)))
        {
            Assert.True(places[below] - places[above] >= 20 - 1e-9);
            Assert.True(wanted[above] <= wanted[below]);
        }
        Assert.All(places, p => Assert.InRange(p, 0, Math.Max(300, 20 * (wanted.Length - 1)) + 1e-9));
    }, iter: 500);

    [Fact]
    public void LabelsThatHaveRoomStayWhereTheyAre() => Assert.Equal([200.0, 20, 90], EndLabels.Spread([200, 20, 90], 20, 0, 300));
}
