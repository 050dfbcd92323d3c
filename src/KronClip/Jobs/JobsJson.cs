using System.Text.Json.Serialization;
using KronClip.Evaluation;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>The contracts of what jobs write and read, under <see cref="RunMetrics.Json"/>. A new document is a line here.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(TrainRequest))]
[JsonSerializable(typeof(RunMetrics))]
[JsonSerializable(typeof(ClassifierFigures))]
[JsonSerializable(typeof(ExtendedFigures))]
[JsonSerializable(typeof(ExtendResult))]
[JsonSerializable(typeof(RunPart.Remembered))]
[JsonSerializable(typeof(RoundFile))]
[JsonSerializable(typeof(CellFigures))]
[JsonSerializable(typeof(HitFigures))]
[JsonSerializable(typeof(StudyCell))]
[JsonSerializable(typeof(StageStudyCell))]
[JsonSerializable(typeof(IEnumerable<ClassLabel>))]
[JsonSerializable(typeof(PredictedPicture))]
[JsonSerializable(typeof(EvalResult))]
[JsonSerializable(typeof(ReproResult))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(ModelReport))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(RemovedModel))]
[JsonSerializable(typeof(PullResult))]
[JsonSerializable(typeof(SampleResult))]
[JsonSerializable(typeof(SearchResult))]
[JsonSerializable(typeof(ClassesResult))]
[JsonSerializable(typeof(ReportFiles))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(DemoResult))]
sealed partial class JobsJson : JsonSerializerContext
{
    /// <summary>The enumerations in them.</summary>
    public static EnumWords Words => new EnumWords(takesNumbers: true)
        .And<Checkpoints.NamingScheme>()
        .And<ColumnKind>()
        .And<Images.Orientation>()
        .And<OptimiserKind>()
        .And<ProtocolKind>()
        .And<ReportLanguage>()
        .And<ReportedRole>()
        .And<ScheduleKind>()
        .And<SetRole>();
}
