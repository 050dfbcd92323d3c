using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>How an <see cref="ImageClassifier"/> is opened and answers. Immutable.</summary>
public sealed record ImageClassifierOptions
{
    /// <summary>The base model, as in <see cref="TrainRequest.Model"/>; null takes the one that the classifier remembers.</summary>
    public string? Model { get; init; }

    /// <summary>How many classes an answer names; 1 or more.</summary>
    public int Top { get; init; } = 5;

    /// <summary>What a picture may be at most before it is decoded.</summary>
    public ImageLimits Limits { get; init; } = ImageLimits.Default;

    /// <summary>Checks the options and returns them.</summary>
    /// <exception cref="OptionsException">One cannot be used.</exception>
    public ImageClassifierOptions Validate()
    {
        if (Top < 1)
            throw new OptionsException($"Top is {Top}; give 1 or more classes to name.");
        _ = Limits.Validate();
        return this;
    }
}
