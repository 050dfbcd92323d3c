namespace KronClip.Classifiers;

/// <summary>The frozen model a classifier belongs to.</summary>
public sealed record BaseModelDescription : OpenRecord
{
    /// <summary>The model's name, for example "openai/clip-vit-base-patch16".</summary>
    public required string Name { get; init; }

    /// <summary>What the towers are, for example "ViT-B/16".</summary>
    public required string Architecture { get; init; }

    /// <summary>Length e of the embeddings that image and text share.</summary>
    public required int EmbeddingWidth { get; init; }

    /// <summary>A hash over the model's files; a model with another one gives other embeddings.</summary>
    public required string ContentHash { get; init; }

    /// <summary>Where the model lay when the classifier was made: a hint for looking, not part of its identity.</summary>
    public string? FolderHint { get; init; }
}
