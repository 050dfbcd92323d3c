namespace KronClip.Evaluation;

/// <summary>Confidence held against truth, as Guo et al. (arXiv:1706.04599) measure it. Pure.</summary>
public static class ReliabilityMeasure
{
    /// <summary>Bins of equal width, (0, 1/15], (1/15, 2/15], …</summary>
    public const int Bins = 15;

    /// <summary>Expected calibration error, mean log loss and bins at a temperature.</summary>
    /// <param name="logits">z, N rows of C numbers, N above 0.</param>
    /// <param name="labels">True labels, [N].</param>
    /// <param name="temperature">T.</param>
    public static Reliability Of(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels, double temperature)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        var (counts, right, confidence) = (new int[Bins], new int[Bins], new double[Bins]);
        for (var i = 0; i < labels.Count; i++)
        {
            var p = TemperedSoftmax.Of(logits[i], temperature).Max();
            var bin = Math.Clamp((int)Math.Ceiling(p * Bins) - 1, 0, Bins - 1);
            counts[bin]++;
            confidence[bin] += p;
            right[bin] += TemperedSoftmax.Likeliest(logits[i]) == labels[i] ? 1 : 0;
        }
        return new Reliability(
            Enumerable.Range(0, Bins).Sum(b => Math.Abs(right[b] - confidence[b])) / labels.Count,      // (n_b / N) |right_b / n_b - confidence_b / n_b|
            Enumerable.Range(0, labels.Count).Average(i => TemperedSoftmax.LogLoss(logits[i], labels[i], temperature)),
            [.. Enumerable.Range(0, Bins).Select(b => new ReliabilityBin((double)b / Bins, (b + 1.0) / Bins, counts[b],
                counts[b] == 0 ? null : confidence[b] / counts[b], counts[b] == 0 ? null : (double)right[b] / counts[b]))]);
    }
}
