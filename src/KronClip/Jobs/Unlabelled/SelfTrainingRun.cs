using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Self-training in a run folder. Each choice of pseudo-labels is written as soon as it is made, and so is the classifier of the labelled pictures alone; with the checkpoints of the round under way,
/// a run that was killed goes on to the same bits.
/// </summary>
sealed class SelfTrainingRun(SelfTraining rounds, JobContext context, UnlabelledPictures pictures, UnlabelledOptions options, RunFolder run, Action<string> notice)
{
    string LabelledOnlyPath => Path.Combine(run.Path, "labelled-only.kronclip");

    /// <summary>Runs the rounds that are left.</summary>
    /// <param name="labelled">The labelled training pictures; may be none.</param>
    /// <param name="views">Their views; null where the method has no recipe, and keeps no checkpoints.</param>
    /// <param name="fit">Fits the method.</param>
    /// <param name="classifier">A classifier with a fit's head.</param>
    public SelfTrained Run(LabelledFeatures labelled, TrainingFeatures? views, Func<RoundData, RunPart, LearnedHead> fit, Func<LearnedHead, Classifier> classifier)
    {
        var checkpoint = views is null ? null : run.Resume();
        var done = checkpoint is null ? [] : Done(RunPart.RoundOf(checkpoint), labelled.Labels.Length > 0);
        if (done is null)
        {
            notice($"The rounds before the checkpoint in '{run.Path}' are not all there; the run starts again from the beginning, which gives the same result.");
            run.Log.Truncate(0);
            (checkpoint, done) = (null, []);
        }
        var stepsBefore = checkpoint is null ? 0 : RunPart.StepsBeforeOf(checkpoint);
        return rounds.Run(labelled, views, data =>
        {
            var from = checkpoint is not null && RunPart.RoundOf(checkpoint) == data.Round ? checkpoint : null;
            var learned = fit(data, new RunPart(run, from, data.Round, stepsBefore, IsLast: data.Round == options.Rounds));
            stepsBefore += learned.Steps;
            return learned;
        }, classifier, done, Keep);

        void Keep(LearnedHead? labelledOnly, RoundFile? choice)
        {
            if (labelledOnly is not null)
                ClassifierFile.Write(LabelledOnlyPath, classifier(labelledOnly));
            choice?.Write(run.Path);
        }
    }

    /// <summary>The choices of the rounds up to one that a checkpoint belongs to; null where one of them, or what was measured before them, is gone.</summary>
    RoundFile[]? Done(int round, bool labelled)
    {
        var files = Enumerable.Range(1, round).Select(r => RoundFile.Read(run.Path, r, pictures, context.Classes)).OfType<RoundFile>().ToArray();
        return files.Length == round && (round == 0 || !labelled || LabelledOnly() is not null) ? files : null;
    }

    /// <summary>The classifier of the labelled pictures alone, as it lies in the folder; null where there is none.</summary>
    Classifier? LabelledOnly()
    {
        try
        {
            return File.Exists(LabelledOnlyPath) ? PerImagePrompt.Join(ClassifierFile.Read(LabelledOnlyPath), context.Model.Text) : null;
        }
        catch (ClassifierException)
        {
            return null;
        }
    }

    /// <summary>What the report says.</summary>
    /// <param name="trained">The rounds.</param>
    /// <param name="zeroShot">The zero-shot classifier.</param>
    /// <param name="adapted">The classifier that was made.</param>
    /// <param name="measure">Measures a classifier on the validation and test pictures.</param>
    /// <param name="labelledOnlyFolds">Figures of the labelled pictures alone by cross-validation, or null.</param>
    public UnlabelledFigures Figures(SelfTrained trained, Classifier zeroShot, Classifier adapted, Func<Classifier, PartFigures> measure, Figures? labelledOnlyFolds)
    {
        var labelledOnly = LabelledOnly();
        return new UnlabelledFigures
        {
            Source = options.AreRest ? options.Pictures : PicturePlace.NameOf(options.Pictures),
            Pictures = pictures.Items.Count,
            LeftOut = pictures.LeftOut,
            Known = pictures.Known,
            PerClass = rounds.PerClass,
            Confidence = options.Confidence,
            LabelledWeight = options.LabelledWeight,
            Rounds = rounds.Report(trained),
            LabelledOnly = labelledOnly is null ? null : measure(labelledOnly),
            LabelledOnlyFolds = labelledOnlyFolds,
            OnThemselves = rounds.OnThemselves(zeroShot) is { } before ? new OwnFigures(before, labelledOnly is null ? null : rounds.OnThemselves(labelledOnly), rounds.OnThemselves(adapted)!) : null,
        };
    }

    /// <summary>What the classifier remembers of it, and what a person should know: the counts of the rounds, and classes that nothing was found for.</summary>
    public IReadOnlyList<string> Sentences(SelfTrained trained)
    {
        var counts = string.Join(", ", trained.Rounds.Select(chosen => FormattableString.Invariant($"{chosen.Count}")));
        var sentence = FormattableString.Invariant($"{pictures.Items.Count} unlabelled pictures, {options.Rounds} {(options.Rounds == 1 ? "round" : "rounds")}: {counts} pseudo-labels, {rounds.PerClass} of a class at most.");
        var without = Enumerable.Range(0, context.Classes.Count).Except(trained.Rounds[^1].Select(c => c.Class)).Select(c => context.Classes[c].Folder).ToArray();
        return without.Length == 0 ? [sentence] : [sentence, $"In the last round no pseudo-label was found for {Printable.List(without, 20)}."];
    }

    /// <summary>All pictures that had a pseudo-label in some round: the classifier has seen them.</summary>
    public IReadOnlyList<string> Seen(SelfTrained trained) => TrainedPictures.Of(context.TrainedOn.Concat(trained.Rounds.SelectMany(chosen => chosen.Select(c => pictures.Keys[c.Picture]))));
}
