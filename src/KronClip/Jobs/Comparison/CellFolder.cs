using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>What a cell's file has beside its key.</summary>
interface ICellFigures
{
    /// <summary>Whether these can be the figures of a measurement.</summary>
    bool ArePossible();
}

/// <summary>One file per cell, each written whole or not at all. A file that is damaged, or whose key is not the one asked for, is as good as none.</summary>
/// <typeparam name="TFigures">What a cell holds.</typeparam>
sealed class CellFolder<TFigures>(string folder) where TFigures : class, ICellFigures
{
    static readonly JsonSerializerOptions Strict = new(RunMetrics.Json) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true };

    /// <summary>The figures of a cell, or null where it is still to be made.</summary>
    public TFigures? Read(CellKey key)
    {
        try
        {
            using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, key.File)));
            var root = file.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("key", out var own) || CanonicalJson.Text(own) != key.Text || !root.TryGetProperty("figures", out var figures))
                return null;
            return figures.Deserialize(Strict.Of<TFigures>()) is { } read && read.ArePossible() ? read : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <exception cref="StorageException">The place cannot be written.</exception>
    public void Write(CellKey key, TFigures figures) => AtomicFile.WriteText(Path.Combine(folder, key.File), CanonicalJson.IndentedText(CanonicalJson.From(new JsonObject
    {
        ["key"] = JsonNode.Parse(key.Text),
        ["figures"] = RunMetrics.Json.Node(figures),
    })));
}
