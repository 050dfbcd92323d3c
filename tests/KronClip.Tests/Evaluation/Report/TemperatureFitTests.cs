using CsCheck;
using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>Temperature scaling by hand, against a brute-force grid, and its guard for few pictures.</summary>
public class TemperatureFitTests
{
    /// <summary>Logits (2, 0), right three times of four: σ(2/T) = 3/4, so T = 2 / log 3.</summary>
    [Fact]
    public void TheTemperatureIsTheOneThatFitsTheLabels()
    {
        double[][] logits = [[2, 0], [2, 0], [2, 0], [2, 0]];
        Assert.Equal(2 / Math.Log(3), TemperatureFit.Of(logits, [0, 0, 0, 1]), 1e-6);
        Assert.Equal([0.75, 0.25], TemperatureFit.Probabilities(logits, 2 / Math.Log(3))[0].Select(x => Math.Round(x, 9)));
        double[][] larger = [.. logits.Select(row => row.Select(x => 100 * x + 7).ToArray())];
        Assert.Equal(200 / Math.Log(3), TemperatureFit.Of(larger, [0, 0, 0, 1]), 1e-4);
    }

    /// <summary>All right: the sharper the better, and the search ends at its edge; nothing overflows on the way.</summary>
    [Fact]
    public void WithoutAMistakeItIsAsSharpAsItGets()
    {
        var sharp = TemperatureFit.Of([[3, 0], [0, 5]], [0, 1]);
        Assert.True(sharp is > 0 and < 1);
        Assert.Equal(1, TemperatureFit.Probabilities([[3000, 0], [0, 5000]], sharp)[0][0], 1e-12);
    }

    /// <summary>Logits of some pictures and classes, and a label of each.</summary>
    static readonly Gen<(double[][] Logits, int[] Labels)> Answers = Gen.Select(Gen.Int[2, 6], Gen.Int[1, 30]).SelectMany(shape =>
        Gen.Select(Gen.Double[-20, 20].Array[shape.Item1].Array[shape.Item2], Gen.Int[0, shape.Item1 - 1].Array[shape.Item2]));

    [Fact]
    public void NoTemperatureOfAFineGridIsMoreLikely() => Answers.Sample(answers =>
    {
        double Loss(double temperature) => answers.Logits.Select((z, i) => TemperedSoftmax.LogLoss(z, answers.Labels[i], temperature)).Average();
        var best = Loss(TemperatureFit.Of(answers.Logits, answers.Labels));
        for (var step = -80; step <= 80; step++)
            Assert.True(best <= Loss(Math.Pow(10, step / 20.0)) + 1e-9);
    }, iter: 100);

    /// <summary>Five pictures, all right: Laplace's rule allows a mean confidence of 6/7, and σ(2/T) = 6/7 gives T = 2 / log 6.</summary>
    [Fact]
    public void WithoutAMistakeTheMeanConfidenceStopsAtTheRuleOfSuccession()
    {
        double[][] logits = [[2, 0], [2, 0], [2, 0], [0, 2], [0, 2]];
        Assert.Equal(2 / Math.Log(6), TemperatureFit.OfFew(logits, [0, 0, 0, 1, 1]), 1e-9);
        double[][] larger = [.. logits.Select(row => row.Select(z => 1000 * z).ToArray())];
        Assert.Equal(2000 / Math.Log(6), TemperatureFit.OfFew(larger, [0, 0, 0, 1, 1]), 1e-5);
    }

    /// <summary>A fit with mistakes, or one that is milder than the rule allows, stays what it is: 3 of 4 are far from 5/6.</summary>
    [Fact]
    public void AFitWithMistakesIsLeftAlone()
    {
        double[][] logits = [[2, 0], [2, 0], [2, 0], [2, 0]];
        Assert.Equal(TemperatureFit.Of(logits, [0, 0, 0, 1]), TemperatureFit.OfFew(logits, [0, 0, 0, 1]));
    }

    [Fact]
    public void TheGuardOnlyMakesConfidencesMilder() => Answers.Sample(answers =>
    {
        var (plain, guarded) = (TemperatureFit.Of(answers.Logits, answers.Labels), TemperatureFit.OfFew(answers.Logits, answers.Labels));
        Assert.True(guarded >= plain);
        var mean = TemperatureFit.Probabilities(answers.Logits, guarded).Average(p => p.Max());
        Assert.True(guarded == plain || mean <= (answers.Labels.Length + 1.0) / (answers.Labels.Length + 2) + 1e-9);
    }, iter: 300);

    /// <summary>Confidences may round to equal numbers, but never to the other order.</summary>
    [Fact]
    public void NoTemperatureChangesTheOrderOfTheClasses() => Gen.Select(Gen.Double[-1000, 1000].Array[2, 8], Gen.Double[-4, 4]).Sample((z, exponent) =>
    {
        var p = TemperedSoftmax.Of(z, Math.Pow(10, exponent));
        Assert.Equal(1, p.Sum(), 1e-9);
        for (var a = 0; a < z.Length; a++)
            for (var b = 0; b < z.Length; b++)
                Assert.True(z[a] <= z[b] ? p[a] <= p[b] : p[a] >= p[b]);
    });

    /// <summary>Large logits at a small temperature overflow nothing, and the loss stays finite where the probability is 0.</summary>
    [Fact]
    public void NothingOverflows()
    {
        Assert.Equal([1, 0], TemperedSoftmax.Of([1e6, -1e6], 0.01));
        Assert.Equal(2e8, TemperedSoftmax.LogLoss([1e6, -1e6], 1, 0.01), 1);
        Assert.Equal(Math.Log(3), TemperedSoftmax.LogLoss([5, 5, 5], 1, 100), 1e-12);
        Assert.Equal(0, TemperedSoftmax.Likeliest([3, 3, 1]));
    }
}
