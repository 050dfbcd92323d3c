using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Tests.Classifiers;

/// <summary>A small classifier with something in every field.</summary>
static class SampleClassifier
{
    public const int Width = 8;

    public static readonly string[] Names = ["bolt", "ねじ \"M8\"", "nut\n{}"];

    public static ClassifierDocument Document(int classes = 3) => new()
    {
        LibraryVersion = "0.1.0",
        CreatedBy = "kronclip train",
        Method = new() { Name = "ck-coop", Options = JsonElement.Parse("""{"contextWords":4,"scale":0.02}""") },
        BaseModel = new() { Name = "photo-mini", Architecture = "ViT", EmbeddingWidth = Width, ContentHash = SealedBlank, FolderHint = "models" },
        Preprocessing = new() { Description = JsonElement.Parse("""{"size":64}"""), Hash = "abc" },
        Classes = [.. Enumerable.Range(0, classes).Select(Class)],
        Templates = ["a photo of a {}."],
        LogitScale = 13.6301,
        Calibration = new() { Temperature = 1.25 },
        Metrics = JsonElement.Parse("""{"adapted":{"accuracy":0.1}}"""),
        DataFingerprint = "fp",
        Shots = 16,
        Seed = -1,
        Recipe = JsonElement.Parse("""{"epochs":50}"""),
        Provenance = ["made in a test"],
    };

    static ClassDescription Class(int c) => new() { Folder = $"f{c}", Name = Names[c % 3], Words = $"part {c}", Templates = ["a {}."] };

    /// <summary>A value that looks like the blank of the seal, to tempt it.</summary>
    public static string SealedBlank { get; } = new('0', 64);

    public static EmbeddingsHead Head(int classes = 3) => EmbeddingsHead.FromRaw(Random(classes, 5));

    public static Classifier Create() =>
        new(Document(), Head(), [new("W", [2, 3], [1, -2, 3, float.Epsilon, -0f, 6]), new("A", [], [7])]);

    public static Matrix Random(int rows, long seed)
    {
        var random = new SeededRandom(seed, "classifier tests");
        var matrix = new Matrix(rows, Width);
        foreach (ref var x in matrix.Span)
            x = (float)random.NextGaussian();
        return matrix;
    }
}
