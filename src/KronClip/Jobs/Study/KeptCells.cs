using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// The cells of a study on disk, each one file, written whole or not at all, under the hash of everything that determines it. A study that was stopped goes on with
/// those it has; one that asks for other values shares what it can. A file that is damaged or says another key is computed again.
/// </summary>
/// <typeparam name="TCell">What a cell holds.</typeparam>
class KeptCells<TCell>(string folder) where TCell : class
{
    public TCell? Find(JsonObject key)
    {
        try
        {
            if (!File.Exists(PathOf(key)) || JsonNode.Parse(File.ReadAllText(PathOf(key))) is not JsonObject document)
                return null;
            var cell = document["cell"]?.Deserialize(RunMetrics.Json.Of<TCell>());
            return cell is not null && JsonNode.DeepEquals(document["key"], key) && (string?)document["sum"] == Sum(cell) ? cell : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Keep(JsonObject key, TCell cell) => AtomicFile.WriteText(PathOf(key), new JsonObject
    {
        ["key"] = key.DeepClone(),
        ["cell"] = RunMetrics.Json.Node(cell),
        ["sum"] = Sum(cell),
    }.ToJsonString(RunMetrics.Json).ReplaceLineEndings("\n") + "\n");

    string PathOf(JsonObject key) => Path.Combine(folder, $"{Hash(key.ToJsonString())[..24]}.json");

    static string Sum(TCell cell) => Hash(RunMetrics.Json.Text(cell).ReplaceLineEndings("\n"));

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
