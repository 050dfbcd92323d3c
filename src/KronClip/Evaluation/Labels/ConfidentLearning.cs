namespace KronClip.Evaluation;

/// <summary>A picture whose label is probably wrong.</summary>
/// <param name="Picture">Its number among those that were looked at.</param>
/// <param name="Label">The class it is labelled as.</param>
/// <param name="Likely">The class it looks like.</param>
/// <param name="Confidence">Probability of <paramref name="Likely"/>, by a classifier that did not see the picture.</param>
/// <param name="LabelConfidence">Probability of <paramref name="Label"/>, by the same.</param>
public sealed record SuspectLabel(int Picture, int Label, int Likely, double Confidence, double LabelConfidence)
{
    /// <summary>p_y − max_{c≠y} p_c, from −1 (surely wrong) to 0: what suspects are ranked by.</summary>
    public double Margin => LabelConfidence - Confidence;
}

/// <summary>
/// Confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 70, 2021; code cleanlab/cleanlab): for out-of-fold
/// probabilities p [N×C] and labels y [N]
/// <code>
/// t_j = mean over {i : y_i = j} of p_ij                                   how sure of class j one usually is
/// suspect: j = argmax_c p_ic,  j ≠ y_i,  p_ij ≥ t_j                       ranked by p_iy − p_ij, the normalised margin
/// </code>
/// The paper's confident joint takes the likeliest of the classes that reach their threshold; here it must also be the likeliest of all (ours), so a picture whose own label is
/// the likeliest is never a suspect.
/// </summary>
public static class ConfidentLearning
{
    /// <summary>t, [C]; 0 for a class without pictures, which is then nobody's likeliest by more than chance.</summary>
    /// <param name="labels">y, [N].</param>
    /// <param name="probabilities">p, N rows of C numbers that sum to 1.</param>
    /// <param name="classes">C.</param>
    public static double[] Thresholds(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities, int classes)
    {
        Require(labels, probabilities, classes);
        var (sums, counts) = (new double[classes], new int[classes]);
        for (var i = 0; i < labels.Count; i++)
        {
            sums[labels[i]] += probabilities[i][labels[i]];
            counts[labels[i]]++;
        }
        return [.. sums.Select((sum, c) => counts[c] == 0 ? 0 : sum / counts[c])];
    }

    /// <summary>The suspects, the surest first.</summary>
    /// <inheritdoc cref="Thresholds"/>
    public static IReadOnlyList<SuspectLabel> Suspects(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities, int classes)
    {
        var thresholds = Thresholds(labels, probabilities, classes);
        var suspects = new List<SuspectLabel>();
        for (var i = 0; i < labels.Count; i++)
        {
            var (p, label) = (probabilities[i], labels[i]);
            var likely = Array.IndexOf(p, p.Max());
            if (p[likely] > p[label] && p[likely] >= thresholds[likely])
                suspects.Add(new SuspectLabel(i, label, likely, p[likely], p[label]));
        }
        return [.. suspects.OrderBy(s => s.Margin).ThenBy(s => s.Picture)];
    }

    static void Require(IReadOnlyList<int> labels, IReadOnlyList<double[]> probabilities, int classes)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (labels.Count != probabilities.Count || probabilities.Any(p => p.Length != classes) || labels.Any(y => (uint)y >= (uint)classes))
            throw new ArgumentException($"There are {labels.Count} labels for {probabilities.Count} rows of probabilities of {classes} classes; give one label of these classes for each row.", nameof(labels));
    }
}
