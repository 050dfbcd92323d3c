namespace KronClip.Evaluation;

/// <summary>An answer with its confidence, and whether it is right.</summary>
/// <param name="Confidence">Confidence in the given label.</param>
/// <param name="IsRight">Whether it is the true one.</param>
public readonly record struct JudgedAnswer(double Confidence, bool IsRight)
{
    /// <summary>The answers of a classifier at a temperature.</summary>
    /// <param name="logits">z, N rows of C numbers.</param>
    /// <param name="labels">True labels, [N].</param>
    /// <param name="temperature">T.</param>
    public static IReadOnlyList<JudgedAnswer> Of(IReadOnlyList<double[]> logits, IReadOnlyList<int> labels, double temperature)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        return [.. logits.Select((z, i) => new JudgedAnswer(TemperedSoftmax.Of(z, temperature).Max(), TemperedSoftmax.Likeliest(z) == labels[i]))];
    }
}

/// <summary>A least confidence below which an answer is "unknown". Pure.</summary>
/// <param name="Threshold">Answers with this confidence or more count.</param>
/// <param name="Precision">Share of them that is right, on the pictures that it was chosen on.</param>
public sealed record UnknownThreshold(double Threshold, double Precision)
{
    /// <summary>The precision that is wanted where nobody says another.</summary>
    public const double UsualPrecision = 0.95;

    /// <summary>A threshold that leaves fewer answers than this is not chosen: a few pictures warrant no precision.</summary>
    public const int LeastAnswers = 5;

    const int Steps = 100;

    /// <summary>
    /// The lowest threshold at which the answers that are left reach the wanted precision, and thus the one that leaves the most; where none reaches it, the one with the highest precision.
    /// At least <see cref="LeastAnswers"/> are left (all, where there are fewer). It stands halfway between two confidences, at 0 where every answer is left.
    /// </summary>
    /// <param name="answers">Answers on pictures that were not trained on.</param>
    /// <param name="wanted">The wanted precision.</param>
    /// <returns>Null where there are no answers.</returns>
    public static UnknownThreshold? Choose(IReadOnlyList<JudgedAnswer> answers, double wanted = UsualPrecision)
    {
        ArgumentNullException.ThrowIfNull(answers);
        JudgedAnswer[] order = [.. answers.OrderByDescending(answer => answer.Confidence)];
        UnknownThreshold? best = null;
        var right = order.Count(answer => answer.IsRight);
        for (var left = order.Length; left >= Math.Min(Math.Max(1, order.Length), LeastAnswers); left--)
        {
            if (left == order.Length || order[left - 1].Confidence > order[left].Confidence)        // equal confidences stay or go together
            {
                var precision = (double)right / left;
                if (best is null || precision > best.Precision)
                    best = new UnknownThreshold(left == order.Length ? 0 : (order[left - 1].Confidence + order[left].Confidence) / 2, precision);
                if (precision >= wanted)
                    return best;
            }
            right -= order[left - 1].IsRight ? 1 : 0;
        }
        return best;
    }

    /// <summary>What a threshold gives.</summary>
    /// <param name="answers">Answers, one or more.</param>
    /// <param name="threshold">Least confidence.</param>
    public static ThresholdPoint At(IReadOnlyList<JudgedAnswer> answers, double threshold)
    {
        ArgumentNullException.ThrowIfNull(answers);
        var (given, right) = (0, 0);
        foreach (var answer in answers.Where(answer => answer.Confidence >= threshold))
            (given, right) = (given + 1, right + (answer.IsRight ? 1 : 0));
        return new ThresholdPoint(threshold, (double)given / answers.Count, given == 0 ? null : (double)right / given);
    }

    /// <summary>What the thresholds 0, 0.01, …, 1 give: the first, and each that leaves fewer answers than the one before.</summary>
    /// <param name="answers">Answers, one or more.</param>
    public static IReadOnlyList<ThresholdPoint> Curve(IReadOnlyList<JudgedAnswer> answers)
    {
        var points = new List<ThresholdPoint>();
        for (var step = 0; step <= Steps; step++)
        {
            var point = At(answers, (double)step / Steps);
            if (points.Count == 0 || point.Coverage < points[^1].Coverage)
                points.Add(point);
        }
        return points;
    }
}
