using System.Text.Json.Serialization;

namespace KronClip.Evaluation;

/// <summary>The contracts of the reports, under <see cref="ProtocolReport.Json"/>. A new report is a line here.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ProtocolReport))]
[JsonSerializable(typeof(StudyReport))]
[JsonSerializable(typeof(LabelReport))]
[JsonSerializable(typeof(StageReport))]
[JsonSerializable(typeof(NoiseReport))]
[JsonSerializable(typeof(ComparisonReport))]
[JsonSerializable(typeof(BenchmarkReport))]
[JsonSerializable(typeof(BenchmarkCell))]
sealed partial class EvaluationJson : JsonSerializerContext
{
    /// <summary>The enumerations in them.</summary>
    public static EnumWords Words => new EnumWords(takesNumbers: true)
        .And<ColumnKind>()
        .And<ProtocolKind>()
        .And<PublishedKind>()
        .And<SetRole>();
}
