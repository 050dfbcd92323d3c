namespace KronClip.Evaluation;

/// <summary>
/// What is lost of groups of classes as others come. Source: Chaudhry et al., "Riemannian Walk for Incremental Learning", ECCV 2018, arXiv:1801.10112, section 3:
/// with a_{k,j} the accuracy on group j after stage k, in 1 … T,
/// <code>
/// A_k = 1/k Σ_{j ≤ k} a_{k,j}                             average accuracy
/// f_j = max_{l in j … T-1} a_{l,j} − a_{T,j},   j &lt; T     forgetting of a group
/// F   = 1/(T-1) Σ_{j &lt; T} f_j
/// </code>
/// The paper's maximum runs over all stages before the last; here a group has no accuracy before its classes are there. With one head for all classes part of what is lost is
/// that more names come into question, which a classifier that is never trained loses too.
/// </summary>
public static class Forgetting
{
    /// <summary>A_k of each stage.</summary>
    /// <param name="accuracies">a_{k,j}: for each stage the accuracies of the groups up to it, as fractions; a triangle.</param>
    /// <exception cref="ArgumentException">It is no triangle, or empty.</exception>
    public static double[] Averages(IReadOnlyList<IReadOnlyList<double>> accuracies)
    {
        RequireTriangle(accuracies);
        return [.. accuracies.Select(stage => stage.Average())];
    }

    /// <summary>f_j of each group but the last; none where there is one stage.</summary>
    /// <inheritdoc cref="Averages"/>
    public static double[] OfGroups(IReadOnlyList<IReadOnlyList<double>> accuracies)
    {
        RequireTriangle(accuracies);
        var last = accuracies.Count - 1;
        return [.. Enumerable.Range(0, last).Select(j => Enumerable.Range(j, last - j).Max(k => accuracies[k][j]) - accuracies[last][j])];
    }

    /// <summary>F; null where there is one stage.</summary>
    /// <inheritdoc cref="Averages"/>
    public static double? Mean(IReadOnlyList<IReadOnlyList<double>> accuracies) => OfGroups(accuracies) is { Length: > 0 } own ? own.Average() : null;

    /// <summary>Before less after, in points of percent.</summary>
    public static double Points(double before, double after) => 100 * (before - after);

    static void RequireTriangle(IReadOnlyList<IReadOnlyList<double>> accuracies)
    {
        ArgumentNullException.ThrowIfNull(accuracies);
        if (accuracies.Count == 0 || accuracies.Index().Any(stage => stage.Item.Count != stage.Index + 1))
            throw new ArgumentException("Accuracies are a triangle: one group after the first stage, two after the second, and so on.", nameof(accuracies));
    }
}
