using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

public class MetricsTests
{
    /// <summary>
    /// By hand. Confusion: class 0 has 3 pictures (2 right, 1 taken for 1), class 1 has 2 (1 right, 1 taken for 2), class 2 has none but one
    /// taken for it, class 3 has neither. F1: 2·2/(3+2) = 0.8 and 2·1/(2+2) = 0.5; the absent classes do not enter the mean.
    /// </summary>
    [Fact]
    public void EmptyAndAbsentClassesCountAsScikitLearnCountsThem()
    {
        var metrics = Metrics.Compute([0, 0, 0, 1, 1], [0, 0, 1, 1, 2], 4);
        Assert.Equal((5, 3, 0.6), (metrics.Count, metrics.Correct, metrics.Accuracy));
        Assert.Equal(0.65, metrics.MacroF1, 1e-15);
        Assert.Equal((2.0 / 3 + 0.5) / 2, metrics.MeanClassAccuracy, 1e-15);
        Assert.Equal([2, 1, 0, 0], metrics.Confusion[0]);
        Assert.Equal([0, 1, 1, 0], metrics.Confusion[1]);
        Assert.Equal([0, 0, 0, 0], metrics.Confusion[2]);

        Assert.Equal((2.0 / 3, 1.0, 0.8), (metrics.Classes[0].Accuracy!.Value, metrics.Classes[0].Precision!.Value, metrics.Classes[0].F1!.Value));
        Assert.Null(metrics.Classes[2].Accuracy);
        Assert.Equal((0.0, 0.0), (metrics.Classes[2].Precision!.Value, metrics.Classes[2].F1!.Value));
        Assert.Equal((null, null, null), (metrics.Classes[3].Accuracy, metrics.Classes[3].Precision, metrics.Classes[3].F1));
    }

    [Fact]
    public void AClassNeverFoundHasAnF1OfZeroAndCounts()
    {
        var metrics = Metrics.Compute([0, 1], [0, 0], 2);
        Assert.Equal((0.5, 1.0 / 3), (metrics.Accuracy, metrics.MacroF1));        // F1: 2/3 and 0
        Assert.Null(metrics.Classes[1].Precision);
    }

    [Fact]
    public void ASinglePictureIsEnough()
    {
        var metrics = Metrics.Compute([2], [2], 3);
        Assert.Equal((1.0, 1.0, 1.0), (metrics.Accuracy, metrics.MacroF1, metrics.MeanClassAccuracy));
    }

    [Fact]
    public void AgreesWithTheDefinitionOnAnyLabels() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4]).Array[1, 40].Sample(pairs =>
        {
            var (truth, predicted) = (pairs.Select(p => p.Item1).ToArray(), pairs.Select(p => p.Item2).ToArray());
            var metrics = Metrics.Compute(truth, predicted, 5);
            var present = truth.Distinct().ToArray();
            var f1 = present.Average(c =>
            {
                double tp = pairs.Count(p => p.Item1 == c && p.Item2 == c);
                double fp = pairs.Count(p => p.Item1 != c && p.Item2 == c), fn = pairs.Count(p => p.Item1 == c && p.Item2 != c);
                return 2 * tp / (2 * tp + fp + fn);
            });
            Assert.Equal(pairs.Count(p => p.Item1 == p.Item2) / (double)pairs.Length, metrics.Accuracy, 1e-12);
            Assert.Equal(f1, metrics.MacroF1, 1e-12);
            Assert.Equal(pairs.Length, metrics.Confusion.Sum(row => row.Sum()));
        }, iter: 200);

    [Fact]
    public void UnusableInputIsRefused()
    {
        Assert.Throws<ArgumentException>(() => Metrics.Compute([], [], 2));
        Assert.Throws<ArgumentException>(() => Metrics.Compute([0], [0, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.Compute([0, 2], [0, 1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.Compute([0, 1], [0, -1], 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.Compute([0], [0], 0));
    }
}
