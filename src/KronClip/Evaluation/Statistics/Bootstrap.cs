using KronClip.Compute;

namespace KronClip.Evaluation;

/// <summary>
/// How far a figure would move with other test pictures of the same kind (Efron 1979): the pictures are drawn anew, as many as there are and with repetition, and the figure is taken of each draw.
/// Its 95 % interval lies between the 2.5th and the 97.5th percentile. The numbers come of the project's own generator and of the stream's name alone, so that the same figures
/// have the same interval everywhere; figures with the same stream are drawn together, picture for picture.
/// </summary>
public static class Bootstrap
{
    /// <summary>Draws of an interval.</summary>
    public const int Resamples = 2000;

    const double Low = 0.025, High = 0.975;

    /// <summary>The interval of a figure that is taken of pictures in any way.</summary>
    /// <param name="pictures">How many pictures there are; 1 or more.</param>
    /// <param name="stream">Name of the draws. Pictures that are drawn together have the same one, such as their fingerprint.</param>
    /// <param name="figure">The figure of the pictures with these numbers, of which some come several times and others never; null where it has no meaning there, and then the draw is left out.</param>
    /// <returns>The figure of all pictures with its interval; null where that has no meaning.</returns>
    public static Interval? Of(int pictures, string stream, Func<ReadOnlySpan<int>, double?> figure)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pictures, 1);
        ArgumentNullException.ThrowIfNull(figure);
        int[] drawn = [.. Enumerable.Range(0, pictures)];
        if (figure(drawn) is not { } value)
            return null;
        var random = Generator(stream);
        var replicates = new List<double>(Resamples);
        for (var b = 0; b < Resamples; b++)
        {
            foreach (ref var picture in drawn.AsSpan())
                picture = random.NextInt(pictures);
            if (figure(drawn) is { } own)
                replicates.Add(own);
        }
        return replicates.Count == 0 ? new Interval(value, value, value) : Percentiles(value, [.. replicates]);
    }

    /// <summary>The interval between the percentiles of figures of draws, in any order; between two of them in a straight line.</summary>
    /// <param name="value">The figure of all pictures.</param>
    /// <param name="replicates">The figure of each draw; at least one.</param>
    public static Interval Percentiles(double value, ReadOnlySpan<double> replicates)
    {
        ArgumentOutOfRangeException.ThrowIfZero(replicates.Length, nameof(replicates));
        var sorted = replicates.ToArray();
        Array.Sort(sorted);
        return new Interval(value, At(sorted, Low), At(sorted, High));
    }

    /// <summary>
    /// Sums over drawn pictures of several lists at once: <c>result[m][b]</c> is the sum of list m over draw b, of as many pictures as there are. All lists see the same draws, so that a difference
    /// of two results is that of a pair on the same pictures.
    /// </summary>
    /// <param name="lists">m lists of whole numbers, one for each picture: such as in how many seeds it was recognised.</param>
    /// <param name="stream">Name of the draws.</param>
    internal static long[][] Sums(IReadOnlyList<int[]> lists, string stream)
    {
        var (count, pictures) = (lists.Count, lists[0].Length);
        var side = new int[(long)pictures * count];                          // picture by picture, so that a drawn one is one place of memory
        for (var m = 0; m < count; m++)
        {
            for (var i = 0; i < pictures; i++)
                side[(long)i * count + m] = lists[m][i];
        }
        var result = lists.Select(_ => new long[Resamples]).ToArray();
        var random = Generator(stream);
        var sums = new long[count];
        for (var b = 0; b < Resamples; b++)
        {
            Array.Clear(sums);
            for (var i = 0; i < pictures; i++)
            {
                var drawn = side.AsSpan(random.NextInt(pictures) * count, count);
                for (var m = 0; m < drawn.Length; m++)
                    sums[m] += drawn[m];
            }
            for (var m = 0; m < count; m++)
                result[m][b] = sums[m];
        }
        return result;
    }

    static SeededRandom Generator(string stream) => new(0, $"bootstrap/{stream}");

    static double At(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
