using System.Text.Json;

namespace KronClip.Classifiers;

/// <summary>How a picture becomes the image tower's input.</summary>
public sealed record PreprocessingDescription : OpenRecord
{
    /// <summary>The steps and their constants (size, crop, mean, standard deviation, orientation), a JSON object.</summary>
    public required JsonElement Description { get; init; }

    /// <summary>A hash over <see cref="Description"/>, as the feature cache uses it.</summary>
    public required string Hash { get; init; }
}
