using KronClip.Classifiers;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>Pictures as files, for those who look at what came in.</summary>
static class DriftPictures
{
    /// <summary>The pictures of a path: a folder, a set of the workshop, a picture, or those that a log kept.</summary>
    /// <exception cref="DataException">There are none.</exception>
    public static IReadOnlyList<string> Find(string path, string? cache, IJobObserver observer, CancellationToken cancel)
    {
        if (!PicturePlace.IsNamed(path) && PredictionLog.Is(path))
        {
            var kept = Path.Combine(path, PredictionLog.PicturesFolder);
            return Directory.Exists(kept) && Directory.EnumerateFiles(kept, "*", SearchOption.AllDirectories).Any()
                ? PicturePaths.Find([kept])
                : throw new DataException($"'{path}' is a log without pictures. Serve with --keep-pictures <days> to have them, or give a folder of pictures.");
        }
        return PicturePaths.Find([PicturePlace.Find(path, cache, observer, cancel)]);
    }

    /// <summary>What the classifier says of each picture that can be read and that it was not trained on; the same content twice counts once.</summary>
    public static IReadOnlyList<float[]> Embed(LoadedClassifier loaded, IReadOnlyList<string> paths, List<string> notes, IJobObserver observer, CancellationToken cancel)
    {
        ImageItem[] items = [.. paths.Distinct(StringComparer.Ordinal).Select(path => new ImageItem(Path.GetFullPath(path), path, 0))];
        var embedded = EmbeddedPictures.Of(items, loaded.Encoder, observer, cancel);
        foreach (var unusable in embedded.Hashes.Unusable)
            observer.Warn($"Set aside: {unusable.Reason}");
        var trained = loaded.Classifier.Document.TrainedOn.ToHashSet(StringComparer.Ordinal);
        ImageItem[] readable = [.. items.Where(item => embedded.Hashes.TryGet(item, out _)).DistinctBy(item => embedded.Hashes[item], StringComparer.Ordinal)];
        ImageItem[] usable = [.. readable.Where(item => !TrainedPictures.Contains(trained, embedded.Hashes[item]))];
        if (usable.Length < readable.Length)
            notes.Add($"{Printable.Count(readable.Length - usable.Length, "picture")} that the classifier was trained on {(readable.Length - usable.Length == 1 ? "was" : "were")} left out: of those it is surer.");
        return [.. usable.Select(item => embedded.FeaturesOf([item]).Row(0).ToArray())];
    }

    public static IEnumerable<WatchedPicture> Watched(Classifier classifier, IReadOnlyList<float[]> features) => features.Select(f =>
    {
        var best = classifier.Predict(f, 1).Best;
        return new WatchedPicture(best.Class, Math.Round(best.Confidence, 4), EmbeddingSketch.Of(f));
    });
}
