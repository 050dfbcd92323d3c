using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>The estimate of what twice as many pictures bring.</summary>
public class LearningCurveFitTests
{
    static (int Shots, bool[] Right) Point(int shots, int wrong, int of = 1999) => (shots, [.. Enumerable.Range(0, of).Select(i => i >= wrong)]);

    /// <summary>(wrong + ½)/2000 of about 0.4, 0.2 and 0.1: the error halves with each doubling, so the next one takes 0.05 away.</summary>
    [Fact]
    public void APowerLawIsGoneOnWith()
    {
        var curve = LearningCurveFit.Of([Point(1, 800), Point(2, 400), Point(4, 200)], "pictures");
        Assert.Equal([1, 2, 4], curve.Points.Select(p => p.Shots));
        Assert.Equal(1799.0 / 1999, curve.Points[2].Accuracy.Value, 1e-12);
        Assert.Equal(8, curve.Gain!.Shots);
        Assert.Equal(0.05, curve.Gain.Gain.Value, 2e-4);
        Assert.True(curve.Gain.Gain.Low > 0.03 && curve.Gain.Gain.High < 0.07 && curve.Gain.Gain.Low < curve.Gain.Gain.High);
    }

    [Fact]
    public void TooFewPointsAndErrorsThatDoNotFallGiveNoEstimate()
    {
        Assert.Null(LearningCurveFit.Of([Point(1, 800), Point(2, 400)], "pictures").Gain);
        Assert.Null(LearningCurveFit.Of([Point(1, 200), Point(2, 200), Point(4, 200)], "pictures").Gain);
        Assert.Null(LearningCurveFit.Of([Point(1, 200), Point(2, 300), Point(4, 400)], "pictures").Gain);
    }

    /// <summary>A point without a mistake has an error of ½/(N + 1), and the estimate stays a number.</summary>
    [Fact]
    public void NoMistakeIsNoObstacle()
    {
        var gain = LearningCurveFit.Of([Point(1, 10, 99), Point(2, 3, 99), Point(4, 0, 99)], "pictures").Gain!;
        Assert.True(double.IsFinite(gain.Gain.Low) && double.IsFinite(gain.Gain.High) && gain.Gain.Value is > 0 and < 0.01);
    }
}
