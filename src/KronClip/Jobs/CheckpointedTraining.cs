using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Runs a training epoch by epoch with checkpoints and log in a run folder. State is saved at epoch ends only, from which everything that follows is determined;
/// an epoch that was broken off is run again.
/// </summary>
sealed class CheckpointedTraining(PromptTraining training, RunPart part, Recipe recipe, double checkpointSeconds, IJobObserver observer)
{
    readonly Trainer trainer = training.Trainer;
    readonly RunFolder run = part.Run;

    /// <exception cref="OperationCanceledException">Cancelled; the last whole epoch is saved.</exception>
    /// <exception cref="TrainingException">The loss is not finite; the last whole epoch is saved.</exception>
    public void Run(CancellationToken cancel)
    {
        var stepsPerEpoch = trainer.TotalSteps / recipe.Epochs;
        var last = Capture(stepsPerEpoch);
        var since = Stopwatch.StartNew();
        observer.Begin(part.Round is { } round ? FormattableString.Invariant($"training, round {round}") : "training", trainer.TotalSteps, "steps");
        try
        {
            while (!trainer.Finished)
            {
                var lines = new List<JsonObject>();
                var loss = 0.0;
                trainer.RunEpoch(step =>
                {
                    lines.Add(Line(step));
                    loss += step.Loss;
                    observer.Advance(step.Step + 1, string.Create(CultureInfo.InvariantCulture, $"loss {step.Loss:0.000}"));
                }, cancel);
                lines.ForEach(run.Log.Append);
                observer.Epoch(trainer.EpochsDone, loss / lines.Count);
                last = Capture(stepsPerEpoch);
                if (since.Elapsed.TotalSeconds < checkpointSeconds && !trainer.Finished)
                    continue;
                run.Save(last);
                since.Restart();
            }
        }
        catch (Exception error) when (error is OperationCanceledException or TrainingException)
        {
            run.Save(last);
            throw;
        }
        finally
        {
            observer.End();
        }
    }

    RunCheckpoint Capture(int stepsPerEpoch) =>
        RunCheckpoint.Capture(part.StepsBefore + (long)trainer.EpochsDone * stepsPerEpoch, trainer.EpochsDone, training.Method.Parameters, trainer.Optimiser, average: trainer.Average) with { State = part.State };

    JsonObject Line(TrainingStep step)
    {
        var line = new JsonObject
        {
            ["epoch"] = step.Epoch,
            ["step"] = step.Step,
            ["loss"] = step.Loss,
            ["accuracy"] = step.Accuracy,
            ["learningRate"] = step.LearningRate,
        };
        if (part.Round is { } round)
            line.Insert(0, "round", round);
        return line;
    }
}
