using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>
/// A classifier ready for pictures, for programs: <c>ImageClassifier.Load("parts.kronclip").Classify("new.jpg").Best.Name</c>. Pictures come as paths or as the bytes of
/// their files, one by one or many at once. Nothing is written anywhere. Thread-safe: one instance serves a whole program.
/// </summary>
public sealed class ImageClassifier : IDisposable
{
    readonly LoadedClassifier loaded;
    readonly Preprocessor preprocessor;
    readonly ImageClassifierOptions options;

    ImageClassifier(LoadedClassifier loaded, PreprocessOptions preprocessing, ImageClassifierOptions options) =>
        (this.loaded, preprocessor, this.options) = (loaded, new Preprocessor(preprocessing), options);

    /// <summary>Opens a classifier and the model it was made with, and packs the image tower.</summary>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="options">How; the defaults if null.</param>
    /// <exception cref="ClassifierException">The file cannot be trusted, or the model at hand is another one.</exception>
    /// <exception cref="CheckpointException">The model is gone or unusable.</exception>
    /// <exception cref="OptionsException">An option cannot be used.</exception>
    public static ImageClassifier Load(string path, ImageClassifierOptions? options = null)
    {
        var chosen = options ?? new ImageClassifierOptions();
        if (chosen.Top < 1)
            throw new OptionsException($"Top is {chosen.Top}; give 1 or more classes to name.");
        var loaded = LoadedClassifier.Open(path, chosen.Model, "");
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
    public Prediction Classify(string path) => Answer(Encode([() => preprocessor.Read(path, options.Limits)], CancellationToken.None), 0);

    /// <summary>Classifies a picture from the bytes of its file.</summary>
    /// <inheritdoc cref="Classify(string)"/>
    public Prediction Classify(ReadOnlyMemory<byte> picture) => Classify([picture])[0];

    /// <summary>Classifies many pictures from the bytes of their files, in one go; a picture alone gives the same answer.</summary>
    /// <param name="pictures">The files' bytes.</param>
    /// <param name="cancel">Stops between two pictures.</param>
    /// <exception cref="ImageException">A picture cannot be read; the message begins with its place, from 1.</exception>
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
        return Encode([.. pictures.Select((bytes, i) => (Func<Picture>)(() =>
            PictureReader.Read(bytes, FormattableString.Invariant($"picture {i + 1}"), options.Limits, preprocessor.Options.Orientation)))], cancel);
    }

    /// <summary>What the classifier says of an embedding that <see cref="Embed"/> gave.</summary>
    public Prediction Classify(ReadOnlySpan<float> embedding) => loaded.Classifier.Predict(embedding, options.Top);

    Prediction Answer(Matrix features, int row) => loaded.Classifier.Predict(features.Row(row), options.Top);

    /// <summary>Decodes and encodes, a batch at a time: memory does not grow with the number of pictures.</summary>
    Matrix Encode(Func<Picture>[] pictures, CancellationToken cancel)
    {
        const int batch = 16;
        var features = new Matrix(pictures.Length, EmbeddingWidth);
        for (var first = 0; first < pictures.Length; first += batch)
        {
            cancel.ThrowIfCancellationRequested();
            var pixels = new Matrix(Math.Min(batch, pictures.Length - first), preprocessor.Length);
            var start = first;
            var faults = new KronClipException?[pixels.Rows];
            loaded.Model.Engine.ForEach(pixels.Rows, i =>
            {
                try
                {
                    if (!cancel.IsCancellationRequested)
                        preprocessor.Process(pictures[start + i](), pixels.Row(i));
                }
                catch (KronClipException error)
                {
                    faults[i] = error;
                }
            });
            cancel.ThrowIfCancellationRequested();
            if (Array.Find(faults, f => f is not null) is { } fault)
                throw fault;
            var encoded = loaded.Model.Image.Encode(pixels);
            for (var i = 0; i < encoded.Rows; i++)
                encoded.Row(i).CopyTo(features.Row(first + i));
        }
        return features;
    }

    /// <summary>Frees the model.</summary>
    public void Dispose() => loaded.Dispose();
}
