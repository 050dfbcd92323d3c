using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>How <see cref="ClipEmbeddings"/> reads texts and pictures. Immutable.</summary>
public sealed record ClipEmbeddingsOptions
{
    /// <summary>Whether a text with more tokens than the model has positions (77 in all released models) is cut as CLIP cuts it; else it is an error.</summary>
    public bool TruncateTexts { get; init; }

    /// <summary>What a picture may be at most before it is decoded.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>Checks the options and returns them.</summary>
    /// <exception cref="OptionsException">One cannot be used.</exception>
    public ClipEmbeddingsOptions Validate()
    {
        _ = Limits.Validate();
        return this;
    }
}
