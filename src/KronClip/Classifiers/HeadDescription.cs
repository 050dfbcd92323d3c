using System.Text.Json;

namespace KronClip.Classifiers;

/// <summary>Names the kind of head and holds its settings that are not tensors.</summary>
public sealed record HeadDescription : OpenRecord
{
    /// <summary>The name under which the kind is registered, for example "embeddings".</summary>
    public string Kind { get; init; } = "";

    /// <summary>Settings of the kind, a JSON object.</summary>
    public JsonElement Settings { get; init; } = ClassifierDocument.EmptyObject;
}
