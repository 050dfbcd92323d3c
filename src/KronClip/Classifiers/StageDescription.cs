namespace KronClip.Classifiers;

/// <summary>What a classifier learned or was told at one time. The first stage is the classifier as it was trained; each extension adds one.</summary>
public sealed record StageDescription : OpenRecord
{
    /// <summary>The stage's classes were named by the learned prompt, and nothing was trained.</summary>
    public const string Named = "named";

    /// <summary>The prompt was trained.</summary>
    public const string Trained = "trained";

    /// <summary>Content hash of the classifier that was extended; null for the first stage.</summary>
    public string? From { get; init; }

    /// <summary><see cref="Named"/> or <see cref="Trained"/>.</summary>
    public required string How { get; init; }

    /// <summary>Folders of the classes that came with this stage, in label order.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Pictures that no earlier stage was trained on and this one was.</summary>
    public int Pictures { get; init; }

    /// <summary>Pictures of earlier stages that it was trained on again.</summary>
    public int Replayed { get; init; }

    /// <summary>Words that came into the dictionary, in its order.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>As <see cref="ClassifierDocument.DataFingerprint"/>, of this stage.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>The version of the library that made the stage.</summary>
    public required string LibraryVersion { get; init; }
}
