using System.Security.Cryptography;
using System.Text.Json;

namespace KronClip.Checkpoints;

/// <summary>
/// The safetensors files that together hold one model's tensors: one file, or the shards named by an index (model.safetensors.index.json).
/// </summary>
sealed class WeightFiles : IDisposable
{
    /// <summary>Names that publishers use, most usual first.</summary>
    internal static readonly string[] UsualNames =
        ["model.safetensors", "model.safetensors.index.json", "open_clip_model.safetensors", "open_clip_pytorch_model.safetensors"];

    const string IndexEnding = ".safetensors.index.json";

    readonly List<SafeTensorsFile> files = [];
    readonly Dictionary<string, SafeTensorsFile> owners = new(StringComparer.Ordinal);

    WeightFiles(string path) => Path = path;

    /// <summary>The weights' file, or the index of the shards.</summary>
    public string Path { get; }

    /// <summary>What a person should know about the choice of files.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>All keys.</summary>
    public IReadOnlyCollection<string> Keys => owners.Keys;

    /// <summary>Opens the weights at <paramref name="path"/>: a folder, a safetensors file, or an index.</summary>
    /// <exception cref="CheckpointException">There are none, more than one set of them, or they cannot be trusted.</exception>
    public static WeightFiles Open(string path)
    {
        if (ForeignFormat.IsPickleName(path))
            throw new CheckpointException($"'{path}' is a PyTorch checkpoint by its name. {ForeignFormat.HowToConvert}");
        List<string> others = [];
        var full = System.IO.Path.GetFullPath(path);
        var weights = new WeightFiles(Directory.Exists(full) ? Choose(full, others) : full);
        if (others.Count > 0)
            weights.Warnings.Add($"'{path}' also holds {string.Join(", ", others)}; {System.IO.Path.GetFileName(weights.Path)} was taken. "
                + "Give a file's path to take another one.");
        try
        {
            weights.OpenFiles();
            return weights;
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The entry of <paramref name="key"/>, or null.</summary>
    public TensorInfo? Find(string key) => owners.TryGetValue(key, out var file) ? file.Tensors[key] : null;

    /// <summary>The file that holds <paramref name="key"/>.</summary>
    public SafeTensorsFile FileOf(string key) => owners[key];

    /// <summary>SHA-256 over the files' bytes, shards in the order of their names; for a single file its plain SHA-256.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
            file.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Dispose() => files.ForEach(file => file.Dispose());

    static string Choose(string folder, List<string> others)
    {
        var usual = UsualNames.Where(name => File.Exists(System.IO.Path.Combine(folder, name))).ToList();
        if (usual.Count > 0)
        {
            others.AddRange(usual.Skip(1));
            return System.IO.Path.Combine(folder, usual[0]);
        }
        var names = FileNames(folder);
        var found = names
            .Where(name => name.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || name.EndsWith(IndexEnding, StringComparison.Ordinal))
            .ToList();
        if (found.Count == 1)
            return System.IO.Path.Combine(folder, found[0]);
        if (found.Where(name => name.EndsWith(IndexEnding, StringComparison.Ordinal)).ToList() is [var index])
            return System.IO.Path.Combine(folder, index);
        if (found.Count > 1)
            throw new CheckpointException($"'{folder}' holds several weight files: {string.Join(", ", found.Take(8))}. Give the path of the "
                + "one to use.");
        var pickles = names.Where(ForeignFormat.IsPickleName).ToList();
        throw new CheckpointException(pickles.Count > 0
            ? $"'{folder}' holds no safetensors file, only {string.Join(", ", pickles.Take(4))}. {ForeignFormat.HowToConvert}"
            : $"'{folder}' holds no weights: a model.safetensors, a {UsualNames[1]} with its shards, or an open_clip_model.safetensors is needed.");
    }

    static List<string> FileNames(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder).Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException($"The folder '{folder}' cannot be listed: {error.Message} Check its permissions.", error);
        }
    }

    void OpenFiles()
    {
        if (!Path.EndsWith(IndexEnding, StringComparison.Ordinal))
        {
            files.Add(SafeTensorsFile.Open(Path));
            foreach (var key in files[0].Tensors.Keys)
                owners.Add(key, files[0]);
            return;
        }
        var shardOf = ReadIndex();
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        var shards = shardOf.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var missing = shards.Where(shard => !File.Exists(System.IO.Path.Combine(folder, shard))).ToList();
        if (missing.Count > 0)
            throw new CheckpointException($"'{Path}' names shards that are missing: {string.Join(", ", missing.Take(8))}. Download them into "
                + "the same folder.");
        foreach (var shard in shards)
        {
            var file = SafeTensorsFile.Open(System.IO.Path.Combine(folder, shard));
            files.Add(file);
            foreach (var key in file.Tensors.Keys)
                if (!owners.TryAdd(key, file))
                    throw new CheckpointException($"Tensor '{key}' stands in two shards of '{Path}': '{owners[key].Name}' and '{file.Name}'. "
                        + "Download the model again.");
        }
        foreach (var (key, shard) in shardOf)
            if (!owners.TryGetValue(key, out var file) || System.IO.Path.GetFileName(file.Name) != shard)
                throw new CheckpointException($"'{Path}' says that tensor '{key}' is in '{shard}', but it is not there. Download the model again.");
    }

    Dictionary<string, string> ReadIndex()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path));
            var map = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                var shard = entry.Value.GetString() ?? "";
                // Only a plain name stays inside the folder, on every system: no separator of either kind, no drive, no '..'.
                if (shard.Length == 0 || shard is "." or ".." || shard.IndexOfAny(['/', '\\', ':', '\0']) >= 0)
                    throw new CheckpointException($"'{Path}' places tensor '{entry.Name}' in '{shard}', which is not a plain file name in "
                        + "the same folder; such an index is not followed.");
                map[entry.Name] = shard;
            }
            return map;
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException
            or InvalidOperationException or KeyNotFoundException)
        {
            throw new CheckpointException($"'{Path}' is not a readable index of shards (a JSON object with a weight_map is needed): "
                + $"{error.Message} Download it again.", error);
        }
    }
}
