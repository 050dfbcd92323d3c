using KronClip.Compute;

namespace KronClip.Training;

/// <summary>Embeddings of the training pictures: one matrix [N×e] per view, and the class of each picture.</summary>
/// <param name="Views">At least one; all have the same N.</param>
/// <param name="FreshViews">Whether epoch i uses view i (published) instead of drawing one per picture.</param>
/// <param name="Labels">[N].</param>
public sealed record TrainingFeatures(IReadOnlyList<Matrix> Views, bool FreshViews, int[] Labels)
{
    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <summary>How often each class comes in an epoch, [C]: as often as it has pictures or, where batches are balanced, as often as any other that has some.</summary>
    /// <param name="classes">C.</param>
    /// <param name="balanced">Whether batches draw each class equally often.</param>
    public IReadOnlyList<int> Counts(int classes, bool balanced = false)
    {
        var counts = new int[classes];
        foreach (var label in Labels)
            counts[label]++;
        return balanced ? Array.ConvertAll(counts, n => Math.Min(n, 1)) : counts;
    }

    /// <summary>Some of the pictures, in the order of <paramref name="pictures"/>.</summary>
    public TrainingFeatures Select(IReadOnlyList<int> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        Matrix Rows(Matrix all)
        {
            var part = new Matrix(pictures.Count, all.Columns);
            for (var i = 0; i < pictures.Count; i++)
                all.Row(pictures[i]).CopyTo(part.Row(i));
            return part;
        }
        return this with { Views = Views.Select(Rows).ToArray(), Labels = pictures.Select(p => Labels[p]).ToArray() };
    }

    /// <summary>These pictures, each so many times, and others after them.</summary>
    /// <exception cref="ArgumentException">The others have other views.</exception>
    public TrainingFeatures With(TrainingFeatures others, int times)
    {
        ArgumentNullException.ThrowIfNull(others);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        if (others.Views.Count != Views.Count || others.FreshViews != FreshViews)
            throw new ArgumentException($"There are {Views.Count} views of the one and {others.Views.Count} of the other pictures.", nameof(others));
        var repeated = Select([.. Enumerable.Repeat(Enumerable.Range(0, Count), times).SelectMany(all => all)]);
        Matrix Joined(Matrix first, Matrix second)
        {
            var all = new Matrix(first.Rows + second.Rows, second.Columns);
            first.Span.CopyTo(all.Span);
            second.Span.CopyTo(all.Span[first.Span.Length..]);
            return all;
        }
        return this with { Views = [.. repeated.Views.Zip(others.Views, Joined)], Labels = [.. repeated.Labels, .. others.Labels] };
    }
}
