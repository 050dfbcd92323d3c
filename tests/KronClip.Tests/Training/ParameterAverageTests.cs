using KronClip.Methods;
using KronClip.Tests.Methods;
using KronClip.Training;

namespace KronClip.Tests.Training;

/// <summary>The mean of the parameters over the epochs: its weights, what it is a mean of, and that an interruption changes no bit of it.</summary>
public class ParameterAverageTests
{
    static readonly Recipe Adam = new() { Epochs = 8, BatchSize = 8, Optimiser = OptimiserOptions.AdamW with { LearningRate = 0.01 } };

    static readonly Recipe Lbfgs = new() { Epochs = 8, BatchSize = 24, Optimiser = OptimiserOptions.Lbfgs, Schedule = new() { Kind = ScheduleKind.Constant, WarmupEpochs = 0 } };

    /// <summary>The published weights: the density of N(15, 1) at 1 … 20, divided by its sum.</summary>
    [Fact]
    public void TheWeightsAreThePublishedBellCurve()
    {
        var density = Enumerable.Range(1, 20).Select(a => 1 / Math.Sqrt(2 * Math.PI) * Math.Exp(-0.5 * (a - 15) * (a - 15))).ToArray();
        Assert.All(density.Zip(ParameterAverage.Weights(20, 0.75, 0.05)), pair => Assert.Equal(pair.First / density.Sum(), pair.Second, 1e-14));
    }

    [Theory]
    [InlineData(1, 0.75, 0.05)]
    [InlineData(100_000, 0.5, 1e-12)]
    [InlineData(7, 0, 1)]
    public void TheWeightsSumToOneWhateverTheCurve(int epochs, double mean, double width)
    {
        var weights = ParameterAverage.Weights(epochs, mean, width);
        Assert.Equal(1, weights.Sum(), 1e-12);
        Assert.All(weights, w => Assert.True(w >= 0));
    }

    [Fact]
    public void WhatIsLearnedIsTheMeanOverTheEpochs()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var (plain, method) = Make(golden, Adam, averaging: false);
        var expected = new double[method.Parameters[0].Count];
        var weights = ParameterAverage.Weights(8, 0.5, 0.2);
        while (!plain.Finished)
        {
            plain.RunEpoch();
            for (var i = 0; i < expected.Length; i++)
                expected[i] += weights[plain.EpochsDone - 1] * method.Parameters[0].Values[i];
        }
        Assert.All(expected.Zip(Run(golden, Adam)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    /// <summary>L-BFGS stands at the best point, and looks elsewhere: what it only tried is no part of the mean.</summary>
    [Fact]
    public void OfLbfgsThePointsThatItStoodAtAreAveraged()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var (plain, method) = Make(golden, Lbfgs, averaging: false);
        var (expected, best, lowest) = (new double[method.Parameters[0].Count], (float[])method.Parameters[0].Values.Clone(), double.PositiveInfinity);
        var weights = ParameterAverage.Weights(8, 0.5, 0.2);
        while (!plain.Finished)
        {
            var before = (float[])method.Parameters[0].Values.Clone();
            plain.RunEpoch(step =>
            {
                if ((float)step.Loss < lowest)                              // this epoch's loss is that of the parameters before its step
                    (best, lowest) = (before, (float)step.Loss);
            });
            var stands = plain.EpochsDone == 1 ? method.Parameters[0].Values : best;
            for (var i = 0; i < expected.Length; i++)
                expected[i] += weights[plain.EpochsDone - 1] * stands[i];
        }
        Assert.All(expected.Zip(Run(golden, Lbfgs)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(true, 8)]
    public void ResumingAtAnEpochGivesTheSameBits(bool lbfgs, int epochs)
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var recipe = lbfgs ? Lbfgs : Adam;
        var (first, interrupted) = Make(golden, recipe, averaging: true);
        for (var epoch = 0; epoch < epochs; epoch++)
            first.RunEpoch();
        var checkpoint = RunCheckpoint.Capture(epochs, first.EpochsDone, interrupted.Parameters, first.Optimiser, average: first.Average);
        var (second, resumed) = Make(golden, recipe, averaging: true);
        checkpoint.RestoreTo(resumed.Parameters, second.Optimiser, second.Average);
        second.EpochsDone = checkpoint.Epoch;
        while (!second.Finished)
            second.RunEpoch();
        Assert.Equal(Run(golden, recipe), resumed.Parameters[0].Values);
    }

    [Fact]
    public void AnotherMethodsSumsAreRefused()
    {
        var average = new ParameterAverage(3, 0.5, 0.5);
        Assert.Throws<TrainingException>(() => average.Restore(new Dictionary<string, float[]> { ["ctx"] = new float[2] }, [new Parameter("ctx", 3)]));
        Assert.Throws<TrainingException>(() => average.Restore(new Dictionary<string, float[]> { ["W"] = new float[3] }, [new Parameter("ctx", 3)]));
        average.Restore(new Dictionary<string, float[]>(), [new Parameter("ctx", 3)]);
    }

    static float[] Run(PromptGolden golden, Recipe recipe)
    {
        var (trainer, method) = Make(golden, recipe, averaging: true);
        while (!trainer.Finished)
            trainer.RunEpoch();
        return method.Parameters[0].Values;
    }

    static (Trainer, PromptMethod) Make(PromptGolden golden, Recipe recipe, bool averaging)
    {
        var method = new CoOp(golden.Setup(), new CoOpOptions { ContextWords = golden.ContextWords });
        var layout = KronClip.Clip.PromptLayout.Packed(golden.Model.Text, golden.Classes, golden.ContextWords);
        var batches = Enumerable.Range(0, 4).Select(golden.Batch).ToArray();
        var data = new TrainingFeatures([new(24, 64, batches.SelectMany(b => b.Features.Data).ToArray())], FreshViews: false, batches.SelectMany(b => b.Labels).ToArray());
        var learner = new PromptLearner(golden.Model.Text, method, layout, golden.Model.LogitScale);
        return (new Trainer(learner, method, data, recipe, seed: 4) { Average = averaging ? new ParameterAverage(recipe.Epochs, 0.5, 0.2) : null }, method);
    }
}
