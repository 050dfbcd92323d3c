using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>Measures a classifier on pictures whose classes are some of its own, in an order of their own.</summary>
static class ProtocolMeasurement
{
    /// <summary>
    /// Each picture goes to the likeliest of <paramref name="labels"/>, as if the classifier knew no others: a shifted set with some of the classes is measured
    /// against their names alone, as CoOp measures ImageNet-A and -R.
    /// </summary>
    /// <param name="classifier">The classifier.</param>
    /// <param name="pictures">Embeddings of the set.</param>
    /// <param name="items">Pictures of the set.</param>
    /// <param name="truth">Place of each item's class in <paramref name="labels"/>.</param>
    /// <param name="labels">Labels of the classifier that come into question.</param>
    public static PictureAnswers Answers(Classifier classifier, PreparedPictures pictures, IReadOnlyList<ImageItem> items, IReadOnlyList<int> truth, IReadOnlyList<int> labels)
    {
        var features = pictures.FeaturesOf(items);
        var predicted = new int[items.Count];
        var own = new double[labels.Count];
        for (var i = 0; i < predicted.Length; i++)
        {
            var logits = classifier.Logits(features.Row(i));
            for (var c = 0; c < own.Length; c++)
                own[c] = logits[labels[c]];
            predicted[i] = Ranking.Argmax<double>(own);
        }
        return new PictureAnswers([.. truth], predicted, labels.Count);
    }

    /// <summary>Measures on all of the classifier's classes, which are the set's.</summary>
    public static Metrics Measure(Classifier classifier, PreparedPictures pictures, IReadOnlyList<ImageItem> items) =>
        Answers(classifier, pictures, items, [.. items.Select(item => item.Label)], [.. Enumerable.Range(0, classifier.Classes.Count)]).Metrics;
}
