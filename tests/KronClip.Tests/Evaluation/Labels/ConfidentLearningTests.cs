using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Confident learning by hand, and what holds of it for any probabilities.</summary>
public class ConfidentLearningTests
{
    /// <summary>Thresholds by hand: (0.9 + 0.7 + 0.2)/3 = 0.6 and (0.6 + 0.4)/2 = 0.5.</summary>
    [Fact]
    public void ThresholdsAndSuspectsByHand()
    {
        int[] labels = [0, 0, 0, 1, 1];
        double[][] p = [[0.9, 0.1], [0.7, 0.3], [0.2, 0.8], [0.4, 0.6], [0.6, 0.4]];
        Assert.Equal([0.6, 0.5], ConfidentLearning.Thresholds(labels, p, 2).Select(t => Math.Round(t, 12)));
        var suspects = ConfidentLearning.Suspects(labels, p, 2);
        // Picture 2 is 0.8 ≥ 0.5 sure of class 1; picture 4 is 0.6 ≥ 0.6 sure of class 0, at the threshold.
        Assert.Equal([(2, 0, 1), (4, 1, 0)], suspects.Select(s => (s.Picture, s.Label, s.Likely)));
        Assert.Equal([-0.6, -0.2], suspects.Select(s => Math.Round(s.Margin, 12)));
    }

    /// <summary>Another class is likelier, but not as sure as pictures of that class usually are: unusual, and no suspect.</summary>
    [Fact]
    public void WhatDoesNotReachTheThresholdIsNoSuspect() =>
        Assert.Empty(ConfidentLearning.Suspects([0, 1, 1], [[0.45, 0.55], [0.1, 0.9], [0.05, 0.95]], 2));

    /// <summary>Class 2 reaches its low threshold, but the picture looks like its own label most of all.</summary>
    [Fact]
    public void WhatLooksMostLikeItsLabelIsNoSuspect() =>
        Assert.DoesNotContain(ConfidentLearning.Suspects([0, 0, 1, 2, 2], [[0.5, 0.1, 0.4], [0.98, 0.01, 0.01], [0.1, 0.8, 0.1], [0.5, 0.3, 0.2], [0.4, 0.2, 0.4]], 3), s => s.Picture == 0);

    [Fact]
    public void TheSurestComesFirstAndTheOrderOfPicturesDecidesNothing() =>
        Gen.Select(Gen.Int[0, 3].Array[12, 40], Gen.Double[0.01, 1].Array[160]).Sample((labels, numbers) =>
        {
            double[][] p = [.. numbers.Chunk(4).Take(labels.Length).Select(row => row.Select(x => x / row.Sum()).ToArray())];
            var suspects = ConfidentLearning.Suspects(labels, p, 4);
            Assert.Equal(suspects.Select(s => s.Margin).Order(), suspects.Select(s => s.Margin));
            Assert.All(suspects, s => Assert.True(s.Likely != s.Label && s.Confidence == p[s.Picture].Max() && s.Margin < 0 && s.LabelConfidence == p[s.Picture][s.Label]));
            int[] turned = [.. Enumerable.Range(0, labels.Length).Reverse()];
            var again = ConfidentLearning.Suspects([.. turned.Select(i => labels[i])], [.. turned.Select(i => p[i])], 4);
            Assert.Equal(suspects.Select(s => s.Picture).Order(), again.Select(s => turned[s.Picture]).Order());
        });

    [Fact]
    public void WhatDoesNotFitIsRefused()
    {
        Assert.Throws<ArgumentException>(() => ConfidentLearning.Suspects([0], [[1, 0], [0, 1]], 2));
        Assert.Throws<ArgumentException>(() => ConfidentLearning.Suspects([2], [[1, 0]], 2));
        Assert.Throws<ArgumentException>(() => ConfidentLearning.Suspects([0], [[1, 0]], 3));
    }
}
