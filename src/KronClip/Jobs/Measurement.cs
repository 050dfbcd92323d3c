using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>Runs a classifier over embeddings and measures it.</summary>
static class Measurement
{
    /// <summary>The logits of each row, N rows of C.</summary>
    public static double[][] Logits(Classifier classifier, Matrix features)
    {
        var logits = new double[features.Rows][];
        for (var i = 0; i < logits.Length; i++)
            logits[i] = classifier.Logits(features.Row(i));
        return logits;
    }

    /// <summary>The likeliest class of each row, [N].</summary>
    public static int[] Predict(Classifier classifier, Matrix features)
    {
        var predicted = new int[features.Rows];                             // row by row: many pictures of many classes have more logits than memory
        for (var i = 0; i < predicted.Length; i++)
            predicted[i] = Ranking.Argmax<double>(classifier.Logits(features.Row(i)));
        return predicted;
    }

    /// <summary>Full metrics, or null where there are no pictures.</summary>
    public static Metrics? Measure(Classifier classifier, Matrix features, int[] labels) => labels.Length == 0
        ? null
        : Metrics.Compute(labels, Predict(classifier, features), classifier.Classes.Count);

    /// <summary>Full metrics of logits, N rows of C; null where there are no pictures.</summary>
    public static Metrics? Measure(IReadOnlyList<double[]> logits, int[] labels) => labels.Length == 0
        ? null
        : Metrics.Compute(labels, [.. logits.Select(row => Ranking.Argmax<double>(row))], logits[0].Length);
}
