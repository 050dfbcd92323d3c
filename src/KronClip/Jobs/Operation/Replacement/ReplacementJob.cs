using KronClip.Classifiers;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>Holds a new classifier against the old one before it takes its place, on pictures that neither was trained on.</summary>
public static class ReplacementJob
{
    /// <summary>Compares two classifier files; neither is changed.</summary>
    /// <param name="oldClassifier">The file that is in use.</param>
    /// <param name="newClassifier">The file that may take its place.</param>
    /// <param name="pictures">Labelled pictures. Those that one of the two was trained on are left out, by their content, and so are copies, and pictures of a class that only one of the two knows.</param>
    /// <param name="cache">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <param name="model">The base model of both, as in <see cref="TrainRequest.Model"/>; null takes the one that each remembers.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="ClassifierException">A file cannot be trusted, or belongs to another model.</exception>
    public static ReplacementComparison Compare(string oldClassifier, string newClassifier, IReadOnlyList<LabelledPath> pictures, string? cache = null, string? model = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var hears = observer ?? SilentObserver.Instance;
        var (before, after) = (ClassifierFile.Read(oldClassifier), ClassifierFile.Read(newClassifier));
        var seen = before.Document.TrainedOn.Concat(after.Document.TrainedOn).ToHashSet(StringComparer.Ordinal);
        var remarks = new List<string>();
        var labelled = Usable(pictures, before, after, seen, remarks, hears);
        var olds = Answers(oldClassifier, labelled, cache, model, hears, cancel);
        var news = Answers(newClassifier, labelled, cache, model, hears, cancel);
        var shared = before.Classes.Select(c => (c.Folder, c.Name)).ToArray();
        PairedAnswer[] answers = [.. labelled.Select((picture, i) => (picture, i)).Where(p => olds[p.i] is not null && news[p.i] is not null)
            .Select(p => new PairedAnswer(p.picture.Old, olds[p.i] == p.picture.Old, news[p.i] == p.picture.New))];
        return ReplacementRule.Judge(shared, answers, remarks);
    }

    /// <summary>A picture with its label in both classifiers.</summary>
    sealed record Candidate(ImageItem Item, int Old, int New);

    static List<Candidate> Usable(IReadOnlyList<LabelledPath> pictures, Classifier before, Classifier after, HashSet<string> seen, List<string> remarks, IJobObserver observer)
    {
        ImageItem[] items = [.. pictures.DistinctBy(p => p.Path, StringComparer.Ordinal).Select(p => new ImageItem(Path.GetFullPath(p.Path), p.Path, 0))];
        var folders = pictures.DistinctBy(p => p.Path, StringComparer.Ordinal).ToDictionary(p => p.Path, p => p.Folder, StringComparer.Ordinal);
        var hashes = ContentHashes.Compute(items);
        foreach (var unusable in hashes.Unusable)
            observer.Warn($"Set aside: {unusable.Reason}");
        var (known, counted, result) = (0, new HashSet<string>(StringComparer.Ordinal), new List<Candidate>());
        var strange = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (!hashes.TryGet(item, out var hash))
                continue;
            var folder = folders[item.RelativePath];
            var (old, @new) = (MergedClasses.Label(before.Classes, folder), MergedClasses.Label(after.Classes, folder));
            if (TrainedPictures.Contains(seen, hash))
                known++;
            else if (old < 0 || @new < 0)
                strange.Add(folder);
            else if (counted.Add(hash))
                result.Add(new Candidate(item, old, @new));
        }
        if (known > 0)
            remarks.Add($"{Printable.Count(known, "picture")} that one of the two was trained on {(known == 1 ? "was" : "were")} left out.");
        if (strange.Count > 0)
            remarks.Add($"Classes that only one of the two knows, or neither, say nothing of a loss and were left out: {Printable.List(strange)}.");
        return result;
    }

    /// <summary>The likeliest class of each picture; null where it could not be read.</summary>
    static int?[] Answers(string path, IReadOnlyList<Candidate> pictures, string? cache, string? model, IJobObserver observer, CancellationToken cancel)
    {
        if (pictures.Count == 0)
            return [];
        using var loaded = LoadedClassifier.Open(path, model, cache, observer, cancel);
        var embedded = EmbeddedPictures.Of(pictures.Select(p => p.Item), loaded.Encoder, observer, cancel);
        return [.. pictures.Select(p => embedded.Hashes.TryGet(p.Item, out _) ? Measurement.Predict(loaded.Classifier, embedded.FeaturesOf([p.Item]))[0] : (int?)null)];
    }
}
