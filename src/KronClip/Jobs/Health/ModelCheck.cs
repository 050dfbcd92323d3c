using System.Globalization;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Hub;

namespace KronClip.Jobs;

/// <summary>
/// Opens a model folder wholly and tries it: every tensor is read, the tokenizer and both towers are run, and what must agree is compared. It
/// takes no pictures and no reference values, so it tells a damaged or ill-described model, not a poor one.
/// </summary>
public sealed class ModelCheck
{
    /// <summary>Relative to the largest number; the shared prefix is exact but for rounding.</summary>
    const double PrefixTolerance = 1e-5;

    /// <summary>Kernel paths sum in different orders, and a tower has dozens of layers.</summary>
    const double KernelTolerance = 1e-4;

    /// <summary>Features of two texts that are closer than this are the same but for rounding.</summary>
    const double LeastDifference = 1e-3;

    static readonly string[] Texts = ["a photo of a cat.", "a photo of a red car.", "steel"];

    readonly ClipModel model;
    readonly List<ModelCheckItem> checks = [];

    ModelCheck(ClipModel model) => this.model = model;

    /// <summary>Checks a model.</summary>
    /// <param name="name">The model, as in <see cref="TrainRequest.Model"/>.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between tensors and between checks.</param>
    /// <exception cref="CheckpointException">The folder holds no model that can be opened; the message says why.</exception>
    /// <exception cref="HubException">There is no such model, or it cannot be downloaded.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ModelReport Run(string name, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        var hears = observer ?? SilentObserver.Instance;
        var place = ModelPlace.Find(name, hears, cancel);
        using var model = ClipModel.Load(place.Path);
        var check = new ModelCheck(model);
        check.CheckHashes(place.Hint, cancel);
        return check.Report(place.Path, hears, cancel);
    }

    ModelReport Report(string folder, IJobObserver observer, CancellationToken cancel)
    {
        using var checkpoint = ClipCheckpoint.Open(folder);
        var finite = ReadTensors(checkpoint, observer, cancel);
        CheckTokenizer();
        CheckActivation();
        Action[] towers = finite ? [CheckPrefix, CheckDifference, () => CheckKernels(folder), CheckImages] : [];
        observer.Begin("running the towers", towers.Length, "checks");
        for (var i = 0; i < towers.Length; i++)
        {
            cancel.ThrowIfCancellationRequested();
            towers[i]();
            observer.Advance(i + 1);
        }
        observer.End();
        var config = model.Config;
        return new ModelReport
        {
            Folder = model.Folder,
            Architecture = config.Architecture,
            Naming = model.Naming,
            ContentHash = model.ContentHash,
            EmbeddingWidth = config.EmbeddingWidth,
            ImageSize = config.Vision.ImageSize,
            TextWidth = config.Text.Width,
            VocabularySize = config.Text.VocabularySize,
            ContextLength = config.Text.ContextLength,
            LogitScale = model.LogitScale,
            Parameters = checkpoint.Names.Where(name => !name.Contains(".running_", StringComparison.Ordinal)).Sum(name => Count(checkpoint, name)),
            Preprocessing = Describe(model.Preprocessing),
            Warnings = model.Warnings,
            Checks = checks,
        };
    }

    /// <summary>A model of the Hub is kept under the hashes that the Hub named; others have none to compare with.</summary>
    void CheckHashes(string hint, CancellationToken cancel)
    {
        if (RepoId.TryParse(hint) is not { } repo || CachedModel.Find(new HubCache(HubSettings.FromEnvironment().CacheFolder), repo, out _) is not { } cached)
            return;
        var damaged = cached.DamagedAsync(cancel).GetAwaiter().GetResult();
        Add("files are what the Hub named", damaged.Count == 0, damaged.Count == 0
            ? Text($"{cached.Files.Count} files have their hashes")
            : $"{string.Join(", ", damaged)} changed since it was downloaded; 'kronclip model pull {repo}' brings it again");
    }

    bool ReadTensors(ClipCheckpoint checkpoint, IJobObserver observer, CancellationToken cancel)
    {
        var faults = new List<string>();
        observer.Begin("reading", checkpoint.Names.Count, "tensors");
        foreach (var (number, name) in checkpoint.Names.Index())
        {
            cancel.ThrowIfCancellationRequested();
            try
            {
                checkpoint.Read(name);
            }
            catch (CheckpointException error)
            {
                faults.Add(error.Message);
            }
            observer.Advance(number + 1);
        }
        observer.End();
        Add("every tensor finite", faults.Count == 0, faults.Count == 0
            ? Text($"{checkpoint.Names.Count} tensors read")
            : Text($"{faults.Count} of {checkpoint.Names.Count} tensors cannot be used, so the towers were not run. The first: {faults[0]}"));
        return faults.Count == 0;
    }

    /// <summary>The end token must be found in a text: it is the configured one or, where the configuration is silent, the largest id.</summary>
    void CheckTokenizer()
    {
        var (tokenizer, text) = (model.Tokenizer, model.Config.Text);
        var (start, end) = (tokenizer.StartToken, tokenizer.EndToken);
        var fault = start >= text.VocabularySize || end >= text.VocabularySize ? Text($"a token lies outside the table of {text.VocabularySize} rows")
            : text.EndToken is { } configured && configured != end ? Text($"the configuration ends texts with token {configured}")
            : text.StartToken is { } begin && begin != start ? Text($"the configuration begins texts with token {begin}")
            : text.EndToken is null && end != text.VocabularySize - 1 ? "texts are pooled at their largest id, which is not the end token"
            : Texts.FirstOrDefault(words => Letters(tokenizer.Decode(tokenizer.Encode(words))) != Letters(words)) is { } lost
                ? $"'{lost}' does not come back from its tokens"
            : null;
        var seen = Text($"start {start}, end {end}, {text.VocabularySize} tokens");
        Add("tokenizer fits the table", fault is null,
            fault is null ? seen : $"{seen}; but {fault}. Take the tokenizer files and the configuration of the same model.");
    }

    /// <summary>With the wrong one of QuickGELU and GELU a model loads and runs, but is worse; only its name can tell.</summary>
    void CheckActivation()
    {
        var text = model.Config.Text.Activation;
        var image = (model.Config.Vision as VisionTransformerConfig)?.Activation ?? text;
        var fault = text != image
            ? $"the text tower has {text} and the image tower {image}; every published CLIP has the same in both"
            : model.Warnings.FirstOrDefault(warning => warning.Contains("were trained with", StringComparison.Ordinal))
                ?? ClipConfigActivation.Contradiction(Path.GetFileName(model.Folder), text);
        Add("activation fits the model's name", fault is null, fault ?? $"{text} in both towers; nothing in the names speaks against it");
    }

    /// <summary>The fast form, one prefix for all classes, against the published one with every position (docs/method.md).</summary>
    void CheckPrefix()
    {
        var text = model.Text;
        var classes = Texts.Select(words => ClassTokens.From(model.Tokenizer, words)).ToArray();
        var context = new Matrix(4, text.Width);
        foreach (var (word, token) in model.Tokenizer.Encode("a photo of a").Take(context.Rows).Index())
            text.TokenEmbedding(token).CopyTo(context.Row(word));
        var packed = text.Prepare(PromptLayout.Packed(text, classes, context.Rows), keep: false).Forward(context);
        var padded = text.Prepare(PromptLayout.Padded(text, classes, context.Rows), keep: false).Forward(context);
        Compare(Text($"text tower: shared prefix equals {text.ContextLength} positions"), packed, padded, PrefixTolerance);
    }

    void CheckDifference()
    {
        var features = Encode(model, Texts);
        var closest = double.PositiveInfinity;
        for (var i = 0; i < features.Rows; i++)
            for (var j = 0; j < i; j++)
                closest = Math.Min(closest, RelativeDifference.Of(features.Row(i), features.Row(j)));
        var differ = closest > LeastDifference;
        Add("different texts differ", differ, Text($"smallest relative difference between two of {features.Rows} texts {closest:g2}")
            + (differ ? "" : "; the text tower does not see the words. The tokenizer or the weights are those of another model."));
    }

    void CheckKernels(string folder)
    {
        const string name = "two kernel paths agree";
        if (model.Engine.Path == KernelPath.Scalar)
        {
            Add(name, true, "only the scalar path is in use, so there is nothing to compare");
            return;
        }
        using var narrower = ClipModel.Load(folder, new Engine(model.Engine.Path - 1, model.Engine.Threads));
        var words = Texts.Take(1).ToArray();
        Compare($"{name} ({model.Engine.Path}, {narrower.Engine.Path})", Encode(model, words), Encode(narrower, words), KernelTolerance);
    }

    void CheckImages()
    {
        var two = new Matrix(2, 3 * model.Image.ImageSize * model.Image.ImageSize);
        for (var i = 0; i < two.Data.Length; i++)
            two.Data[i] = MathF.Sin(0.01f * (i + 1));
        var together = model.Image.Encode(two);
        var alone = model.Image.Encode(new Matrix(1, two.Columns, two.Row(1).ToArray()));
        var finite = together.Data.All(float.IsFinite);
        var equal = together.Row(1).SequenceEqual(alone.Span);
        Add("image tower: finite, batch 1 equals batch 2", finite && equal,
            !finite ? "embeddings of a test input are not finite; the weights are damaged. Download them again."
            : equal ? "equal bit for bit"
            : Text($"they differ by {RelativeDifference.Of(together.Row(1), alone.Span):g2}; this is a fault of the program. Please report it."));
    }

    static Matrix Encode(ClipModel model, IEnumerable<string> texts)
    {
        var tokenizer = model.Tokenizer;
        return model.Text.Encode(texts.Select(words => (int[])[tokenizer.StartToken, .. tokenizer.Encode(words), tokenizer.EndToken]).ToArray());
    }

    void Compare(string name, Matrix actual, Matrix expected, double tolerance)
    {
        var difference = RelativeDifference.Of(actual.Span, expected.Span);
        Add(name, difference <= tolerance, Text($"largest relative difference {difference:g2}, allowed {tolerance:g2}")
            + (difference <= tolerance ? "" : "; this is a fault of the program or of the weights. Please report it."));
    }

    static string Describe(PreprocessOptions options) =>
        Text($"{(options.Resize == PreprocessResize.Squash ? "both sides" : "shorter side")} to {options.ResizeShortestEdge} ({options.Filter}), ")
        + Text($"centre crop {options.CropSize}, mean {Triple(options.Mean)}, deviation {Triple(options.Std)}, {options.Order}");

    static string Triple(IReadOnlyList<float> values) =>
        string.Join("/", values.Select(value => value.ToString("0.###", CultureInfo.InvariantCulture)));

    static long Count(ClipCheckpoint checkpoint, string name) => checkpoint.Shape(name).Aggregate(1L, (product, size) => product * size);

    static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit));

    void Add(string name, bool passed, string detail) => checks.Add(new ModelCheckItem(name, passed, detail));

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
