using System.Text.Json;

namespace KronClip.Hub;

/// <summary>Which files of a repository make a model: configuration, weights, tokenizer, preprocessing. Nothing else is downloaded; above all no pickle.</summary>
/// <param name="Weights">The safetensors file, or the index of its shards.</param>
/// <param name="Needed">All files, the weights last.</param>
sealed record ModelFiles(string Weights, IReadOnlyList<string> Needed)
{
    public const string Config = "config.json", OpenClipConfig = "open_clip_config.json", Preprocessor = "preprocessor_config.json";

    const string Ending = ".safetensors", IndexEnding = ".safetensors.index.json";

    static readonly string[] HuggingFaceWeights = ["model.safetensors", "model.safetensors.index.json"], OpenClipWeights = ["open_clip_model.safetensors", "open_clip_pytorch_model.safetensors"];

    static readonly string[][] Tokenizers = [["vocab.json", "merges.txt"], ["tokenizer.json"], ["bpe_simple_vocab_16e6.txt.gz"]];

    static readonly string[] PickleEndings = [".bin", ".pt", ".pth", ".ckpt", ".pkl"];

    /// <summary>All names of weights that are looked for, whatever the configuration.</summary>
    internal static IEnumerable<string> UsualWeights => [.. HuggingFaceWeights, .. OpenClipWeights];

    /// <summary>Whether a file is a pickle by its name.</summary>
    public static bool IsPickle(string name) => PickleEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>Chooses among the files of a repository.</summary>
    /// <param name="repo">For messages.</param>
    /// <param name="names">All file names.</param>
    /// <param name="read">Reads a small text of the repository; only configuration and index are asked for.</param>
    /// <param name="missing">The error for something that is not there.</param>
    /// <exception cref="HubException">It is another kind of model, or something is missing.</exception>
    public static async Task<ModelFiles> ChooseAsync(RepoId repo, IReadOnlySet<string> names, Func<string, Task<string>> read, Func<string, HubException> missing)
    {
        var openClip = false;
        string? other = null;
        if (names.Contains(Config))
            other = ModelKind.OfConfig(await read(Config).ConfigureAwait(false));
        if ((other is not null || !names.Contains(Config)) && names.Contains(OpenClipConfig))
            (openClip, other) = (true, ModelKind.OfOpenClip(await read(OpenClipConfig).ConfigureAwait(false)));
        if (other is not null)
            throw new HubException($"'{repo}' is {other}; KronClip runs CLIP models with a ViT or ModifiedResNet image tower and CLIP's own text tower. Nothing of its weights was downloaded; 'kronclip model list' names models that fit.");
        if (!names.Contains(Config) && !openClip)
            throw missing(Config);

        var weights = ChooseWeights(names, openClip) ?? throw (Pickle(repo, names) ?? missing(openClip ? OpenClipWeights[0] : HuggingFaceWeights[0]));
        var tokenizer = Tokenizers.FirstOrDefault(files => files.All(names.Contains)) ?? throw missing(string.Join(" and ", Tokenizers[0]));
        List<string> needed = [openClip ? OpenClipConfig : Config, .. tokenizer];
        if (names.Contains(Preprocessor))
            needed.Add(Preprocessor);
        if (!openClip && names.Contains(OpenClipConfig) && (!names.Contains(Preprocessor) || OpenClipWeights.Contains(weights)))
            needed.Add(OpenClipConfig);
        needed.Add(weights);
        if (weights.EndsWith(IndexEnding, StringComparison.Ordinal))
            needed.AddRange(Shards(repo, weights, await read(weights).ConfigureAwait(false)));
        return needed.FirstOrDefault(file => !names.Contains(file)) is { } absent ? throw missing(absent) : new ModelFiles(weights, needed);
    }

    /// <summary>Where both configurations are there and config.json is timm's, model.safetensors is timm's image tower; so OpenCLIP's names come first then.</summary>
    static string? ChooseWeights(IReadOnlySet<string> names, bool openClip)
    {
        string[] usual = openClip ? names.Contains(Config) ? OpenClipWeights : [.. OpenClipWeights, .. HuggingFaceWeights]
            : names.Contains(OpenClipConfig) ? [.. HuggingFaceWeights, .. OpenClipWeights]
            : HuggingFaceWeights;
        if (usual.FirstOrDefault(names.Contains) is { } found)
            return found;
        var others = names.Where(name => !name.Contains('/', StringComparison.Ordinal) && (name.EndsWith(Ending, StringComparison.Ordinal) || name.EndsWith(IndexEnding, StringComparison.Ordinal)))
            .Except(UsualWeights).ToArray();
        return others is [var only] ? only : others.Where(name => name.EndsWith(IndexEnding, StringComparison.Ordinal)).ToArray() is [var index] ? index : null;
    }

    static HubException? Pickle(RepoId repo, IReadOnlySet<string> names)
    {
        var pickles = names.Where(IsPickle).Order(StringComparer.Ordinal).Take(3).ToArray();
        return pickles.Length == 0 ? null : new HubException(
            $"'{repo}' holds no safetensors file, only {string.Join(", ", pickles)}. Pickle is never read, because loading one can run any program. Many repositories offer a converted file as a pull request: "
            + $"look at its list of discussions, then try '{repo.Id}@refs/pr/1' (with its number); or convert the file yourself (docs/models.md), or take another model from 'kronclip model list'.");
    }

    static string[] Shards(RepoId repo, string index, string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var shards = document.RootElement.GetProperty("weight_map").EnumerateObject().Select(entry => entry.Value.GetString() ?? "").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
            return shards.FirstOrDefault(shard => !RepoFileName.IsPlain(shard)) is { } bad
                ? throw new HubException($"'{index}' of '{repo}' names a shard '{bad}', which is no plain file name beside it; such an index is not followed. Take another model, or tell the repository's owner.")
                : shards;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HubException($"'{index}' of '{repo}' is no readable index of shards ({error.Message.TrimEnd('.')}). Take another revision or model, or tell the repository's owner.", error);
        }
    }
}
