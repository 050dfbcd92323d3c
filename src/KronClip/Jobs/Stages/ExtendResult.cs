using System.Text.Json;
using KronClip.Evaluation;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>How many pictures an extension had.</summary>
/// <param name="New">Trained on for the first time.</param>
/// <param name="Recorded">Training pictures that the classifier remembers.</param>
/// <param name="Found">Those of them that were found, as files or in the cache.</param>
/// <param name="Replayed">Those that were trained on again.</param>
/// <param name="OldTest">Test pictures of old classes.</param>
/// <param name="NewTest">Test pictures of new classes.</param>
public sealed record StagePictures(int New, int Recorded, int Found, int Replayed, int OldTest, int NewTest);

/// <summary>Test pictures of the old classes, before and after.</summary>
/// <param name="Before">By the old classifier, among the old classes.</param>
/// <param name="After">By the new one, among all classes.</param>
/// <param name="Forgetting">Accuracy before less accuracy after, in points of percent; negative where it rose.</param>
public sealed record OldClassFigures(Figures? Before, Figures? After, double? Forgetting)
{
    /// <summary>Compares.</summary>
    public static OldClassFigures Of(Figures? before, Figures? after) =>
        new(before, after, before is null || after is null ? null : Evaluation.Forgetting.Points(before.Accuracy, after.Accuracy));
}

/// <summary>Words that came into the dictionary.</summary>
/// <param name="Words">The words.</param>
/// <param name="Before">Entries before.</param>
/// <param name="After">Entries after.</param>
public sealed record DictionaryGrowth(IReadOnlyList<string> Words, int Before, int After);

/// <summary>What <see cref="ExtendJob"/> made; metrics.json of its run. A part that has no pictures is null.</summary>
public sealed record ExtendResult
{
    /// <summary>Content hash of the classifier that was extended.</summary>
    public required string From { get; init; }

    /// <summary>Number of the stage; the classifier as it was trained is the first.</summary>
    public required int Stage { get; init; }

    /// <summary>"named" or "trained".</summary>
    public required string How { get; init; }

    /// <summary>Method name.</summary>
    public required string Method { get; init; }

    /// <summary>Name of the base model.</summary>
    public required string Model { get; init; }

    /// <summary>All classes, in label order.</summary>
    public required IReadOnlyList<ClassLabel> Classes { get; init; }

    /// <summary>How many of them are old; those behind are new.</summary>
    public required int OldClasses { get; init; }

    /// <summary>The pictures.</summary>
    public required StagePictures Pictures { get; init; }

    /// <summary>Which earlier pictures were to be trained on again; null where nothing was trained.</summary>
    public required ReplayChoice? Replay { get; init; }

    /// <summary>What came into the dictionary; null where it was left as it was.</summary>
    public required DictionaryGrowth? Dictionary { get; init; }

    /// <summary>Learned numbers of the classifier that was extended.</summary>
    public required long ParametersBefore { get; init; }

    /// <summary>Learned numbers now.</summary>
    public required long Parameters { get; init; }

    /// <summary>Optimiser steps of this stage.</summary>
    public required int Steps { get; init; }

    /// <summary>How it was trained; null where it was not.</summary>
    public required Recipe? Recipe { get; init; }

    /// <summary>New training pictures per class that were asked for.</summary>
    public required int Shots { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Test pictures of old classes.</summary>
    public required OldClassFigures Old { get; init; }

    /// <summary>Test pictures of new classes, among all classes.</summary>
    public required Figures? New { get; init; }

    /// <summary>All test pictures, among all classes.</summary>
    public required Figures? All { get; init; }

    /// <summary>The same by zero-shot CLIP.</summary>
    public required Figures? ZeroShot { get; init; }

    /// <summary>Hash over the pictures of this stage with their labels.</summary>
    public required string DataFingerprint { get; init; }

    /// <summary>What a reader should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Library version.</summary>
    public required string Version { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public required StageSeconds Seconds { get; init; }

    /// <summary>Path of the new classifier.</summary>
    public required string Classifier { get; init; }

    /// <summary>Path of the run folder; null where nothing was trained.</summary>
    public required string? Run { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);

    /// <summary>Reads a document back.</summary>
    /// <exception cref="DataException">It is not the document of an extension.</exception>
    public static ExtendResult Read(string path)
    {
        try
        {
            return AbsentProperties.Read<ExtendResult>(File.ReadAllText(path)) ?? throw new JsonException("it is empty");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read as the result of an extension: {error.Message}", error);
        }
    }
}
