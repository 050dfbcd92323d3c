namespace KronClip.Classifiers;

/// <summary>One class: what people call it, and what the text tower is told.</summary>
public sealed record ClassDescription : OpenRecord
{
    /// <summary>The folder or label in the data, for example "n02123045" or "ねじ".</summary>
    public required string Folder { get; init; }

    /// <summary>The name in every output.</summary>
    public required string Name { get; init; }

    /// <summary>The words in the prompt, in the text tower's language.</summary>
    public required string Words { get; init; }

    /// <summary>A sentence about the class; null where there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Templates of this class alone; empty where the common ones hold.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];
}
