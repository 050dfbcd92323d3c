using KronClip.Classifiers;

namespace KronClip.Training;

/// <summary>What a classifier says of a picture: the likeliest class, and how far it is ahead of all others.</summary>
/// <param name="Class">The class.</param>
/// <param name="LogOdds">ln p/(1 − p) of its probability p. Unlike p it does not round to 1 where a classifier is very sure, so that pictures can still be ordered.</param>
public readonly record struct ClassVote(int Class, double LogOdds)
{
    /// <summary>p.</summary>
    public double Confidence => 1 / (1 + Math.Exp(-LogOdds));

    /// <summary>The vote of some logits z, [C]: ln p_c/(1 − p_c) = z_c − ln Σ_{j≠c} exp z_j.</summary>
    /// <exception cref="ArgumentException">There are fewer than two logits, or one is not a number.</exception>
    public static ClassVote Of(ReadOnlySpan<double> logits)
    {
        if (logits.Length < 2)
            throw new ArgumentException($"A vote needs two classes at least, not {logits.Length}.", nameof(logits));
        var best = Ranking.Argmax(logits);
        var next = double.NegativeInfinity;
        for (var c = 0; c < logits.Length; c++)
            next = c == best ? next : Math.Max(next, logits[c]);
        var sum = 0.0;                                                     // Σ_{j≠c} exp(z_j − next)
        for (var c = 0; c < logits.Length; c++)
            sum += c == best ? 0 : Math.Exp(logits[c] - next);
        return new ClassVote(best, logits[best] - next - Math.Log(sum));
    }
}

/// <summary>A class that two classifiers gave a picture.</summary>
/// <param name="Picture">Place of the picture in the list that was chosen from.</param>
/// <param name="Class">The class.</param>
/// <param name="Confidence">The adapted classifier's probability of it.</param>
public sealed record PseudoLabel(int Picture, int Class, double Confidence);

/// <summary>How pseudo-labels are chosen. Immutable.</summary>
/// <param name="PerClass">Most pictures of a class, 1 or more.</param>
/// <param name="Confidence">Least probability that the adapted classifier gives the class, in [0, 1).</param>
public sealed record PseudoLabelRule(int PerClass, double Confidence = 0)
{
    /// <summary>
    /// Chooses pictures and their labels. A picture is a candidate for a class if the zero-shot and the adapted classifier both hold it for the likeliest, and the adapted one
    /// gives it at least <see cref="Confidence"/>. Of each class the <see cref="PerClass"/> candidates are taken of which the adapted classifier is surest.
    /// <para>
    /// The same number of the surest of each class is the rule of UPL (Huang, Chu and Wei, "Unsupervised Prompt Learning for Vision-Language Models", 2022, arXiv:2204.03649; tonyhuang2022/UPL),
    /// which sees to it that the classes a model prefers do not take everything. A class's threshold is thus its own, as in FlexMatch (Zhang et al., NeurIPS 2021, arXiv:2110.08263), but follows from a count. That two classifiers
    /// have to agree is ours.
    /// </para>
    /// </summary>
    /// <param name="keys">A name of each picture's content, [N], all different: it decides between equals, so that the order of the pictures does not.</param>
    /// <param name="zeroShot">Votes of the zero-shot classifier, [N].</param>
    /// <param name="adapted">Votes of the adapted one, [N].</param>
    /// <returns>By class, then the surest first; each picture once at most.</returns>
    /// <exception cref="ArgumentException">The lists have different lengths, or two keys are equal.</exception>
    public IReadOnlyList<PseudoLabel> Choose(IReadOnlyList<string> keys, IReadOnlyList<ClassVote> zeroShot, IReadOnlyList<ClassVote> adapted)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(zeroShot);
        ArgumentNullException.ThrowIfNull(adapted);
        if (zeroShot.Count != keys.Count || adapted.Count != keys.Count)
            throw new ArgumentException($"There are {keys.Count} pictures, but {zeroShot.Count} and {adapted.Count} votes.", nameof(keys));
        if (keys.Distinct(StringComparer.Ordinal).Count() != keys.Count)
            throw new ArgumentException("A picture is there twice.", nameof(keys));
        return [.. Enumerable.Range(0, keys.Count)
            .Where(i => zeroShot[i].Class == adapted[i].Class && adapted[i].Confidence >= Confidence)
            .GroupBy(i => adapted[i].Class)
            .OrderBy(candidates => candidates.Key)
            .SelectMany(candidates => candidates.OrderByDescending(i => adapted[i].LogOdds).ThenBy(i => keys[i], StringComparer.Ordinal).Take(PerClass))
            .Select(i => new PseudoLabel(i, adapted[i].Class, adapted[i].Confidence))];
    }
}
