using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>Accuracy and macro-F1 on one part of the data, as fractions.</summary>
/// <param name="Accuracy">Share of pictures whose likeliest class is the right one.</param>
/// <param name="MacroF1">Mean F1 over the classes that occur.</param>
/// <param name="Pictures">How many pictures were measured.</param>
public sealed record Figures(double Accuracy, double MacroF1, int Pictures)
{
    /// <summary>The figures of a full measurement.</summary>
    public static Figures From(Metrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return new Figures(metrics.Accuracy, metrics.MacroF1, metrics.Count);
    }
}

/// <summary>Figures of one classifier; a part that does not exist is null, never another part under its name.</summary>
public sealed record PartFigures(Figures? Validation, Figures? Test);

/// <summary>Figures by k-fold cross-validation, where there are too few pictures for a test set.</summary>
public sealed record FoldFigures(int Folds, Figures ZeroShot, Figures Adapted);

/// <summary>A class as outputs name it.</summary>
public sealed record ClassLabel(string Folder, string Name, string Words)
{
    /// <summary>A list of classes as a document.</summary>
    public static string ToJson(IEnumerable<ClassLabel> classes) => RunMetrics.Json.Document(classes);
}

/// <summary>Wall-clock seconds of each stage.</summary>
public sealed record StageSeconds(double Encode, double Train, double Total);

/// <summary>How the pictures were divided.</summary>
public sealed record SplitFigures(string TestKind, int Train, int Validation, int Test, int Unused, IReadOnlyList<string> Notes);

/// <summary>metrics.json of a run: the truth from which tables and pages are drawn. Only <see cref="Seconds"/> and the cost in <see cref="Report"/> differ between two runs of the same job.</summary>
public sealed record RunMetrics
{
    /// <summary>How the document is written and read.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        RespectNullableAnnotations = true,
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { JobsJson.Words },
        TypeInfoResolver = JobsJson.Default,
    };

    /// <summary>Method name.</summary>
    public required string Method { get; init; }

    /// <summary>The method's options.</summary>
    public required JsonObject MethodOptions { get; init; }

    /// <summary>Name of the base model.</summary>
    public required string Model { get; init; }

    /// <summary>Hash of the base model.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The classes, in label order.</summary>
    public required IReadOnlyList<ClassLabel> Classes { get; init; }

    /// <summary>Shots asked for; 0 where there are no labelled pictures.</summary>
    public required int Shots { get; init; }

    /// <summary>Seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Learned numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>Optimiser steps.</summary>
    public required int Steps { get; init; }

    /// <summary>How the prompt was trained; null where nothing is learned.</summary>
    public required Training.Recipe? Recipe { get; init; }

    /// <summary>Where the method is a choice among methods: what it took and why. Learned numbers, steps and recipe are then those of what it took.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MethodSelection? Choice { get; init; }

    /// <summary>How the pictures were divided.</summary>
    public required SplitFigures Split { get; init; }

    /// <summary>Zero-shot CLIP with the same class words.</summary>
    public required PartFigures ZeroShot { get; init; }

    /// <summary>The adapted classifier.</summary>
    public required PartFigures Adapted { get; init; }

    /// <summary>Cross-validated figures where a test set could not be had, else null.</summary>
    public required FoldFigures? KFold { get; init; }

    /// <summary>What was done with unlabelled pictures; null where there were none.</summary>
    public UnlabelledFigures? Unlabelled { get; init; }

    /// <summary>Hash over the training, validation and test pictures with their labels, and over the unlabelled ones.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>Whether EXIF orientation was applied.</summary>
    public required Images.Orientation Orientation { get; init; }

    /// <summary>What a reader should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Library version.</summary>
    public required string Version { get; init; }

    /// <summary>All that the report of the run shows; null in a run of an earlier version. All of it but its cost is the same in every run of the job.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RunReport? Report { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required StageSeconds Seconds { get; init; }

    /// <summary>Path of the classifier.</summary>
    public required string Classifier { get; init; }

    /// <summary>Path of the run folder.</summary>
    public required string Run { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => Json.Document(this);

    /// <summary>Reads a document back.</summary>
    /// <exception cref="DataException">It is not a metrics document.</exception>
    public static RunMetrics Read(string path)
    {
        try
        {
            return AbsentProperties.Read<RunMetrics>(File.ReadAllText(path)) ?? throw new JsonException("it is empty");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read as the metrics of a run: {error.Message}", error);
        }
    }
}
