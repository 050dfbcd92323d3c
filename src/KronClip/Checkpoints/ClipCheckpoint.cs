using System.Globalization;
using KronClip.Clip;

namespace KronClip.Checkpoints;

/// <summary>
/// The weights of one CLIP model, checked whole against its configuration at opening, and read one tensor at a time under OpenAI's names and in
/// OpenAI's layout, whatever the names in the file. Immutable but for the file handles; several threads may read at once.
/// </summary>
public sealed class ClipCheckpoint : IDisposable
{
    const string DataParallelPrefix = "module.";

    readonly WeightFiles weights;
    readonly Dictionary<string, (CanonicalTensor Tensor, StoredTensor Stored)> places;
    readonly Lazy<string> hash;

    ClipCheckpoint(WeightFiles weights)
    {
        this.weights = weights;
        var prefix = weights.Keys.All(key => key.StartsWith(DataParallelPrefix, StringComparison.Ordinal)) && weights.Keys.Count > 0
            ? DataParallelPrefix
            : "";
        var keys = weights.Keys.Select(key => key[prefix.Length..]).ToHashSet(StringComparer.Ordinal);
        var naming = TensorNaming.Recognise(keys) ?? throw NoClipModel();
        (var reading, Scheme) = ReadConfig(naming, prefix);
        Config = reading.Config;
        Warnings = [.. weights.Warnings, .. reading.Warnings];
        places = CheckpointFit.Require(weights, naming, prefix, Config);
        hash = new Lazy<string>(weights.Hash);
    }

    /// <summary>The architecture.</summary>
    public ClipConfig Config { get; }

    /// <summary>Whose names the tensors carry.</summary>
    public NamingScheme Scheme { get; }

    /// <summary>The folder that holds the weights, and normally the tokenizer and preprocessor files.</summary>
    public string Folder => Path.GetDirectoryName(weights.Path)!;

    /// <summary>What a person should know although the model loads, one sentence or two each; empty where all is well.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// SHA-256 over the weight files' bytes in lower-case hexadecimal: of a single file its plain hash (the one model hubs show), of shards that of
    /// their bytes in the order of their names. Computed when first asked for.
    /// </summary>
    /// <exception cref="CheckpointException">A file changed or cannot be read any more.</exception>
    public string ContentHash => hash.Value;

    /// <summary>Names of all weights, as OpenAI calls them.</summary>
    public IReadOnlyCollection<string> Names => places.Keys;

