using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace KronClip;

/// <summary>
/// JSON by contracts that the compiler generates (the <c>…Json</c> class of a room), never by reflection: so the library can be trimmed and compiled ahead of time.
/// A type that its room's contracts do not list is refused by name when it is first written.
/// </summary>
static class TypedJson
{
    /// <summary>The contract of a type under these options.</summary>
    public static JsonTypeInfo<T> Of<T>(this JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));

    /// <summary>A value as text.</summary>
    public static string Text<T>(this JsonSerializerOptions options, T value) => JsonSerializer.Serialize(value, options.Of<T>());

    /// <summary>A value as a file: the same line ends on every system, and one at the end.</summary>
    public static string Document<T>(this JsonSerializerOptions options, T value) => options.Text(value).ReplaceLineEndings("\n") + "\n";

    /// <summary>A value as part of a document that is put together by hand.</summary>
    public static JsonNode? Node<T>(this JsonSerializerOptions options, T value) => JsonSerializer.SerializeToNode(value, options.Of<T>());

    /// <summary>A value as part of a typed document.</summary>
    public static JsonElement Element<T>(this JsonSerializerOptions options, T value) => JsonSerializer.SerializeToElement(value, options.Of<T>());

    /// <summary>A value from text.</summary>
    /// <exception cref="JsonException">The text does not say one.</exception>
    public static T? Read<T>(this JsonSerializerOptions options, string json) => JsonSerializer.Deserialize(json, options.Of<T>());
}
