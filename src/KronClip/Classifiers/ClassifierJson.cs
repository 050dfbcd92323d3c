using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Classifiers;

/// <summary>
/// The JSON form of the document: camelCase, nulls left out, fields in the order of declaration, so that equal documents give equal bytes.
/// </summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClassifierDocument))]
sealed partial class ClassifierJson : JsonSerializerContext
{
    static readonly ClassifierJson Context = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        AllowDuplicateProperties = false,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    public static string Write(ClassifierDocument document) => JsonSerializer.Serialize(document, Context.ClassifierDocument);

    /// <exception cref="JsonException">The text is not a classifier document.</exception>
    public static ClassifierDocument Read(string json) =>
        JsonSerializer.Deserialize(json, Context.ClassifierDocument) ?? throw new JsonException("The document is null.");
}
