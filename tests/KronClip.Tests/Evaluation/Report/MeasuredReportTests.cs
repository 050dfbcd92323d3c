using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>The figures of a report from answers that are written down: an empty class, ties, an absent class.</summary>
public class MeasuredReportTests
{
    const int Classes = 3;

    /// <summary>Logits whose largest is that of a class, by a margin.</summary>
    static double[] Says(int label, double margin = 2) => [.. Enumerable.Range(0, Classes).Select(c => c == label ? margin : 0)];

    static MeasuredAnswers Of(ReportedRole role, params double[][] logits) => new(role, "method", "Method", 7, logits);

    static readonly int[] Truth = [0, 0, 0, 0, 1, 1];           // class 2 has no picture
    static readonly string[] Names = ["a/1.png", "a/2.png", "a/3.png", "a/4.png", "b/1.png", "b/2.png"];

    static readonly MeasuredReport Report = MeasuredReport.Of(Names, Truth, Classes,
    [
        Of(ReportedRole.ZeroShot, Says(0), Says(1), Says(1), Says(1), Says(1), Says(0)),
        Of(ReportedRole.Adapted, Says(0), Says(0), Says(0), Says(2, 1), Says(1), Says(0, 3)),
    ], null, "fingerprint");

    [Fact]
    public void AccuracyAndDifferenceByHand()
    {
        var (zeroShot, adapted) = (Report.Classifiers[0], Report.Classifiers[1]);
        Assert.Equal((2, 4, 4.0 / 6), (zeroShot.Correct, adapted.Correct, adapted.Accuracy.Value));
        Assert.Equal(Wilson.Of(4, 6), adapted.Accuracy);
        var difference = Assert.Single(Report.Differences);
        Assert.Equal((ReportedRole.ZeroShot, 2, 0, 2.0 / 6), (difference.Against, difference.OnlyAdapted, difference.OnlyOther, difference.Accuracy.Value));
        Assert.Equal(0.5, difference.P, 1e-12);                  // two of two: 2 · ½²
    }

    /// <summary>Class 0: 3 of 4 taken for it right, 3 of 4 found. Class 2: one picture taken for it, none of it. Macro-F1 over the two that have pictures: (3/4 + 2/3) / 2.</summary>
    [Fact]
    public void AClassWithoutPicturesHasNoRecall()
    {
        Assert.Equal([(4, 4, 3), (2, 1, 1), (0, 1, 0)], Report.PerClass.Select(c => (c.Support, c.Predicted, c.Correct)));
        Assert.Equal((0.75, 0.75, 0.75), (Report.PerClass[0].Precision!.Value, Report.PerClass[0].Recall!.Value, Report.PerClass[0].F1!.Value));
        Assert.Equal(2.0 / 3, Report.PerClass[1].F1!.Value, 1e-12);
        Assert.True(Report.PerClass[2] is { Recall: null, Precision.Value: 0, F1.Value: 0 });
        Assert.Equal((0.75 + 2.0 / 3) / 2, Report.Classifiers[1].MacroF1.Value, 1e-12);
        Assert.Equal([[3, 0, 1], [1, 1, 0], [0, 0, 0]], Report.Confusion);
        Assert.All(Report.PerClass.Select(c => c.F1!).Append(Report.Classifiers[1].MacroF1), f1 => Assert.True(f1.Low <= f1.Value && f1.Value <= f1.High));
    }

    [Fact]
    public void AClassThatIsNeitherThereNorTakenHasNoF1()
    {
        var report = MeasuredReport.Of(["a"], [0], Classes, [Of(ReportedRole.Adapted, Says(0))], null, "f");
        Assert.True(report.PerClass[1] is { Recall: null, Precision: null, F1: null });
        Assert.Equal(1, report.Classifiers[0].MacroF1.Value);
        Assert.Empty(report.Mistakes);
    }

    /// <summary>Among equal logits the class that stands first is taken, as in every other figure.</summary>
    [Fact]
    public void TiesGoToTheFirstClass()
    {
        var report = MeasuredReport.Of(["a", "b"], [0, 1], Classes, [Of(ReportedRole.Adapted, [1, 1, 1], [1, 1, 0])], null, "f");
        Assert.Equal([[1, 0, 0], [1, 0, 0], [0, 0, 0]], report.Confusion);
    }

    /// <summary>The surest first; equally sure ones by name. Confidence e³/(e³ + 2) and e/(e + 2).</summary>
    [Fact]
    public void TheSurestMistakesComeFirst()
    {
        Assert.Equal(["b/2.png", "a/4.png"], Report.Mistakes.Select(m => m.Picture));
        Assert.Equal((1, 0), (Report.Mistakes[0].Truth, Report.Mistakes[0].Predicted));
        Assert.Equal(Math.Exp(3) / (Math.Exp(3) + 2), Report.Mistakes[0].Confidence, 1e-12);
        Assert.Equal(1 / (Math.Exp(3) + 2), Report.Mistakes[0].TruthConfidence, 1e-12);
        var many = SurestMistakes.Of([.. Enumerable.Range(0, 30).Select(i => $"{29 - i:00}")], [.. Enumerable.Repeat(0, 30)], [.. Enumerable.Repeat(Says(1), 30)], 1);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i:00}"), many.Select(m => m.Picture));
    }

    [Fact]
    public void WhatWasFittedElsewhereIsHeldAgainstTheMeasuredPictures()
    {
        double[][] fitted = [Says(0), Says(0), Says(1), Says(1)];
        var confidence = ConfidenceFit.Of(fitted, [0, 0, 1, 0], ConfidenceFit.Validation)!;
        var report = MeasuredReport.Of(Names, Truth, Classes, [Of(ReportedRole.Adapted, Says(0), Says(0), Says(0), Says(2, 1), Says(1), Says(0, 3))], confidence, "f");
        Assert.Equal((confidence.Temperature, "validation", 4), (report.Calibration!.Temperature, report.Calibration.FittedOn, report.Calibration.FittedPictures));
        Assert.Equal(6, report.Calibration.After.Bins.Sum(b => b.Count));
        Assert.NotEqual(report.Calibration.Before.NegativeLogLikelihood, report.Calibration.After.NegativeLogLikelihood);
        Assert.Equal((0, 0.75, 1, 4.0 / 6), (report.Threshold!.Suggested, report.Threshold.FittedPrecision, report.Threshold.AtSuggested.Coverage, report.Threshold.AtSuggested.Precision!.Value));
        Assert.Null(ConfidenceFit.Of([], [], ConfidenceFit.Validation));
    }

    [Fact]
    public void WithoutPicturesNothingIsSaid()
    {
        var report = MeasuredReport.Of([], [], Classes, [Of(ReportedRole.Adapted)], null, "f");
        Assert.True(report is { Classifiers: [], Differences: [], PerClass: [], Confusion: [], Calibration: null, Threshold: null, Mistakes: [] });
    }
}
