using KronClip.Clip;
using KronClip.Compute;
using Microsoft.Extensions.AI;

namespace KronClip.Jobs;

/// <summary>
/// Embeddings of texts and pictures in one space, from a frozen CLIP model (Radford et al., arXiv:2103.00020), for programs: all of length 1, so that a dot product is the
/// cosine. As matrices by <see cref="EmbedTexts"/> and <see cref="EmbedImages"/>, or as generators of Microsoft.Extensions.AI by <see cref="Texts"/> and <see cref="Images"/>.
/// A tower is packed when it is first needed. Thread-safe: one instance serves a whole program.
/// </summary>
public sealed class ClipEmbeddings : IDisposable
{
    readonly ClipModel model;
    readonly PictureBatches pictures;
    readonly ClipEmbeddingsOptions options;
    volatile bool disposed;

    ClipEmbeddings(ClipModel model, string name, ClipEmbeddingsOptions options)
    {
        (this.model, Model, this.options) = (model, name, options);
        pictures = new PictureBatches(model, model.Preprocessing, options.Limits);
        Texts = new ClipEmbeddingGenerator<string>(this, (texts, cancel) =>
        {
            var tokens = TextEmbeddings.Tokens(Alive, texts, options.TruncateTexts);
            return (TextEmbeddings.Of(Alive, tokens, cancel), tokens.Sum(t => (long)t.Length));
        });
        Images = new ClipEmbeddingGenerator<DataContent>(this, (contents, cancel) => (EmbedImages([.. contents.Select(BytesOf)], cancel), null));
    }

    /// <summary>Opens and checks a model; no tower is packed yet.</summary>
    /// <param name="model">The model, as in <see cref="TrainRequest.Model"/>: a folder, a name in the box or of the catalogue, or owner/name on the Hub, which is downloaded once.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="observer">Hears how a download goes.</param>
    /// <param name="cancel">Stops a download.</param>
    /// <exception cref="CheckpointException">The model is unusable.</exception>
    /// <exception cref="HubException">There is no such model, or it cannot be downloaded.</exception>
    /// <exception cref="OptionsException">An option cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ClipEmbeddings Load(string model, ClipEmbeddingsOptions? options = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        var chosen = (options ?? new ClipEmbeddingsOptions()).Validate();
        var place = ModelPlace.Find(model, observer, cancel);
        var clip = ClipModel.Load(place.Path);
        return new ClipEmbeddings(clip, ModelPlace.NameOf(place.Hint, clip.Folder), chosen);
    }

    /// <summary>The model's name: its folder's, its name in the box, or "owner/name".</summary>
    public string Model { get; }

    /// <summary>Length of an embedding, e.</summary>
    public int EmbeddingWidth => model.Config.EmbeddingWidth;

    /// <summary>s: softmax over s · cosine of a picture with several texts is CLIP's probability of each (100 for OpenAI's models).</summary>
    public double LogitScale => model.LogitScale;

    /// <summary>
    /// The generator for texts. It counts tokens, start and end included. Cancellable between batches; works on the thread pool. Disposing it does nothing: the model is freed with this object.
    /// </summary>
    public IEmbeddingGenerator<string, Embedding<float>> Texts { get; }

    /// <summary>The generator for pictures: the bytes of their files. The format is told by the bytes, not by the media type. Otherwise as <see cref="Texts"/>.</summary>
    public IEmbeddingGenerator<DataContent, Embedding<float>> Images { get; }

    /// <summary>Embeddings of texts, each of length 1: [N] → [N×e]. A text is read as it stands; CLIP knows sentences such as "a photo of a bolt." best.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="TokenizerException">A text has more tokens than the model has positions, and <see cref="ClipEmbeddingsOptions.TruncateTexts"/> is off; the message names its place, from 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public Matrix EmbedTexts(IReadOnlyList<string> texts, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return TextEmbeddings.Of(Alive, TextEmbeddings.Tokens(Alive, texts, options.TruncateTexts), cancel);
    }

    /// <summary>Embeddings of pictures from the bytes of their files, each of length 1: [N] → [N×e]. A picture alone gives the same numbers.</summary>
    /// <param name="images">The files' bytes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="ImageException">A picture cannot be read; the message begins with its place, from 1.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">This object was disposed.</exception>
    public Matrix EmbedImages(IReadOnlyList<ReadOnlyMemory<byte>> images, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ObjectDisposedException.ThrowIf(disposed, this);
        var embeddings = pictures.Encode(images, cancel);
        RowNorm.Forward(model.Engine, embeddings, embeddings);
        return embeddings;
    }

    /// <summary>Frees the model. No call may be under way; later ones throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        disposed = true;
        model.Dispose();
    }

    ClipModel Alive
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return model;
        }
    }

    static ReadOnlyMemory<byte> BytesOf(DataContent content, int place) =>
        content?.Data ?? throw new ArgumentException(FormattableString.Invariant($"Picture {place + 1} is null."), nameof(content));
}
