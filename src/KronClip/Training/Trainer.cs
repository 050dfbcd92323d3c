using System.Globalization;
using KronClip.Classifiers;
using KronClip.Methods;

namespace KronClip.Training;

/// <summary>One step of a training, for the log and the progress bar.</summary>
/// <param name="Epoch">From 0.</param>
/// <param name="Step">From 0, over all epochs.</param>
/// <param name="Loss">The sum of the loss terms, before the step.</param>
/// <param name="Accuracy">Share of the batch that was classified right, before the step.</param>
/// <param name="LearningRate">The rate of the step.</param>
public sealed record TrainingStep(int Epoch, int Step, double Loss, double Accuracy, double LearningRate);

/// <summary>
/// Trains a prompt on cached image embeddings. Stops with an error at a non-finite loss, after putting back the last parameters whose loss was finite.
/// Deterministic: the same seed and kernel path give the same parameters bit for bit, whatever the thread count, and however often the training was interrupted
/// at an epoch's end and resumed.
/// </summary>
public sealed class Trainer
{
    readonly PromptLearner learner;
    readonly PromptMethod method;
    readonly Recipe recipe;
    readonly BatchSampler sampler;
    readonly LearningRateSchedule schedule;
    readonly int stepsPerEpoch;

    /// <summary>Prepares a training; nothing runs yet.</summary>
    /// <param name="learner">The prompt on its classes.</param>
    /// <param name="method">The same method.</param>
    /// <param name="data">The training pictures.</param>
    /// <param name="recipe">How they are gone through.</param>
    /// <param name="seed">Seed of the batches.</param>
    /// <param name="balanced">Whether batches draw each class equally often.</param>
    /// <exception cref="OptionsException">The recipe has a value out of range, or asks for more steps than can be counted.</exception>
    public Trainer(PromptLearner learner, PromptMethod method, TrainingFeatures data, Recipe recipe, long seed, bool balanced = false)
    {
        ArgumentNullException.ThrowIfNull(learner);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(recipe);
        recipe.Validate();
        (this.learner, this.method, this.recipe) = (learner, method, recipe);
        sampler = new BatchSampler(data, recipe, seed, balanced);
        schedule = new LearningRateSchedule(recipe.Schedule, recipe.Optimiser.LearningRate, recipe.Epochs);
        Optimiser = Optimiser.Create(recipe.Optimiser);
        stepsPerEpoch = recipe.StepsPerEpoch(data.Count);
        if (recipe.Optimiser.Kind == OptimiserKind.Lbfgs && recipe.BatchSize < data.Count)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture,
                $"L-BFGS needs all {data.Count} pictures in every step, but a batch has {recipe.BatchSize}. Take a larger batch, or adamw or sgd."));
        var steps = (long)recipe.Epochs * stepsPerEpoch;
        if (steps > int.MaxValue)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture,
                $"{recipe.Epochs} epochs of {stepsPerEpoch} steps are {steps} steps; a training has at most {int.MaxValue}. Take fewer epochs or a larger batch."));
    }

    /// <summary>The optimiser, whose state belongs into checkpoints.</summary>
    public Optimiser Optimiser { get; }

    /// <summary>Takes the mean over the epochs in the place of the last; null where the last counts. Its state belongs into checkpoints too.</summary>
    public ParameterAverage? Average { get; init; }

    /// <summary>Epochs that are behind; set it, with parameters and optimiser state, to resume.</summary>
    public int EpochsDone { get; set; }

    /// <summary>All steps of the training.</summary>
    public int TotalSteps => recipe.Epochs * stepsPerEpoch;

    /// <summary>Whether nothing is left to do.</summary>
    public bool Finished => EpochsDone >= recipe.Epochs;

    /// <summary>Runs the next epoch.</summary>
    /// <param name="onStep">Called after every step.</param>
    /// <param name="cancel">Stops between two steps; the epoch is then not counted, and parameters are as far as they came.</param>
    /// <exception cref="TrainingException">The loss is not finite; the parameters are the last whose loss was.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public void RunEpoch(Action<TrainingStep>? onStep = null, CancellationToken cancel = default)
    {
        var rate = schedule.At(EpochsDone);
        var step = EpochsDone * stepsPerEpoch;
        foreach (var (features, labels) in sampler.Epoch(EpochsDone))
        {
            cancel.ThrowIfCancellationRequested();
            var terms = learner.LossAndGradient(features, labels);
            var loss = terms.Sum(t => t.Value);
            if (!double.IsFinite(loss) || !method.Parameters.All(p => Array.TrueForAll(p.Gradient, float.IsFinite)))
                throw Diverged(step, loss, rate);
            RememberGood();
            Optimiser.Step(method.Parameters, rate, loss);
            onStep?.Invoke(new TrainingStep(EpochsDone, step, loss, Accuracy(labels), rate));
            step++;
        }
        EpochsDone++;
        Average?.Add(EpochsDone, method.Parameters, Optimiser);
        if (!Finished)
            return;
        Optimiser.Finish(method.Parameters);
        Average?.WriteTo(method.Parameters);
    }

    float[][]? good;

    /// <summary>Parameters whose loss and gradient were finite; a few kilobytes, so they are kept at every step.</summary>
    void RememberGood()
    {
        good ??= method.Parameters.Select(p => new float[p.Count]).ToArray();
        for (var i = 0; i < good.Length; i++)
            method.Parameters[i].Values.CopyTo(good[i], 0);
    }

    TrainingException Diverged(int step, double loss, double rate)
    {
        if (good is not null)
        {
            for (var i = 0; i < good.Length; i++)
                good[i].CopyTo(method.Parameters[i].Values, 0);
        }
        return new TrainingException(string.Create(CultureInfo.InvariantCulture,
            $"Training stopped at step {step + 1} of {TotalSteps}: the loss or its gradient is not a finite number (loss {loss}, learning rate {rate:g}). ") +
            "The last good state is kept. Try a smaller --learning-rate (a tenth, for instance).");
    }

    double Accuracy(int[] labels)
    {
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
            right += Ranking.Argmax<float>(learner.Logits.Row(i)) == labels[i] ? 1 : 0;
        return (double)right / labels.Length;
    }
}
