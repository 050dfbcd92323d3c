using System.Security.Cryptography;
using System.Text;
using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// A frozen CLIP model: image tower f, text tower g, tokenizer, preprocessing and logit scale, loaded from a folder in Hugging Face or OpenCLIP layout.
/// Thread-safe once loaded.
/// </summary>
public sealed class ClipModel : IDisposable
{
    readonly Func<ImageTower> packImage;
    readonly Lock packing = new();
    ImageTower? image;
    readonly Lazy<TextTower> text;
    readonly ClipCheckpoint checkpoint;
    readonly Lazy<string> contentHash;

    ClipModel(ClipCheckpoint checkpoint, Tokenizer tokenizer, PreprocessOptions preprocessing, Engine engine)
    {
        (this.checkpoint, Tokenizer, Preprocessing, Engine) = (checkpoint, tokenizer, preprocessing, engine);
        LogitScale = Math.Exp(checkpoint.Read("logit_scale")[0]);
        contentHash = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{checkpoint.ContentHash}\n{checkpoint.Config.Describe()}\n"))));
        packImage = () => Config.Vision switch
        {
            VisionTransformerConfig vit => new VisionTransformer(engine, checkpoint, vit, Config.EmbeddingWidth),
            ResNetConfig resNet => new ResNetTower(engine, checkpoint, resNet, Config.EmbeddingWidth),
            var other => throw new CheckpointException($"No image tower for {other.GetType().Name}."),
        };
        text = new Lazy<TextTower>(() => new TextTower(engine, checkpoint, Config.Text, Config.EmbeddingWidth,
            tokenizer.StartToken, tokenizer.EndToken));
    }

    /// <summary>Architecture.</summary>
    public ClipConfig Config => checkpoint.Config;

    /// <summary>The folder that the model was loaded from.</summary>
    public string Folder => checkpoint.Folder;

    /// <summary>SHA-256 over the weight files' content and the architecture (activation, heads, sizes): what the embeddings depend on. Names the model in caches and classifiers.</summary>
    public string ContentHash => contentHash.Value;

    /// <summary>Things a person should know about the folder; never errors.</summary>
    public IReadOnlyList<string> Warnings => PreprocessFolder.Assumption(Folder) is { } assumed ? [.. checkpoint.Warnings, assumed] : checkpoint.Warnings;

    /// <summary>How the checkpoint names its tensors.</summary>
    public NamingScheme Naming => checkpoint.Scheme;

    /// <summary>The weights, for those who write them in another form.</summary>
    internal ClipCheckpoint Checkpoint => checkpoint;

    /// <summary>s = exp of the checkpoint's parameter (100 for OpenAI's).</summary>
    public double LogitScale { get; }

    /// <summary>Resize, crop, mean and deviation as the model was trained.</summary>
    public PreprocessOptions Preprocessing { get; }

    /// <summary>Where the model computes.</summary>
    public Engine Engine { get; }

    /// <summary>f; packed at first use, and again at the next after <see cref="ReleaseImage"/>.</summary>
    public ImageTower Image
    {
        get
        {
            lock (packing)
                return image ??= packImage();
        }
    }

    /// <summary>g; packed at first use.</summary>
    public TextTower Text => text.Value;

    /// <summary>The model's own tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Opens and checks a model folder. Every tensor's name and shape is checked here; the towers are packed at first use.</summary>
    /// <param name="folder">The model folder.</param>
    /// <param name="engine">Where to compute; the default engine if null.</param>
    /// <exception cref="CheckpointException">Something is missing, surplus, mis-shaped or not a CLIP model; nothing is ever loaded partially.</exception>
    public static ClipModel Load(string folder, Engine? engine = null)
    {
        var checkpoint = ClipCheckpoint.Open(folder);
        try
        {
            var tokenizer = Tokenizer.Load(checkpoint.Folder, checkpoint.Config.Text.VocabularySize);
            if (checkpoint.Config.Text.EndToken is { } end && end != tokenizer.EndToken)
                throw new CheckpointException(
                    $"'{checkpoint.Folder}': the configuration says that texts end with token {end}, but the tokenizer files end them with {tokenizer.EndToken}. One of the two belongs to another model.");
            return new ClipModel(checkpoint, tokenizer, PreprocessFolder.Read(checkpoint.Folder, checkpoint.Config.Vision.ImageSize), engine ?? Engine.Default);
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>Frees the image tower, whose weights are the larger part of a model, when all pictures of a job are embedded. Nobody may be using it.</summary>
    public void ReleaseImage()
    {
        lock (packing)
        {
            image?.Dispose();
            image = null;
        }
    }

    /// <summary>Frees the towers that were packed.</summary>
    public void Dispose()
    {
        ReleaseImage();
        if (text.IsValueCreated)
            text.Value.Dispose();
        checkpoint.Dispose();
    }
}
