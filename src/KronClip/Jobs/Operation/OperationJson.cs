using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Jobs;

/// <summary>The JSON of what is asked of a classifier in use, without reflection.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(DriftReport))]
[JsonSerializable(typeof(ReplacementComparison))]
[JsonSerializable(typeof(RetrainResult))]
[JsonSerializable(typeof(QueueResult))]
[JsonSerializable(typeof(AuditResult))]
sealed partial class OperationJson : JsonSerializerContext
{
    /// <summary>As metrics.json is written.</summary>
    public static OperationJson Documents { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
