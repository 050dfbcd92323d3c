using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>Answers to training pictures, each by classifiers that did not see it: N rows of C logits.</summary>
/// <param name="Folds">How many folds.</param>
/// <param name="Items">The pictures.</param>
/// <param name="ZeroShot">Of zero-shot CLIP.</param>
/// <param name="LabelledOnly">Of the classifier of the labelled pictures alone, where there are unlabelled ones too.</param>
/// <param name="Adapted">Of the method.</param>
/// <param name="Probe">Of the probe; null where there is none.</param>
sealed record FoldAnswers(int Folds, IReadOnlyList<ImageItem> Items, IReadOnlyList<double[]> ZeroShot, IReadOnlyList<double[]>? LabelledOnly, IReadOnlyList<double[]> Adapted, IReadOnlyList<double[]>? Probe)
{
    /// <summary>Figures over all of them.</summary>
    public FoldFigures Figures => new(Folds, Of(ZeroShot), Of(Adapted));

    /// <summary>Figures of the labelled pictures alone, or null.</summary>
    public Figures? LabelledOnlyFigures => LabelledOnly is null ? null : Of(LabelledOnly);

    Figures Of(IReadOnlyList<double[]> logits) => Jobs.Figures.From(Measurement.Measure(logits, [.. Items.Select(item => item.Label)])!);
}

/// <summary>Cross-validation where there are too few pictures for a test set: every training picture is measured once by a classifier that did not see it.</summary>
sealed class FoldMeasurement(JobContext context, MethodPlan plan, MethodFit fit, DrawnPictures pictures, TrainingChoice? choice, SelfTraining? rounds, JobNotes said, IJobObserver observer, CancellationToken cancel)
{
    /// <summary>Runs all folds.</summary>
    /// <param name="zeroShot">Zero-shot CLIP.</param>
    public FoldAnswers Run(Classifier zeroShot)
    {
        var (split, prepared) = (pictures.Split, pictures.Prepared);
        var index = split.Train.Select((item, i) => (item, i)).ToDictionary(p => p.item, p => p.i);
        var validation = prepared.Labelled(split.Validation);
        var items = new List<ImageItem>();
        List<double[]> before = [], between = [], after = [], probed = [];
        observer.Begin("cross-validating", split.Folds!.Count, "folds");
        foreach (var (number, fold) in split.Folds.Index())
        {
            var train = prepared.Labelled(fold.Train);
            var (fitted, labelledOnly) = Fit(number, [.. fold.Train.Select(item => index[item])], new RoundData(0, train, null));
            var features = prepared.FeaturesOf(fold.Held);
            items.AddRange(fold.Held);
            before.AddRange(Measurement.Logits(zeroShot, features));
            after.AddRange(Measurement.Logits(Of(fitted), features));
            if (labelledOnly is not null)
                between.AddRange(Measurement.Logits(Of(labelledOnly), features));
            if (EmbeddingProbe.Fit(context, fit.Made, train, validation, cancel) is { } probe)
                probed.AddRange(Measurement.Logits(probe, features));
            observer.Advance(number + 1);
        }
        observer.End();
        if (choice is not null)
            said.Note(choice.MeasuredNote);
        return new FoldAnswers(split.Folds.Count, items, before, rounds is null ? null : between.Count == items.Count ? between : after, after, probed.Count == items.Count ? probed : null);
    }

    (LearnedHead Fitted, LearnedHead? LabelledOnly) Fit(int number, int[] places, RoundData labelled)
    {
        var data = labelled with { Views = pictures.Views?.Select(places) };
        if (choice is not null)
        {
            var all = new FitData(pictures.Views!, pictures.Prepared.Labelled(pictures.Split.Train), pictures.Prepared.Labelled(pictures.Split.Validation));
            return (new LearnedHead(choice.Measured(all.Pictures(places), number), [], 0), null);
        }
        if (rounds is null)
            return (fit.Fit(data, null), null);
        LearnedHead? labelledOnly = null;
        var trained = rounds.Run(data.Train, data.Views, round => fit.Fit(round, null), Of, [], (first, _) => labelledOnly ??= first);
        return (trained.Last, labelledOnly);
    }

    Classifier Of(LearnedHead fitted) => context.Classifier(plan.Definition, plan.Options, fitted.Head, [], null, []);
}
