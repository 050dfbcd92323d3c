using System.Globalization;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>Which pictures are worth a label next: those that the classifier is unsure of, each unlike the ones before it. Nothing is trained.</summary>
public static class LabelQueueJob
{
    /// <summary>Below this difference of the two likeliest classes' confidences a person is told of both.</summary>
    const double CloseCall = 0.5;

    /// <summary>Orders pictures, best worth first; the same pictures always come in the same order.</summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="pictures">Paths of pictures. The same content twice counts once, those that the classifier was trained on not at all, and what cannot be read is left out; the observer hears of it.</param>
    /// <param name="count">How many to name at most, 1 or more.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="OptionsException">The count is below 1.</exception>
    public static IReadOnlyList<QueuedPicture> Order(LoadedClassifier classifier, IReadOnlyList<string> pictures, int count, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(pictures);
        if (count < 1)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"count is {count}; give 1 or more pictures to name."));
        var hears = observer ?? SilentObserver.Instance;
        ImageItem[] items = [.. pictures.Distinct(StringComparer.Ordinal).Select(path => new ImageItem(Path.GetFullPath(path), path, 0))];
        if (items.Length == 0)
            return [];
        var embedded = EmbeddedPictures.Of(items, classifier.Encoder, hears, cancel);
        foreach (var unusable in embedded.Hashes.Unusable)
            hears.Warn($"Set aside: {unusable.Reason}");
        var trained = classifier.Classifier.Document.TrainedOn.ToHashSet(StringComparer.Ordinal);          // those have their labels
        ImageItem[] usable = [.. items.Where(item => embedded.Hashes.TryGet(item, out _)).DistinctBy(item => embedded.Hashes[item], StringComparer.Ordinal)
            .Where(item => !TrainedPictures.Contains(trained, embedded.Hashes[item]))];
        return usable.Length == 0 ? [] : Order(classifier.Classifier, [.. usable.Select(item => item.RelativePath)], embedded.FeaturesOf(usable), count);
    }

    /// <summary>The same of embeddings [n×e].</summary>
    internal static IReadOnlyList<QueuedPicture> Order(Classifier classifier, IReadOnlyList<string> paths, Matrix features, int count)
    {
        var answers = Enumerable.Range(0, features.Rows).Select(i => classifier.Predict(features.Row(i), 2).Top).ToArray();
        double[] margins = [.. answers.Select(top => top[0].Confidence - (top.Count > 1 ? top[1].Confidence : 0))];
        var order = QueueOrder.Of([.. margins.Select(margin => 1 - margin)], features, count);
        return [.. order.Select((picked, place) => new QueuedPicture(paths[picked.Index], answers[picked.Index][0].Name, answers[picked.Index][0].Confidence, picked.Score,
            Reason(answers[picked.Index], margins[picked.Index], place)))];
    }

    static string Reason(IReadOnlyList<ClassScore> top, double margin, int place) => top.Count > 1 && margin < CloseCall
        ? string.Create(CultureInfo.InvariantCulture, $"{Printable.Quote(top[0].Name)} {top[0].Confidence:0.00} or {Printable.Quote(top[1].Name)} {top[1].Confidence:0.00}")
        : place == 0
            ? string.Create(CultureInfo.InvariantCulture, $"the least sure of all, and still {Printable.Quote(top[0].Name)} {top[0].Confidence:0.00}")
            : string.Create(CultureInfo.InvariantCulture, $"unlike the pictures before it; {Printable.Quote(top[0].Name)} {top[0].Confidence:0.00}");
}
