using System.Text.Json;

namespace KronClip.Data;

/// <summary>Writes one JSON object per line.</summary>
static class JsonLines
{
    /// <summary>A line whose fields <paramref name="content"/> writes.</summary>
    public static void Write(Stream stream, Action<Utf8JsonWriter> content)
    {
        using (var json = new Utf8JsonWriter(stream, JsonText.Line))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        stream.WriteByte((byte)'\n');
    }

    /// <summary>A field that is a list of texts.</summary>
    public static void Texts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
