using System.Text.Json;
using System.Text.Json.Serialization;

namespace KronClip.Classifiers;

/// <summary>
/// Everything a classifier file says about itself, except its tensors. It holds no clock: the same training gives the same document.
/// </summary>
public sealed record ClassifierDocument : OpenRecord
{
    /// <summary>The format that this version writes, and the newest it reads. It grows only when an older reader would misread the file.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>An empty JSON object.</summary>
    public static JsonElement EmptyObject { get; } = JsonElement.Parse("{}");

    /// <summary>SHA-256 over the whole file, this field itself taken as zeros; lower-case hex. Null until the file is written.</summary>
    [JsonPropertyOrder(-2)]     // first in the file: the reader knows its place
    public string? ContentHash { get; init; }

    /// <summary>The version of the format.</summary>
    [JsonPropertyOrder(-1)]
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>The version of the library that made the classifier, for example "0.1.0".</summary>
    public required string LibraryVersion { get; init; }

    /// <summary>The program that made it, for example "kronclip train".</summary>
    public string CreatedBy { get; init; } = "";

    /// <summary>What kind of head the tensors form; filled in from the head itself.</summary>
    public HeadDescription Head { get; init; } = new();

    /// <summary>The method that made the head.</summary>
    public required MethodDescription Method { get; init; }

    /// <summary>The frozen model whose image tower feeds the head.</summary>
    public required BaseModelDescription BaseModel { get; init; }

    /// <summary>How a picture becomes the image tower's input.</summary>
    public required PreprocessingDescription Preprocessing { get; init; }

    /// <summary>The classes, in the order of the labels.</summary>
    public required IReadOnlyList<ClassDescription> Classes { get; init; }

    /// <summary>Prompt templates common to all classes, with {} for the words; empty where the method learned its own.</summary>
    public IReadOnlyList<string> Templates { get; init; } = [];

    /// <summary>Factor of the cosine similarities, exp(logit_scale) of the base model: about 100 for a released CLIP. Finite, above 0.</summary>
    public required double LogitScale { get; init; }

    /// <summary>What turns logits into confidences that can be believed.</summary>
    public Calibration Calibration { get; init; } = new();

    /// <summary>Figures of the classifier, as metrics.json has them.</summary>
    public JsonElement Metrics { get; init; } = EmptyObject;

    /// <summary>A hash over the training, validation and test pictures with their labels; null where there were none.</summary>
    public string? DataFingerprint { get; init; }

    /// <summary>First 16 hexadecimal digits of the SHA-256 of each training picture, sorted; with them a later measurement can say which of its pictures were seen.</summary>
    public IReadOnlyList<string> TrainedOn { get; init; } = [];

    /// <summary>Training pictures per class that were asked for; null where the method needs none or took all.</summary>
    public int? Shots { get; init; }

    /// <summary>The seed of the run; null where nothing was drawn.</summary>
    public long? Seed { get; init; }

    /// <summary>How it was trained: optimiser, schedule, epochs, views.</summary>
    public JsonElement Recipe { get; init; } = EmptyObject;

    /// <summary>What was learned or named when, in order, where the classifier was extended after its training; null where it was not.</summary>
    public IReadOnlyList<StageDescription>? Stages { get; init; }

    /// <summary>What it answered on pictures that were held out, for the drift watch; null where there were none, or its answers are others since.</summary>
    public ReferenceDescription? Reference { get; init; }

    /// <summary>What a reader should know about where the classifier comes from, one note each.</summary>
    public IReadOnlyList<string> Provenance { get; init; } = [];
}
