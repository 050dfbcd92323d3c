using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KronClip.Evaluation;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>A cell as its file has it.</summary>
/// <param name="Classes">Names that the pictures were measured against.</param>
/// <param name="Pictures">Test pictures.</param>
/// <param name="Correct">Those that were recognised.</param>
/// <param name="MacroF1">Mean F1 over the classes.</param>
/// <param name="Seconds">Wall clock of the fit, whenever it was; the one thing that differs between two runs.</param>
sealed record CellFigures(int Classes, int Pictures, int Correct, double MacroF1, double Seconds)
{
    /// <summary>The method that a choice took; null for any other.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Picked { get; init; }

    public static CellFigures Of(Metrics metrics, double seconds) => new(metrics.Classes.Count, metrics.Count, metrics.Correct, metrics.MacroF1, seconds);

    /// <summary>Whether these can be the figures of a measurement.</summary>
    public bool ArePossible() => Classes >= 2 && Pictures >= 1 && Correct >= 0 && Correct <= Pictures && MacroF1 is >= 0 and <= 1 && Seconds >= 0 && double.IsFinite(Seconds);

    public ComparisonCell Named(string row, int shots, long seed) => new(row, shots, seed, Classes, Pictures, Correct, MacroF1) { Picked = Picked };
}

/// <summary>One file per cell, each written whole or not at all. A file that is damaged, or whose key is not the one asked for, is as good as none.</summary>
sealed class CellFolder(string folder)
{
    static readonly JsonSerializerOptions Strict = new(RunMetrics.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true };

    /// <summary>The figures of a cell, or null where it is still to be made.</summary>
    public CellFigures? Read(CellKey key)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, key.File)));
            var root = file.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("key", out var own) || CanonicalJson.Text(own) != key.Text || !root.TryGetProperty("figures", out var figures))
                return null;
            return figures.Deserialize<CellFigures>(Strict) is { } read && read.ArePossible() ? read : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="StorageException">The place cannot be written.</exception>
    public void Write(CellKey key, CellFigures figures) => AtomicFile.WriteText(Path.Combine(folder, key.File), CanonicalJson.IndentedText(CanonicalJson.From(new JsonObject
    {
        ["key"] = JsonNode.Parse(key.Text),
        ["figures"] = JsonSerializer.SerializeToNode(figures, RunMetrics.Json),
    })));
}
