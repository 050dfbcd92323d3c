using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Methods;

/// <summary>
/// Words in options: a list is the words themselves, a text is the path of a word list, which is read here and now. They are always written as a list, so what
/// was made from a file never asks for it again.
/// </summary>
sealed class WordListConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return WordList.Read(reader.GetString()!);
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("Give the path of a word list, or the words as a list.");
        var words = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            words.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException("Each word must be a text."));
        return words;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var word in value)
            writer.WriteStringValue(word);
        writer.WriteEndArray();
    }
}
