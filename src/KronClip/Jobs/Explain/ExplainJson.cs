using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KronClip.Deployment;

namespace KronClip.Jobs;

/// <summary>Explanations as JSON, written as <see cref="RunMetrics.Json"/> writes, without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ClassifierExplanation))]
[JsonSerializable(typeof(PictureExplanation))]
[JsonSerializable(typeof(ExplanationCheck))]
sealed partial class ExplainJson : JsonSerializerContext
{
    public static ExplainJson Context { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter<PatchMaskKind>(JsonNamingPolicy.KebabCaseLower), new JsonStringEnumConverter<PatchFilling>(JsonNamingPolicy.KebabCaseLower) },
    });

    /// <summary>A document as text.</summary>
    public static string Write<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type).ReplaceLineEndings("\n") + "\n";
}
