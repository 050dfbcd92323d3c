namespace KronClip.Evaluation;

/// <summary>Wrong answers that a classifier was surest of: mislabelled pictures and classes that look alike come to the top. Pure.</summary>
public static class SurestMistakes
{
    /// <summary>Most that are listed.</summary>
    public const int Most = 20;

    /// <summary>The wrong answers, the surest first; among equally sure ones the one with the least confidence in the truth, then by the picture's name.</summary>
    /// <param name="pictures">Name of each picture, [N].</param>
    /// <param name="truth">True labels, [N].</param>
    /// <param name="logits">z, N rows of C numbers.</param>
    /// <param name="temperature">T.</param>
    /// <param name="most">Most that are listed.</param>
    public static IReadOnlyList<ReportedMistake> Of(IReadOnlyList<string> pictures, IReadOnlyList<int> truth, IReadOnlyList<double[]> logits, double temperature, int most = Most)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(logits);
        return
        [
            .. Enumerable.Range(0, truth.Count)
                .Select(i => (Picture: i, Predicted: TemperedSoftmax.Likeliest(logits[i])))
                .Where(answer => answer.Predicted != truth[answer.Picture])
                .Select(answer => Mistake(pictures[answer.Picture], truth[answer.Picture], answer.Predicted, TemperedSoftmax.Of(logits[answer.Picture], temperature)))
                .OrderByDescending(mistake => mistake.Confidence).ThenBy(mistake => mistake.TruthConfidence).ThenBy(mistake => mistake.Picture, StringComparer.Ordinal)
                .Take(most),
        ];
    }

    static ReportedMistake Mistake(string picture, int truth, int predicted, double[] p) => new(picture, truth, predicted, p[predicted], p[truth]);
}
