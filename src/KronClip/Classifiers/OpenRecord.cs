using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Classifiers;

/// <summary>
/// A part of the classifier document. Fields that this version does not know are kept and written back, so that a newer writer's additions
/// survive.
/// </summary>
public abstract record OpenRecord
{
    /// <summary>Fields of the file that this version does not know, by name; null where there are none.</summary>
    [JsonExtensionData, JsonInclude]
    public IDictionary<string, JsonElement>? UnknownFields { get; internal set; }
}
