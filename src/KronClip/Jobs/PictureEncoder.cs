using System.Globalization;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Data;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>One view of a picture to be embedded.</summary>
/// <param name="Path">The file.</param>
/// <param name="Sha256">Hash of its content; null looks nothing up and keeps nothing.</param>
/// <param name="View">Null for the picture as it is evaluated, or the number of a seeded augmented view.</param>
public sealed record PictureView(string Path, string? Sha256, AugmentedView? View = null);

/// <summary>A seeded random resized crop with a flip; the same seed, number and picture content always give the same pixels.</summary>
public sealed record AugmentedView(long Seed, int Number)
{
    /// <summary>Name in the cache key.</summary>
    public string Key => string.Create(CultureInfo.InvariantCulture, $"augmented/{Seed}/{Number}");

    /// <summary>The generator of this view of a picture.</summary>
    public SeededRandom Random(string sha256) => new(Seed, string.Create(CultureInfo.InvariantCulture, $"view/{Number}/{sha256}"));
}

/// <summary>Embeddings of a list of views; a picture that could not be read has an error and a row of zeros.</summary>
/// <param name="Features">Raw embeddings, [N×e].</param>
/// <param name="Errors">The message for each view that failed, by index.</param>
/// <param name="Encoded">How many went through the image tower; the rest came from the cache.</param>
public sealed record EncodedPictures(Matrix Features, IReadOnlyDictionary<int, string> Errors, int Encoded)
{
    /// <summary>What was done, for a progress bar: "12 encoded, 84 from the cache".</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{Encoded} encoded, {Features.Rows - Errors.Count - Encoded} from the cache");
}

/// <summary>
/// Pictures to embeddings: decode, preprocess and encode in batches, in parallel, with a cache on disk. The image tower is frozen, so a view is encoded once in
/// the life of the cache. Pictures are decoded while they are needed and never all held in memory.
/// </summary>
public sealed class PictureEncoder
{
    /// <summary>Rows of activations that a batch may have; larger batches are no faster and only cost memory.</summary>
    const int BatchRows = 2048;

    readonly ClipModel model;
    readonly Preprocessor preprocessor;
    readonly FeatureCache? cache;
    readonly ImageLimits limits;
    readonly string preprocessHash;

    /// <summary>An encoder for one model and one preprocessing.</summary>
    public PictureEncoder(ClipModel model, PreprocessOptions preprocessing, FeatureCache? cache, ImageLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(preprocessing);
        (this.model, this.cache, this.limits) = (model, cache, limits ?? ImageLimits.Default);
        preprocessor = new Preprocessor(preprocessing);
        preprocessHash = preprocessing.Hash;
    }

    /// <summary>Embeds views. The result does not depend on threads, on the batch, nor on what the cache held.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was encoded so far is in the cache.</exception>
    public EncodedPictures Encode(IReadOnlyList<PictureView> views, Action<int>? progress = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(views);
        var features = new Matrix(views.Count, model.Config.EmbeddingWidth);
        var errors = new Dictionary<int, string>();
        var missing = new List<int>();
        for (var i = 0; i < views.Count; i++)
        {
            if (Key(views[i]) is not { } key || !cache!.TryRead(key, features.Row(i)))
                missing.Add(i);
        }
        var done = views.Count - missing.Count;
        progress?.Invoke(done);
        foreach (var batch in missing.Chunk(BatchSize))
        {
            cancel.ThrowIfCancellationRequested();
            EncodeBatch(views, batch, features, errors, cancel);
            progress?.Invoke(done += batch.Length);
        }
        return new EncodedPictures(features, errors, missing.Count - errors.Count);
    }

    /// <summary>Reads a view's embedding from the cache alone: the picture itself may be gone.</summary>
    internal bool TryKept(PictureView view, Span<float> feature) => Key(view) is { } key && cache!.TryRead(key, feature);

    int BatchSize => model.Config.Vision is VisionTransformerConfig vit ? Math.Clamp(BatchRows / vit.Positions, 1, 64) : 8;

    FeatureKey? Key(PictureView view) => cache is null || view.Sha256 is null
        ? null
        : new FeatureKey(view.Sha256, model.ContentHash, preprocessHash, $"{model.Engine.Path}/{view.View?.Key ?? "plain"}");  // paths round differently

    void EncodeBatch(IReadOnlyList<PictureView> views, int[] batch, Matrix features, Dictionary<int, string> errors, CancellationToken cancel)
    {
        var pixels = new Matrix(batch.Length, preprocessor.Length);
        var faults = new string?[batch.Length];
        model.Engine.ForEach(batch.Length, i =>
        {
            cancel.ThrowIfCancellationRequested();          // large photos take a while to decode
            var view = views[batch[i]];
            try
            {
                var picture = preprocessor.Read(view.Path, limits);
                if (view.View is { } augmented)
                    preprocessor.ProcessAugmented(picture, augmented.Random(view.Sha256 ?? ContentHashes.OfFile(view.Path)), pixels.Row(i));
                else
                    preprocessor.Process(picture, pixels.Row(i));
            }
            catch (KronClipException error)
            {
                faults[i] = error.Message;
            }
        });
        var readable = Enumerable.Range(0, batch.Length).Where(i => faults[i] is null).ToArray();
        for (var i = 0; i < batch.Length; i++)
        {
            if (faults[i] is { } fault)
                errors[batch[i]] = fault;
        }
        if (readable.Length == 0)
            return;
        var input = new Matrix(readable.Length, preprocessor.Length);
        for (var r = 0; r < readable.Length; r++)
            pixels.Row(readable[r]).CopyTo(input.Row(r));
        var encoded = model.Image.Encode(input);
        for (var r = 0; r < readable.Length; r++)
        {
            var index = batch[readable[r]];
            encoded.Row(r).CopyTo(features.Row(index));
            if (Key(views[index]) is { } key)
                cache!.Write(key, encoded.Row(r));
        }
    }
}
