using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Jobs;

/// <summary>
/// A classifier ready for pictures, for programs: <c>ImageClassifier.Load("parts.kronclip").Classify("new.jpg").Best.Name</c>. Pictures come as paths or as the bytes of
/// their files, one by one or many at once. Nothing is written anywhere but a model that the Hub sends. Thread-safe: one instance serves a whole program.
/// </summary>
public sealed class ImageClassifier : IDisposable
{
    readonly LoadedClassifier loaded;
    readonly PictureBatches pictures;
    readonly int top;
    volatile bool disposed;

    ImageClassifier(LoadedClassifier loaded, PreprocessOptions preprocessing, ImageClassifierOptions options) =>
        (this.loaded, pictures, top) = (loaded, new PictureBatches(loaded.Model, preprocessing, options.Limits), options.Top);

    /// <summary>Opens a classifier and the model it was made with, and packs the image tower.</summary>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <param name="observer">Hears how a download of the model goes.</param>
    /// <param name="cancel">Stops a download.</param>
    /// <exception cref="ClassifierException">The file cannot be trusted, or the model at hand is another one.</exception>
    /// <exception cref="CheckpointException">The model is gone or unusable.</exception>
    /// <exception cref="HubException">The model is on the Hub and cannot be downloaded.</exception>
    /// <exception cref="OptionsException">An option cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ImageClassifier Load(string path, ImageClassifierOptions? options = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var chosen = (options ?? new ImageClassifierOptions()).Validate();
        var loaded = LoadedClassifier.Open(path, chosen.Model, "", observer, cancel);
        try
        {
            _ = loaded.Model.Image;             // the first picture shall not wait for it
            return new ImageClassifier(loaded, PreprocessOptions.FromJson(loaded.Classifier.Document.Preprocessing.Description.GetRawText(), path), chosen);
        }
        catch
        {
            loaded.Dispose();
            throw;
        }
    }

    /// <summary>The classifier: classes, method, figures, provenance.</summary>
    public Classifier Classifier => loaded.Classifier;

    /// <summary>The classes, in the order of the labels.</summary>
    public IReadOnlyList<ClassDescription> Classes => loaded.Classifier.Classes;

    /// <summary>Length of an embedding, e.</summary>
    public int EmbeddingWidth => loaded.Model.Config.EmbeddingWidth;

    /// <summary>Classifies a picture file.</summary>
    /// <exception cref="ImageException">The picture cannot be read, is over a limit, or is damaged.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public Prediction Classify(string path) => Answer(Alive.Encode(path), 0);

    /// <summary>Classifies a picture from the bytes of its file.</summary>
    /// <inheritdoc cref="Classify(string)"/>
    public Prediction Classify(ReadOnlyMemory<byte> picture) => Classify([picture])[0];

    /// <summary>Classifies many pictures from the bytes of their files, in one go; a picture alone gives the same answer.</summary>
    /// <param name="pictures">The files' bytes.</param>
    /// <param name="cancel">Stops between two pictures.</param>
    /// <exception cref="ImageException">A picture cannot be read; the message begins with its place, from 1. None is answered then.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The classifier was disposed.</exception>
    public IReadOnlyList<Prediction> Classify(IReadOnlyList<ReadOnlyMemory<byte>> pictures, CancellationToken cancel = default)
    {
        var features = Embed(pictures, cancel);
        return [.. Enumerable.Range(0, features.Rows).Select(i => Answer(features, i))];
    }

    /// <summary>Raw image embeddings of pictures from the bytes of their files, [N×e].</summary>
    /// <inheritdoc cref="Classify(IReadOnlyList{ReadOnlyMemory{byte}}, CancellationToken)"/>
    public Matrix Embed(IReadOnlyList<ReadOnlyMemory<byte>> pictures, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        return Alive.Encode(pictures, cancel);
    }

    /// <summary>What the classifier says of an embedding, [e], that <see cref="Embed"/> gave.</summary>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public Prediction Classify(ReadOnlySpan<float> embedding) => loaded.Classifier.Predict(embedding, top);

    Prediction Answer(Matrix features, int row) => loaded.Classifier.Predict(features.Row(row), top);

    PictureBatches Alive
    {
        get
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            return pictures;
        }
    }

    /// <summary>Frees the model. No call may be under way; later ones throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        disposed = true;
        loaded.Dispose();
    }
}
