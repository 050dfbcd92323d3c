using KronClip.Classifiers;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What a classifier's newer pictures are held against, read and checked.</summary>
/// <param name="From">"test", "validation" or "pictures".</param>
/// <param name="Pictures">The pictures.</param>
/// <param name="ClassMeans">Mean sketches of the classes that were trained on, [C][32]; null where they are not known.</param>
sealed record DriftReference(string From, IReadOnlyList<WatchedPicture> Pictures, IReadOnlyList<sbyte[]>? ClassMeans)
{
    /// <summary>The one that a classifier carries; null where it has none.</summary>
    /// <exception cref="ClassifierException">It contradicts itself.</exception>
    public static DriftReference? Of(Classifier classifier)
    {
        if (classifier.Document.Reference is not { } said)
            return null;
        var sketches = EmbeddingSketch.FromText(said.Sketches);
        var means = Means(classifier);
        if (sketches is null || sketches.Count != said.Confidences.Count || said.Predicted.Count != said.Confidences.Count || said.Predicted.Any(c => c < 0 || c >= classifier.Classes.Count)
            || said.Confidences.Any(c => c is not (>= 0 and <= 1)))
        {
            throw new ClassifierException("The classifier's reference for the drift watch contradicts itself: lists of different lengths, or numbers that cannot be. Give pictures with --reference, or train again.");
        }
        return new DriftReference(said.From, [.. sketches.Select((sketch, i) => new WatchedPicture(said.Predicted[i], said.Confidences[i], sketch))], means);
    }

    /// <summary>One of pictures that a person gave.</summary>
    public static DriftReference Of(Classifier classifier, IReadOnlyList<float[]> features) => new("pictures", [.. DriftPictures.Watched(classifier, features)], Means(classifier));

    /// <summary>The tests against newer pictures.</summary>
    public DriftFigures Compare(IReadOnlyList<WatchedPicture> fresh) => DriftMeasure.Of([.. Pictures.Select(Sample)], [.. fresh.Select(Sample)]);

    WatchedSample Sample(WatchedPicture picture) => new(picture.Label, picture.Confidence, ClassMeans?.Min(mean => EmbeddingSketch.Distance(mean, picture.Sketch)),
        [.. picture.Sketch.Select(b => b / (double)EmbeddingSketch.Steps)]);

    static IReadOnlyList<sbyte[]>? Means(Classifier classifier) =>
        classifier.Document.Reference?.ClassMeans is { } text && EmbeddingSketch.FromText(text) is { Count: > 0 } means && means.Count == classifier.Classes.Count ? means : null;
}
