using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Methods;

/// <summary>How zero-shot CLIP is mixed with a learned prompt when a picture is classified (Ding et al., AAAI 2024).</summary>
public enum FusionKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>The published code: the text embeddings are mixed as long as the text tower gives them, and normalised after.</summary>
    ZeroShot,

    /// <summary>A variant of it: they are normalised, mixed, and normalised again.</summary>
    ZeroShotNormalised,
}

/// <summary>Reads the names of <see cref="FusionKind"/>; true is the published kind and false none, so that fusion=true says what it seems to.</summary>
sealed class FusionKindConverter : JsonConverter<FusionKind>
{
    static readonly FusionKind[] Kinds = Enum.GetValues<FusionKind>();

    public override FusionKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.True or JsonTokenType.False)
            return reader.GetBoolean() ? FusionKind.ZeroShot : FusionKind.None;
        var text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        foreach (var kind in Kinds)
        {
            if (string.Equals(text, Name(kind), StringComparison.OrdinalIgnoreCase))
                return kind;
        }
        throw new JsonException($"Give one of {string.Join(", ", Kinds.Select(Name))}.");
    }

    public override void Write(Utf8JsonWriter writer, FusionKind value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));

    static string Name(FusionKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());
}
