using KronClip.Classifiers;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Fits the method of a training to some of its pictures; in a run with checkpoints, in a fold of a cross-validation without.</summary>
/// <param name="context">Model and classes.</param>
/// <param name="made">The method that is fitted: what was asked for or, of a choice, what it took.</param>
/// <param name="validation">Validation pictures; may be none.</param>
/// <param name="said">Hears what the method says of itself.</param>
/// <param name="observer">Hears how it goes.</param>
/// <param name="cancel">Stops between two steps.</param>
sealed class MethodFit(JobContext context, MethodPlan made, LabelledFeatures validation, JobNotes said, IJobObserver observer, CancellationToken cancel)
{
    /// <summary>The method.</summary>
    public MethodPlan Made => made;

    /// <summary>Fits to labelled pictures, or to what stands for them in a round.</summary>
    /// <param name="data">The pictures.</param>
    /// <param name="part">The place of the fit in its run; null in a fold.</param>
    public LearnedHead Fit(RoundData data, RunPart? part)
    {
        if (made.Definition is PromptlessMethodDefinition promptless)
        {
            var fitted = promptless.Fit(context.Setup(cancel), data.Train, validation, made.Options);
            if (part is { IsLast: true })
                said.Tell(fitted.Notes);
            return new(fitted.Head, [], fitted.Steps);
        }
        var training = context.Training((PromptMethodDefinition)made.Definition, made.Options, new FitData(data.Views!, data.Train, validation).For(made).Views, made.Recipe);
        if (part is null)
            return Learned(training, training.RunAndFinish(data.Train, validation, cancel));
        said.Tell([.. training.Notes.Except(said.Provenance)]);            // every round begins with the same
        if (part.From is { } checkpoint)
        {
            checkpoint.RestoreTo(training.Method.Parameters, training.Trainer.Optimiser, training.Trainer.Average);
            training.Trainer.EpochsDone = checkpoint.Epoch;
            observer.Note($"Going on after epoch {checkpoint.Epoch} of {made.Recipe.Epochs}{(part.Round is { } round ? FormattableString.Invariant($" in round {round}") : "")}.");
        }
        new CheckpointedTraining(training, part, made.Recipe, context.Request.CheckpointSeconds, observer).Run(cancel);
        var finished = training.Finish(data.Train, validation, observer, cancel);
        said.Tell(finished.Notes);
        return Learned(training, finished);
    }

    /// <summary>A classifier with what is known of the training so far.</summary>
    public Classifier Classifier(LearnedHead fitted) =>
        context.Classifier(made.Definition, made.Options, fitted.Head, fitted.Tensors, made.Definition.HasRecipe ? made.Recipe : null, [.. said.Provenance]);

    LearnedHead Learned(PromptTraining training, FinishedPrompt finished) =>
        new(finished.Name(context.Prompts), finished.Prompt.Learned, training.Trainer.TotalSteps) { Dictionary = training.Method.Dictionary };
}
