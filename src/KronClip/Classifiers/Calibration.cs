namespace KronClip.Classifiers;

/// <summary>Temperature scaling (Guo et al., arXiv:1706.04599): confidences are the softmax of logits / <see cref="Temperature"/>.</summary>
public sealed record Calibration : OpenRecord
{
    /// <summary>Above 1 makes confidences milder, below 1 sharper; the order of the classes never changes. Finite, above 0.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>A suggestion: answers with less confidence than this may be taken for "unknown". From 0 to 1; null where nothing was fitted.</summary>
    public double? UnknownBelow { get; init; }
}
