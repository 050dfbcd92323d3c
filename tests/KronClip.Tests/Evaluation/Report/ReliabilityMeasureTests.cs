using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Expected calibration error, log loss and bins by hand.</summary>
public class ReliabilityMeasureTests
{
    /// <summary>Logits of two classes with this confidence in the first.</summary>
    static double[] Sure(double confidence) => [Math.Log(confidence / (1 - confidence)), 0];

    /// <summary>0.7, 0.72 (bin 11: right, wrong) and 0.9 (bin 14: right): |1 - 1.42|/3 + |1 - 0.9|/3 = 0.52/3.</summary>
    [Fact]
    public void ThreePicturesByHand()
    {
        var measured = ReliabilityMeasure.Of([Sure(0.7), Sure(0.72), Sure(0.9)], [0, 1, 0], 1);
        Assert.Equal(0.52 / 3, measured.ExpectedCalibrationError, 1e-12);
        Assert.Equal(-(Math.Log(0.7) + Math.Log(0.28) + Math.Log(0.9)) / 3, measured.NegativeLogLikelihood, 1e-12);
        Assert.Equal(15, measured.Bins.Count);
        Assert.Equal([2, 1], measured.Bins.Where(b => b.Count > 0).Select(b => b.Count));
        var (eleventh, fourteenth) = (measured.Bins[10], measured.Bins[13]);
        Assert.Equal((10.0 / 15, 11.0 / 15, 0.5), (eleventh.Low, eleventh.High, eleventh.Accuracy!.Value));
        Assert.Equal(0.71, eleventh.Confidence!.Value, 1e-12);
        Assert.Equal(1, fourteenth.Accuracy);
        Assert.All(measured.Bins.Where(b => b.Count == 0), b => Assert.True(b.Accuracy is null && b.Confidence is null));
    }

    /// <summary>Bins are open below and closed above: a confidence of exactly 1 is in the last, one of exactly 1/3 in the fifth.</summary>
    [Fact]
    public void EdgesBelongToTheLowerBin()
    {
        Assert.Equal(1, ReliabilityMeasure.Of([[1e6, 0]], [0], 1).Bins[14].Count);
        Assert.Equal(1, ReliabilityMeasure.Of([[0, 0, 0]], [2], 1).Bins[4].Count);
    }

    /// <summary>What is right three times of four at a confidence of 3/4 is calibrated; a temperature away from that is not.</summary>
    [Fact]
    public void ACalibratedClassifierHasNoError()
    {
        double[][] logits = [Sure(0.75), Sure(0.75), Sure(0.75), Sure(0.75)];
        Assert.Equal(0, ReliabilityMeasure.Of(logits, [0, 0, 0, 1], 1).ExpectedCalibrationError, 1e-12);
        Assert.Equal(0.9 - 0.75, ReliabilityMeasure.Of(logits, [0, 0, 0, 1], 0.5).ExpectedCalibrationError, 1e-12);     // 3² : 1
    }
}
