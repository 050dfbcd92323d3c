using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>A classifier file with the model that it was made with, ready for pictures. Thread-safe.</summary>
public sealed class LoadedClassifier : IDisposable
{
    LoadedClassifier(string path, Classifier classifier, ClipModel model, PictureEncoder encoder, FeatureCache? cache) =>
        (Path, Classifier, Model, Encoder, this.cache) = (path, classifier, model, encoder, cache);

    readonly FeatureCache? cache;

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The classifier.</summary>
    public Classifier Classifier { get; }

    /// <summary>Its base model.</summary>
    public ClipModel Model { get; }

    /// <summary>Pictures to embeddings, as the classifier's own preprocessing says.</summary>
    public PictureEncoder Encoder { get; }

    /// <summary>How pictures are prepared for it.</summary>
    public required PreprocessOptions Preprocessing { get; init; }

    /// <summary>The cache folder that it was opened with.</summary>
    internal string? Cache { get; private init; }

    /// <summary>Reads a classifier and the model it names.</summary>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="model">The model, as in <see cref="TrainRequest.Model"/>; null takes the one that the file remembers.</param>
    /// <param name="cacheFolder">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <param name="observer">Hears how a download of the model goes.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ClassifierException">The file cannot be trusted, or the model at hand is another one.</exception>
    /// <exception cref="CheckpointException">The model is gone or unusable.</exception>
    /// <exception cref="HubException">The model is on the Hub and cannot be downloaded.</exception>
    public static LoadedClassifier Open(string path, string? model = null, string? cacheFolder = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        var classifier = ClassifierFile.Read(path);
        var hint = classifier.Document.BaseModel.FolderHint;
        var place = model is not null ? ModelPlace.Find(model, observer, cancel)
            : (hint is null ? null : ModelPlace.FindAgain(hint, observer, cancel)) ?? throw new CheckpointException(
                $"'{path}' was made with the model '{classifier.Document.BaseModel.Name}', which is no longer at '{hint}'. Give its folder, or its name on the Hub, with --model.");
        return Open(path, classifier, ClipModel.Load(place.Path), place, cacheFolder);
    }

    static LoadedClassifier Open(string path, Classifier classifier, ClipModel model, ModelPlace place, string? cacheFolder)
    {
        try
        {
            classifier.RequireBaseModel(model.ContentHash, place.Hint);
            var preprocessing = PreprocessOptions.FromJson(classifier.Document.Preprocessing.Description.GetRawText(), path);
            var cache = Caches.Features(cacheFolder);
            var ready = classifier.Head.NeedsTextTower ? PerImagePrompt.Join(classifier, model.Text) : classifier;      // else the text tower is never packed
            return new LoadedClassifier(path, ready, model, new PictureEncoder(model, preprocessing, cache), cache) { Preprocessing = preprocessing, Cache = cacheFolder };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Frees the model and closes the cache.</summary>
    public void Dispose()
    {
        Model.Dispose();
        cache?.Dispose();
    }
}
