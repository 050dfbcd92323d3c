using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Raw embeddings of pictures and their classes. Training and validation sets have this type; test sets never reach a method.</summary>
/// <param name="Features">[N×e].</param>
/// <param name="Labels">[N].</param>
public sealed record LabelledFeatures(Matrix Features, int[] Labels)
{
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
