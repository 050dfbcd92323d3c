namespace KronClip.Classifiers;

/// <summary>Orders scores: the highest first and, among equal ones, the one that stands first (as numpy's and PyTorch's argmax on a CPU).</summary>
public static class Ranking
{
    /// <summary>The index of the highest score; the first one of several.</summary>
    /// <exception cref="ArgumentException">There are no scores, or one is not a number.</exception>
    public static int Argmax<T>(ReadOnlySpan<T> scores) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        if (scores.IsEmpty)
            throw new ArgumentException("There are no scores to choose from.", nameof(scores));
        var best = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (T.IsNaN(scores[i]))
                throw new ArgumentException($"Score {i} is not a number, so there is no highest one.", nameof(scores));
            if (scores[i] > scores[best])
                best = i;
        }
        return best;
    }

    /// <summary>The indices of the <paramref name="count"/> highest scores (all of them where there are fewer), highest first.</summary>
    /// <exception cref="ArgumentException">A score is not a number.</exception>
    public static int[] Top<T>(ReadOnlySpan<T> scores, int count) where T : System.Numerics.IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var keys = new T[scores.Length];
        var order = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            if (T.IsNaN(scores[i]))
                throw new ArgumentException($"Score {i} is not a number, so there is no order.", nameof(scores));
            (keys[i], order[i]) = (scores[i], i);
        }
        Array.Sort(order, (a, b) => keys[b].CompareTo(keys[a]) is var c && c != 0 ? c : a.CompareTo(b));
        return order[..Math.Min(count, order.Length)];
    }
}
