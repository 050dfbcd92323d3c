using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>The least confidence of an answer: chosen by hand, and what holds of its curve for any answers.</summary>
public class UnknownThresholdTests
{
    static JudgedAnswer[] Answers(params (double Confidence, bool IsRight)[] answers) => [.. answers.Select(a => new JudgedAnswer(a.Confidence, a.IsRight))];

    static readonly Gen<JudgedAnswer[]> Any = Gen.Select(Gen.Int[0, 50], Gen.Bool).Select((c, right) => new JudgedAnswer(c / 50.0, right)).Array[1, 40];

    /// <summary>Of eight answers the two least sure ones are wrong: without them all are right, and the threshold lies between 0.5 and 0.6.</summary>
    [Fact]
    public void TheLowestThresholdThatReachesThePrecisionIsTaken()
    {
        var answers = Answers((0.4, false), (0.5, false), (0.6, true), (0.7, true), (0.8, true), (0.9, true), (0.95, true), (0.99, true));
        Assert.Equal(new UnknownThreshold(0.55, 1), UnknownThreshold.Choose(answers));
        Assert.Equal(0.45, UnknownThreshold.Choose(answers, 0.8)!.Threshold, 1e-12);        // 6 of 7
        Assert.Equal(new UnknownThreshold(0, 0.75), UnknownThreshold.Choose(answers, 0.75));
    }

    /// <summary>A mistake among the surest: no threshold reaches 0.95, the best is 5 of 6, and what it reaches is said. Fewer than five answers are never left.</summary>
    [Fact]
    public void WhereNoneReachesItTheBestIsTaken()
    {
        var answers = Answers((0.3, false), (0.6, true), (0.7, true), (0.8, true), (0.9, true), (0.95, false), (0.99, true));
        var chosen = UnknownThreshold.Choose(answers)!;
        Assert.Equal((0.45, 5.0 / 6), (Math.Round(chosen.Threshold, 12), chosen.Precision));
        Assert.Null(UnknownThreshold.Choose([]));
        Assert.Equal(new UnknownThreshold(0, 0), UnknownThreshold.Choose(Answers((0.9, false))));
    }

    /// <summary>Equal confidences stay or go together.</summary>
    [Fact]
    public void NoThresholdParts()
    {
        var answers = Answers((0.5, false), (0.7, true), (0.7, false), (0.7, true), (0.9, true), (0.9, true), (0.9, true), (0.9, true), (0.9, true));
        var chosen = UnknownThreshold.Choose(answers, 1)!;
        Assert.Equal((0.8, 1.0), (Math.Round(chosen.Threshold, 12), chosen.Precision));
    }

    [Fact]
    public void WhatIsChosenGivesWhatItSays() => Any.Sample(answers =>
    {
        var chosen = UnknownThreshold.Choose(answers)!;
        var point = UnknownThreshold.At(answers, chosen.Threshold);
        Assert.Equal(chosen.Precision, point.Precision!.Value, 1e-12);
        Assert.True(point.Coverage * answers.Length >= Math.Min(UnknownThreshold.LeastAnswers, answers.Length) - 1e-9);
    });

    [Fact]
    public void CoverageFallsAlongTheCurve() => Any.Sample(answers =>
    {
        var curve = UnknownThreshold.Curve(answers);
        Assert.Equal((0, 1), (curve[0].Threshold, curve[0].Coverage));
        Assert.InRange(curve.Count, 1, 101);
        foreach (var (before, after) in curve.Zip(curve.Skip(1)))
            Assert.True(after.Threshold > before.Threshold && after.Coverage < before.Coverage);
        Assert.All(curve, point => Assert.Equal(point.Coverage == 0, point.Precision is null));
    });
}
