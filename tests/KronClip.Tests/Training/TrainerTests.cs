using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Methods;
using KronClip.Training;

namespace KronClip.Tests.Training;

/// <summary>The training loop on the tiny golden model with CoOp, which is quick and whose equations have their own tests.</summary>
public class TrainerTests
{
    static readonly Recipe Short = new() { Epochs = 6, BatchSize = 8, Optimiser = OptimiserOptions.AdamW with { LearningRate = 0.01 } };

    [Fact]
    public void TheLossFalls()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var losses = new List<double>();
        var (trainer, _) = Make(golden, Short with { Epochs = 15, BatchSize = 24 });
        while (!trainer.Finished)
            trainer.RunEpoch(step => losses.Add(step.Loss));
        Assert.Equal(15, losses.Count);
        Assert.True(losses[^1] < losses[0] / 2, $"{losses[0]} … {losses[^1]}");
    }

    [Fact]
    public void ResumingAtAnEpochGivesTheSameBits()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var (whole, method) = Make(golden, Short);
        while (!whole.Finished)
            whole.RunEpoch();

        Assert.Equal(method.Parameters[0].Values, InterruptedAfter(golden, Short, epochs: 2));
    }

    [Fact]
    public void LbfgsResumesToTheSameBitsAndEndsAtTheBestLossItSaw()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var recipe = new Recipe { Epochs = 12, BatchSize = 24, Optimiser = OptimiserOptions.Lbfgs, Schedule = new() { Kind = ScheduleKind.Constant, WarmupEpochs = 0 } };
        var losses = new List<double>();
        var (whole, method) = Make(golden, recipe);
        while (!whole.Finished)
            whole.RunEpoch(step => losses.Add(step.Loss));
        Assert.True(losses.Min() < losses[0] / 2, $"{losses[0]} … {losses.Min()}");
        Assert.Equal(losses.Min(), LossOf(golden, method), 1e-5);

        Assert.Equal(method.Parameters[0].Values, InterruptedAfter(golden, recipe, epochs: 5));
    }

    /// <summary>The parameters of a training that was broken off after some epochs and taken up by another trainer.</summary>
    static float[] InterruptedAfter(PromptGolden golden, Recipe recipe, int epochs)
    {
        var (first, interrupted) = Make(golden, recipe);
        for (var epoch = 0; epoch < epochs; epoch++)
            first.RunEpoch();
        var checkpoint = RunCheckpoint.Capture(epochs, first.EpochsDone, interrupted.Parameters, first.Optimiser);
        var (second, resumed) = Make(golden, recipe);
        checkpoint.RestoreTo(resumed.Parameters, second.Optimiser);
        second.EpochsDone = checkpoint.Epoch;
        while (!second.Finished)
            second.RunEpoch();
        return resumed.Parameters[0].Values;
    }

    [Fact]
    public void LbfgsRefusesABatchThatIsNotAllPictures()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        Assert.Contains("all 24 pictures", Assert.Throws<OptionsException>(() => Make(golden, Short with { Optimiser = OptimiserOptions.Lbfgs })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    public void ThreadsDoNotChangeTheBits(int threads)
    {
        float[] Train(int count)
        {
            using var golden = new PromptGolden("prompt", "coop_middle_generic", new Engine(Engine.Widest, count));
            var (trainer, method) = Make(golden, Short with { Epochs = 3 });
            while (!trainer.Finished)
                trainer.RunEpoch();
            return method.Parameters[0].Values;
        }
        Assert.Equal(Train(1), Train(threads));
    }

    [Fact]
    public void ANonFiniteLossStopsWithStepLossAndRateAndKeepsTheLastGoodParameters()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var (trainer, method) = Make(golden, Short);
        var good = Array.Empty<float>();
        var steps = 0;
        var error = Assert.Throws<TrainingException>(() => trainer.RunEpoch(_ =>
        {
            if (++steps == 2)
            {
                good = (float[])method.Parameters[0].Values.Clone();
                method.Parameters[0].Values[5] = float.NaN;                 // the third step now has no finite loss
            }
        }));
        Assert.Contains("step 3 of 18", error.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate 1E-05", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.All(method.Parameters[0].Values, v => Assert.True(float.IsFinite(v)));
        Assert.NotEqual(good, method.Parameters[0].Values);                 // the last parameters whose loss was seen to be finite: those of step 2
        Assert.Equal(0, trainer.EpochsDone);
    }

    [Fact]
    public void ANaNAtTheFirstStepNamesStepOne()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var (trainer, method) = Make(golden, Short);
        method.Parameters[0].Values[0] = float.NaN;
        Assert.Contains("step 1 of", Assert.Throws<TrainingException>(() => trainer.RunEpoch()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CancellingStopsBetweenSteps()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        var (trainer, _) = Make(golden, Short);
        using var cancel = new CancellationTokenSource();
        var steps = 0;
        Assert.Throws<OperationCanceledException>(() => trainer.RunEpoch(_ =>
        {
            steps++;
            cancel.Cancel();
        }, cancel.Token));
        Assert.Equal((1, 0), (steps, trainer.EpochsDone));
    }

    static (Trainer, PromptMethod) Make(PromptGolden golden, Recipe recipe)
    {
        var (model, data) = (golden.Model, Data(golden));
        var setup = new PromptSetup(model.Text, null!, golden.Classes.Count, Seed: 1, new TokenDictionaries("tiny", null), PromptGolden.NoTeacher);
        var method = new CoOp(setup, new CoOpOptions { ContextWords = golden.ContextWords });
        var layout = KronClip.Clip.PromptLayout.Packed(model.Text, golden.Classes, golden.ContextWords);
        return (new Trainer(new PromptLearner(model.Text, method, layout, model.LogitScale), method, data, recipe, seed: 4), method);
    }

    static double LossOf(PromptGolden golden, PromptMethod method)
    {
        var layout = KronClip.Clip.PromptLayout.Packed(golden.Model.Text, golden.Classes, golden.ContextWords);
        var data = Data(golden);
        return new PromptLearner(golden.Model.Text, method, layout, golden.Model.LogitScale).LossAndGradient(data.Views[0], data.Labels).Sum(t => t.Value);
    }

    static TrainingFeatures Data(PromptGolden golden)
    {
        var batches = Enumerable.Range(0, 4).Select(golden.Batch).ToArray();
        var features = new Matrix(24, 64, batches.SelectMany(b => b.Features.Data).ToArray());
        return new TrainingFeatures([features], FreshViews: false, batches.SelectMany(b => b.Labels).ToArray());
    }
}
