using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>What a method is fitted to: labelled pictures and, after the first round, pictures with pseudo-labels beside them.</summary>
/// <param name="Round">From 0, in which there are no pseudo-labels.</param>
/// <param name="Train">Embeddings and classes.</param>
/// <param name="Views">The same with their views, where the method has a recipe.</param>
sealed record RoundData(int Round, LabelledFeatures Train, TrainingFeatures? Views);

/// <summary>What the rounds gave.</summary>
/// <param name="Last">The last fit.</param>
/// <param name="Rounds">Every choice of pseudo-labels.</param>
/// <param name="Agreed">In each round, the pictures of which both classifiers say the same.</param>
/// <param name="Pictures">What the last fit was fitted to, each picture as often as it counts.</param>
sealed record SelfTrained(LearnedHead Last, int Pictures, IReadOnlyList<IReadOnlyList<PseudoLabel>> Rounds, IReadOnlyList<IReadOnlyList<(int Picture, int Class)>> Agreed);

/// <summary>
/// Self-training in rounds, for any method: fit to the labelled pictures; choose pseudo-labels by that classifier and the zero-shot one; fit anew, from the method's own start, to both; choose again; and so on.
/// Without labelled pictures the zero-shot classifier makes the first choice alone. A fit sees what it saw before, so no method knows of this.
/// </summary>
sealed class SelfTraining(JobContext context, MethodDefinition method, Classifier zeroShot, UnlabelledPictures pictures, UnlabelledOptions options, TrainingViews? views, IJobObserver observer, CancellationToken cancel)
{
    readonly ClassVote[] zeroShotVotes = Votes(zeroShot, pictures.Features);
    readonly PseudoLabelRule rule = new(options.MostPerClass(pictures.Items.Count, context.Classes.Count), options.Confidence);

    /// <summary>Most pseudo-labels of a class.</summary>
    public int PerClass => rule.PerClass;

    /// <summary>Runs the rounds that are left.</summary>
    /// <param name="labelled">The labelled training pictures; may be none.</param>
    /// <param name="labelledViews">Their views, where the method has a recipe.</param>
    /// <param name="fit">Fits the method.</param>
    /// <param name="classifier">A classifier with a fit's head.</param>
    /// <param name="done">Choices of rounds that are behind; the next fit is to the last of them.</param>
    /// <param name="keep">Called with every new choice, its round and number of agreeing pictures; before it, with none and round 0, after the fit to the labelled pictures alone.</param>
    public SelfTrained Run(LabelledFeatures labelled, TrainingFeatures? labelledViews, Func<RoundData, LearnedHead> fit, Func<LearnedHead, Classifier> classifier, IReadOnlyList<RoundFile> done, Action<LearnedHead?, RoundFile?> keep)
    {
        var chosen = done.Select(file => file.In(pictures, context.Classes)!).ToList();
        var agreed = done.Select(file => file.AgreedIn(pictures, context.Classes)!).ToList();
        for (var round = done.Count; ; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var learned = round == 0 && labelled.Labels.Length == 0 ? null : fit(Data(round, labelled, labelledViews, round == 0 ? [] : chosen[round - 1]));
            if (round == 0)
                keep(learned, null);
            if (round == options.Rounds)
                return new SelfTrained(learned!, labelled.Labels.Length * options.LabelledWeight + chosen[^1].Count, chosen, agreed);
            var votes = learned is null ? zeroShotVotes : Votes(classifier(learned), pictures.Features);
            chosen.Add(rule.Choose(pictures.Keys, zeroShotVotes, votes));
            agreed.Add([.. Enumerable.Range(0, votes.Length).Where(i => votes[i].Class == zeroShotVotes[i].Class).Select(i => (i, votes[i].Class))]);
            RequireSome(chosen[^1], labelled);
            keep(null, RoundFile.Of(round + 1, agreed[^1], chosen[^1], pictures, context.Classes));
        }
    }

    RoundData Data(int round, LabelledFeatures labelled, TrainingFeatures? labelledViews, IReadOnlyList<PseudoLabel> chosen)
    {
        if (chosen.Count == 0)
            return new(round, labelled, labelledViews);
        ImageItem[] added = [.. chosen.Select(c => pictures.Items[c.Picture] with { Label = c.Class })];
        var count = labelled.Labels.Length;
        var features = new Matrix(count + added.Length, pictures.Features.Columns);
        labelled.Features.Span.CopyTo(features.Span);
        pictures.Embedded.FeaturesOf(added).Span.CopyTo(features.Span[labelled.Features.Span.Length..]);
        var train = new LabelledFeatures(features, [.. labelled.Labels, .. added.Select(a => a.Label)]) { ByPerson = count, Weight = options.LabelledWeight };
        return new(round, train, labelledViews?.With(views!.Encode(added, pictures.Embedded, observer, cancel), options.LabelledWeight));
    }

    /// <summary>A training without labelled pictures needs a pseudo-label at least; a method that fits weights needs one of each class.</summary>
    void RequireSome(IReadOnlyList<PseudoLabel> chosen, LabelledFeatures labelled)
    {
        if (labelled.Labels.Length > 0)
            return;
        var without = Enumerable.Range(0, context.Classes.Count).Except(chosen.Select(c => c.Class)).Select(c => context.Classes[c].Folder).ToArray();
        if (chosen.Count == 0)
            throw new DataException($"None of the {pictures.Items.Count} unlabelled pictures has a pseudo-label that is sure enough ({options.Confidence:0.###}), so there is nothing to learn from. Lower the confidence, or give labelled pictures.");
        if (without.Length > 0 && method is PromptlessMethodDefinition)
            throw new DataException($"The zero-shot classifier holds no unlabelled picture for {Printable.List(without, 10)}, and {method.Title} needs a picture of each class. Give better words in classes.json, labelled pictures, or take a method that learns a prompt.");
    }

    /// <summary>What a classifier says of each picture, [N].</summary>
    static ClassVote[] Votes(Classifier classifier, Matrix features) => [.. Enumerable.Range(0, features.Rows).Select(i => ClassVote.Of(classifier.Logits(features.Row(i))))];

    /// <summary>Figures of each choice.</summary>
    public IReadOnlyList<RoundFigures> Report(SelfTrained trained) =>
    [
        .. trained.Rounds.Select((chosen, i) =>
        {
            var (known, right) = pictures.Check(chosen.Select(c => (c.Picture, c.Class)));
            var (agreedKnown, agreedRight) = pictures.Check(trained.Agreed[i]);
            return new RoundFigures(i + 1, trained.Agreed[i].Count, agreedKnown, agreedRight, chosen.Count, known, right,
                [.. Enumerable.Range(0, context.Classes.Count).Select(c => chosen.Count(label => label.Class == c))]);
        }),
    ];

    /// <summary>Figures of a classifier on the unlabelled pictures whose class is known.</summary>
    public Figures? OnThemselves(Classifier classifier) =>
        pictures.Labelled() is { } known && Measurement.Measure(classifier, known.Features, known.Truth) is { } metrics ? Figures.From(metrics) : null;
}