    /// <summary>
    /// Opens a model folder (config.json or open_clip_config.json beside *.safetensors), one safetensors file, or the index of shards.
    /// All tensors' names, types and shapes are checked here; their numbers when read.
    /// </summary>
    /// <exception cref="CheckpointException">The model is missing, damaged, of another kind, or its weights and configuration do not fit
    /// together.</exception>
    public static ClipCheckpoint Open(string folderOrFile)
    {
        ArgumentException.ThrowIfNullOrEmpty(folderOrFile);
        var weights = WeightFiles.Open(folderOrFile);
        try
        {
            return new ClipCheckpoint(weights);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>The shape of a weight in OpenAI's layout, for example [width, embedding] for "text_projection".</summary>
    /// <exception cref="ArgumentException">The model has no weight of this name.</exception>
    public IReadOnlyList<long> Shape(string openAiName) => Place(openAiName).Tensor.Shape;

    /// <summary>A whole weight in OpenAI's layout, row-major, as fp32 (exact from F32, F16 and BF16). A new array at each call.</summary>
    /// <exception cref="CheckpointException">A number is NaN or infinite, or a file changed.</exception>
    /// <exception cref="ArgumentException">The model has no weight of this name.</exception>
    public float[] Read(string openAiName)
    {
        var (tensor, stored) = Place(openAiName);
        var result = new float[Count(tensor)];
        var part = result.Length / stored.Parts.Length;
        for (var i = 0; i < stored.Parts.Length; i++)
            ReadPart(stored.Parts[i], 0, result.AsSpan(i * part, part));
        return stored.Transposed ? StoredTensor.Transpose(result, (int)tensor.Shape[1], (int)tensor.Shape[0]) : result;
    }

    /// <summary>
    /// Some rows of a weight with two dimensions, from <paramref name="firstRow"/> on, as many as fill <paramref name="rows"/>: the way to read
    /// single tokens of the token table without the whole of it.
    /// </summary>
    /// <exception cref="CheckpointException">A number is NaN or infinite, or a file changed.</exception>
    /// <exception cref="ArgumentException">The model has no such weight, it has no rows, or the span holds no whole number of rows or too
    /// many.</exception>
    public void ReadRows(string openAiName, long firstRow, Span<float> rows)
    {
        var (tensor, stored) = Place(openAiName);
        if (tensor.Shape is not [var height, var width])
            throw new ArgumentException($"'{openAiName}' of shape {TensorInfo.FormatShape(tensor.Shape)} has no rows.", nameof(openAiName));
        ArgumentOutOfRangeException.ThrowIfNegative(firstRow);
        if (rows.Length % width != 0 || firstRow > height - rows.Length / width)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"'{openAiName}' of shape {TensorInfo.FormatShape(tensor.Shape)} does not have {rows.Length} numbers in whole rows from row "
                    + $"{firstRow} on."), nameof(rows));
        if (stored is { Parts: [var only], Transposed: false })
            ReadPart(only, firstRow * width, rows);
        else
            Read(openAiName).AsSpan((int)(firstRow * width), rows.Length).CopyTo(rows);
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => weights.Dispose();

    CheckpointException NoClipModel()
    {
        var first = weights.Keys.Order(StringComparer.Ordinal).Take(5).Select(key => $"'{key}'");
        return new($"'{weights.Path}' holds no CLIP model: "
            + (weights.Keys.Count == 0
                ? "it has no tensors at all. "
                : $"its tensors ({weights.Keys.Count}) are called {string.Join(", ", first)} and so on. ")
            + "Names as in transformers' CLIPModel, openai/CLIP or open_clip are needed, with both towers.");
    }

    (ClipConfigReading, NamingScheme) ReadConfig(TensorNaming naming, string prefix)
    {
        var (huggingFace, openClip) = (Path.Combine(Folder, "config.json"), Path.Combine(Folder, "open_clip_config.json"));
        if (naming is HuggingFaceNaming)
            return File.Exists(huggingFace) || !File.Exists(openClip)
                ? (ClipConfigHuggingFace.Read(huggingFace), NamingScheme.HuggingFace)
                : (ClipConfigOpenClip.Read(openClip), NamingScheme.HuggingFace);
        if (File.Exists(openClip))
            return (ClipConfigOpenClip.Read(openClip), NamingScheme.OpenClip);
        if (File.Exists(huggingFace))
            return (ClipConfigHuggingFace.Read(huggingFace), NamingScheme.OpenAi);
        var shapes = weights.Keys.ToDictionary(key => key[prefix.Length..], key => weights.Find(key)!.Shape, StringComparer.Ordinal);
        return (ClipConfigOpenAi.Read(weights.Path, shapes), NamingScheme.OpenAi);
    }

    (CanonicalTensor Tensor, StoredTensor Stored) Place(string name) => places.TryGetValue(name, out var place)
        ? place
        : throw new ArgumentException($"A {Config.Architecture} model has no weight '{name}'.", nameof(name));

    int Count(CanonicalTensor tensor)
    {
        var count = tensor.Shape.Aggregate(1L, (product, size) => product * size);
        return count <= Array.MaxLength
            ? (int)count
            : throw new CheckpointException($"'{weights.Path}': '{tensor.Name}' of shape {TensorInfo.FormatShape(tensor.Shape)} is too large "
                + "for one array.");
    }

    void ReadPart(string key, long firstElement, Span<float> destination)
    {
        var file = weights.FileOf(key);
        file.ReadFloats(key, firstElement, destination);
        for (var i = 0; i < destination.Length; i++)
            if (!float.IsFinite(destination[i]))
                throw new CheckpointException(string.Create(CultureInfo.InvariantCulture,
                    $"'{file.Name}': tensor '{key}' holds {destination[i]} at element {firstElement + i} (shape "
                        + $"{file.Tensors[key].ShapeText}); weights must be finite. Download or convert the model again."));
    }
}
