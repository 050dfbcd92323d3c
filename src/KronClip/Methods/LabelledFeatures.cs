using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Raw embeddings of pictures and their classes. Training and validation sets have this type; test sets never reach a method.</summary>
/// <param name="Features">[N×e].</param>
/// <param name="Labels">[N].</param>
public sealed record LabelledFeatures(Matrix Features, int[] Labels)
{
    /// <summary>
    /// How many of the pictures, which come first, have a label that a person gave; null: all. The labels of the others were guessed: they train, but nothing is ever chosen on them.
    /// </summary>
    public int? ByPerson { get; init; }

    /// <summary>How many pictures each one labelled by a person counts for in training, 1 or more.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Some of the pictures, in the order of <paramref name="pictures"/>.</summary>
    public LabelledFeatures Select(IReadOnlyList<int> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var part = new Matrix(pictures.Count, Features.Columns);
        for (var i = 0; i < pictures.Count; i++)
            Features.Row(pictures[i]).CopyTo(part.Row(i));
        return new LabelledFeatures(part, [.. pictures.Select(p => Labels[p])]);
    }
}
