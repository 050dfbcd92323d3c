using System.Text.Json;

namespace KronClip.Data;

/// <summary>The names of labels that are whole numbers, by column, as a data set of Hugging Face states them in its files.</summary>
static class ClassLabelNames
{
    /// <summary>None.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> None { get; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// Out of the key "huggingface" of a parquet file: <c>{"info": {"features": {"label": {"_type": "ClassLabel", "names": ["cat", "dog"]}}}}</c>.
    /// What is not written so says nothing: the pictures are there without it.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> FromInfo(string? json)
    {
        try
        {
            using var document = JsonDocument.Parse(json ?? "null");
            return Property(Property(document.RootElement, "info"), "features") is { ValueKind: JsonValueKind.Object } features
                ? features.EnumerateObject().Select(f => (f.Name, Names: NamesOf(f.Value))).Where(f => f.Names is not null).DistinctBy(f => f.Name, StringComparer.Ordinal)
                    .ToDictionary(f => f.Name, f => f.Names!, StringComparer.Ordinal)
                : None;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return None;
        }
    }

    static IReadOnlyList<string>? NamesOf(JsonElement feature) =>
        Property(feature, "_type") is { ValueKind: JsonValueKind.String } type && type.GetString() == "ClassLabel"
            && Property(feature, "names") is { ValueKind: JsonValueKind.Array } names && names.EnumerateArray().All(n => n.ValueKind == JsonValueKind.String)
            ? [.. names.EnumerateArray().Select(n => n.GetString()!)]
            : null;

    static JsonElement? Property(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } holder && holder.TryGetProperty(name, out var value) ? value : null;
}
