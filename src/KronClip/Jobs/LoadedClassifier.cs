using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;

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

    /// <summary>The cache folder that it was opened with.</summary>
    internal string? Cache { get; private init; }

    /// <summary>Reads a classifier and the model it names.</summary>
    /// <param name="path">The .kronclip file.</param>
    /// <param name="modelFolder">The model's folder; null takes the one that the file remembers.</param>
    /// <param name="cacheFolder">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <exception cref="ClassifierException">The file cannot be trusted, or the model at hand is another one.</exception>
    /// <exception cref="CheckpointException">The model folder is gone or unusable.</exception>
    public static LoadedClassifier Open(string path, string? modelFolder = null, string? cacheFolder = null)
    {
        var classifier = ClassifierFile.Read(path);
        var folder = modelFolder ?? classifier.Document.BaseModel.FolderHint;
        if (folder is null || (modelFolder is null && !Directory.Exists(folder) && !File.Exists(folder)))
            throw new CheckpointException(
                $"'{path}' was made with the model '{classifier.Document.BaseModel.Name}', which is no longer at '{folder}'. Give its folder with --model.");
        var model = ClipModel.Load(folder);
        try
        {
            classifier.RequireBaseModel(model.ContentHash, folder);
            var preprocessing = PreprocessOptions.FromJson(classifier.Document.Preprocessing.Description.GetRawText(), path);
            var cache = Caches.Features(cacheFolder);
            return new LoadedClassifier(path, classifier, model, new PictureEncoder(model, preprocessing, cache), cache) { Cache = cacheFolder };
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
