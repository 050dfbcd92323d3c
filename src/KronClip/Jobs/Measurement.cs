using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>Runs a classifier over embeddings and measures it.</summary>
static class Measurement
{
    /// <summary>The likeliest class of each row, [N].</summary>
    public static int[] Predict(Classifier classifier, Matrix features)
    {
        var predicted = new int[features.Rows];
        for (var i = 0; i < predicted.Length; i++)
            predicted[i] = Ranking.Argmax<double>(classifier.Logits(features.Row(i)));
        return predicted;
    }

    /// <summary>Full metrics, or null where there are no pictures.</summary>
    public static Metrics? Measure(Classifier classifier, Matrix features, int[] labels) => labels.Length == 0
        ? null
        : Metrics.Compute(labels, Predict(classifier, features), classifier.Classes.Count);
}
