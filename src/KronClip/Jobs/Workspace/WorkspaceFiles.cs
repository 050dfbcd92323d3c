using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>project.json: what is kept of a project besides its pictures, class file and versions.</summary>
sealed record ProjectDocument
{
    /// <summary>Version of the format.</summary>
    public int Format { get; init; } = 1;

    public required string Name { get; init; }

    public required string Model { get; init; }

    public required string Method { get; init; }

    public required DateTimeOffset Made { get; init; }

    /// <summary>Number of the next version.</summary>
    public int Next { get; init; } = 1;

    /// <summary>Number of the version that is served.</summary>
    public int? Current { get; init; }

    /// <summary>When pictures were last drawn for a training that ended well.</summary>
    public DateTimeOffset? Trained { get; init; }

    /// <summary>Folders of the classes in the order in which they were made.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Pictures that are measured on and never trained on: once set aside, they stay so.</summary>
    public IReadOnlyList<string> HeldOut { get; init; } = [];
}

/// <summary>What is kept of a version: classifiers/&lt;number&gt;.json.</summary>
sealed record VersionDocument
{
    public required int Number { get; init; }

    public required string Version { get; init; }

    public required DateTimeOffset Made { get; init; }

    public required string Origin { get; init; }

    public required string Method { get; init; }

    public required string Model { get; init; }

    public required int Classes { get; init; }

    public double? Accuracy { get; init; }

    public int? TestPictures { get; init; }

    public double? UnknownBelow { get; init; }

    /// <summary>Number of the run that it stems from.</summary>
    public int? Run { get; init; }

    /// <summary>Number of the version that it was made from without training.</summary>
    public int? From { get; init; }

    /// <summary>Fingerprint of the pictures.</summary>
    public string? Data { get; init; }

    /// <summary>Folders of the classes that it knows by name alone.</summary>
    public IReadOnlyList<string> NamedClasses { get; init; } = [];

    public ReplacementComparison? Comparison { get; init; }

    public VersionView View(bool current) => new(Number, Version, Made.ToString("O", System.Globalization.CultureInfo.InvariantCulture), Origin, Method, Model, Classes, Accuracy, TestPictures, UnknownBelow, current, Comparison);
}

/// <summary>training.json: the last training, and what it was begun with, so that the same one goes on where it was stopped.</summary>
sealed record TrainingDocument
{
    public required int Number { get; init; }

    /// <summary>Hash of everything that the training was begun with.</summary>
    public required string Key { get; init; }

    public required TrainingView Training { get; init; }
}

/// <summary>A line of pictures.jsonl. The folders are the truth; this is what people want to know besides.</summary>
sealed record PictureNote(string Id, string? File, string Origin, DateTimeOffset Added);

/// <summary>How the files of a workspace are written and read: whole, and without reflection.</summary>
static class WorkspaceFiles
{
    /// <exception cref="StorageException">It could not be written.</exception>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) => AtomicFile.WriteText(path, JsonSerializer.Serialize(value, type).ReplaceLineEndings("\n") + "\n");

    /// <exception cref="DataException">It cannot be read.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), type) ?? throw new JsonException("it is empty");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read: {error.Message} Put the file back from a backup, or take the project's folder out of the workspace.", error);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, WriteIndented = true)]
[JsonSerializable(typeof(ProjectDocument))]
[JsonSerializable(typeof(VersionDocument))]
[JsonSerializable(typeof(TrainingDocument))]
sealed partial class WorkspaceJson : JsonSerializerContext;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PictureNote))]
sealed partial class PictureNoteJson : JsonSerializerContext;
