using System.Text.Json;

namespace KronClip.Classifiers;

/// <summary>The method that made a classifier, with the options it ran with.</summary>
public sealed record MethodDescription : OpenRecord
{
    /// <summary>The method's name on the command line, for example "ck-coop".</summary>
    public required string Name { get; init; }

    /// <summary>Its options, a JSON object.</summary>
    public JsonElement Options { get; init; } = ClassifierDocument.EmptyObject;
}
