using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KronClip.Training;

/// <summary>
/// One text for one meaning: keys sorted ordinally, numbers in their shortest form, no culture. Equal settings then have equal hashes.
/// </summary>
static class CanonicalJson
{
    static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonWriterOptions Indented = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n" };

    /// <summary>An immutable copy with sorted keys.</summary>
    /// <exception cref="OptionsException">A value has no JSON form (a number that is not finite).</exception>
    public static JsonElement From(JsonNode node)
    {
        try
        {
            return JsonElement.Parse(Text(JsonElement.Parse(node.ToJsonString())));
        }
        catch (ArgumentException error)
        {
            throw new OptionsException($"A setting cannot be written down as JSON: {error.Message}", error);
        }
    }

    /// <summary>The compact text.</summary>
    public static string Text(JsonElement element) => Text(element, Compact);

    /// <summary>The text for people: indented, with a newline at the end.</summary>
    public static string IndentedText(JsonElement element) => Text(element, Indented) + "\n";

    /// <summary>SHA-256 of the compact text, lower-case hex.</summary>
    public static string Hash(JsonElement element) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text(element))));

    static string Text(JsonElement element, JsonWriterOptions options)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory, options))
            Write(writer, element);
        return Encoding.UTF8.GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }
                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            // Whole numbers keep their digits, as a double would round those above 2^53; 1.0 and 1e0 become 1.
            case JsonValueKind.Number when !element.TryGetInt64(out _) && !element.TryGetUInt64(out _) && double.IsFinite(element.GetDouble()):
                writer.WriteNumberValue(element.GetDouble());
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
