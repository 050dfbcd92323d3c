namespace KronClip.Evaluation;

/// <summary>F1 of every class and their mean, each with its interval from the same draws of the measured pictures. Pure.</summary>
/// <param name="Macro">Mean F1 over the classes that have pictures.</param>
/// <param name="F1">Of each class; null where it has no pictures and nothing was taken for it.</param>
public sealed record ClassIntervals(Interval Macro, IReadOnlyList<Interval?> F1)
{
    /// <summary>Draws the pictures anew and takes all F1 of each draw.</summary>
    /// <param name="truth">True labels, [N], N above 0.</param>
    /// <param name="predicted">Predicted labels, [N].</param>
    /// <param name="classes">C.</param>
    /// <param name="stream">Name of the draws, see <see cref="Bootstrap"/>.</param>
    public static ClassIntervals Of(IReadOnlyList<int> truth, IReadOnlyList<int> predicted, int classes, string stream)
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        var draws = Enumerable.Range(0, classes).Select(_ => new List<double>()).ToArray();
        double?[]? whole = null;                                            // the first figures are those of all pictures
        var macro = Bootstrap.Of(truth.Count, stream, pictures =>
        {
            var (f1, mean) = Figures(pictures, truth, predicted, classes);
            if (whole is null)
                whole = f1;
            else
                for (var c = 0; c < classes; c++)
                    if (f1[c] is { } drawn)
                        draws[c].Add(drawn);
            return mean;
        })!;
        return new ClassIntervals(macro, [.. Enumerable.Range(0, classes).Select(c =>
            whole![c] is not { } value ? null : draws[c].Count == 0 ? new Interval(value, value, value) : Bootstrap.Percentiles(value, [.. draws[c]]))]);
    }

    /// <summary>2·correct / (support + predicted) of each class; the mean over those with pictures.</summary>
    static (double?[] F1, double Mean) Figures(ReadOnlySpan<int> pictures, IReadOnlyList<int> truth, IReadOnlyList<int> predicted, int classes)
    {
        var (support, taken, correct) = (new int[classes], new int[classes], new int[classes]);
        foreach (var picture in pictures)
        {
            support[truth[picture]]++;
            taken[predicted[picture]]++;
            if (truth[picture] == predicted[picture])
                correct[truth[picture]]++;
        }
        var f1 = new double?[classes];
        var (sum, present) = (0.0, 0);
        for (var c = 0; c < classes; c++)
        {
            if (support[c] + taken[c] == 0)
                continue;
            f1[c] = 2.0 * correct[c] / (support[c] + taken[c]);
            if (support[c] > 0)
                (sum, present) = (sum + f1[c]!.Value, present + 1);
        }
        return (f1, sum / present);
    }
}
