using System.Text.Json;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>Figures of one class in an evaluation.</summary>
/// <param name="Folder">The folder or label.</param>
/// <param name="Name">The display name.</param>
/// <param name="Pictures">Pictures that are of this class.</param>
/// <param name="Recall">Share of them that were recognised; null without pictures.</param>
/// <param name="Precision">Share right among those given this class; null where none was.</param>
/// <param name="F1">Harmonic mean of both; null where neither exists.</param>
public sealed record ClassFigures(string Folder, string Name, int Pictures, double? Recall, double? Precision, double? F1);

/// <summary>What <see cref="EvalJob"/> found.</summary>
public sealed record EvalResult
{
    /// <summary>The classifier file.</summary>
    public required string Classifier { get; init; }

    /// <summary>Its method.</summary>
    public required string Method { get; init; }

    /// <summary>Its base model.</summary>
    public required string Model { get; init; }

    /// <summary>What was measured: all pictures, or the test part of a given split.</summary>
    public required string Part { get; init; }

    /// <summary>Accuracy and macro-F1.</summary>
    public required Figures Figures { get; init; }

    /// <summary>Each class.</summary>
    public required IReadOnlyList<ClassFigures> Classes { get; init; }

    /// <summary>Rows: true class; columns: predicted class; in the order of <see cref="Classes"/>.</summary>
    public required IReadOnlyList<IReadOnlyList<int>> Confusion { get; init; }

    /// <summary>How many of the measured pictures the classifier was trained on; the figures flatter by them.</summary>
    public required int Seen { get; init; }

    /// <summary>Figures of the pictures that it was not trained on; null where all or none were.</summary>
    public required Figures? Unseen { get; init; }

    /// <summary>What a reader should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What a reader should look at.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Measures a finished classifier on pictures in class folders. Of pictures that come with a split, only the test part is measured.</summary>
public static class EvalJob
{
    /// <summary>Runs the measurement.</summary>
    /// <param name="classifier">The .kronclip file.</param>
    /// <param name="images">As for training.</param>
    /// <param name="model">The base model, as in <see cref="TrainRequest.Model"/>; null takes the remembered one.</param>
    /// <param name="cache">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="DataException">The folders are not the classifier's classes, or no picture can be read.</exception>
    public static EvalResult Run(string classifier, string images, string? model = null, string? cache = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        var hears = observer ?? SilentObserver.Instance;
        using var loaded = LoadedClassifier.Open(classifier, model, cache, hears, cancel);
        var collection = ImageCollection.Open(PicturePlace.Find(images, cache, hears, cancel), null, new CollectionOptions { ForTraining = false });
        var warnings = new List<string>(collection.Warnings);
        collection.Warnings.ToList().ForEach(hears.Warn);
        var labels = Labels(loaded, collection, images);
        var prepared = PreparedPictures.Prepare(collection, loaded.Encoder, hears, cancel);
        foreach (var unusable in prepared.Hashes.Unusable)
        {
            warnings.Add($"Set aside: {unusable.Reason}");
            hears.Warn(warnings[^1]);
        }

        var parts = collection.Images.Where(image => prepared.Hashes.TryGet(image.Item, out _)).ToArray();
        var part = parts.Any(image => image.Part == SplitPart.Test) ? "test" : "all";
        var items = parts.Where(image => part == "all" || image.Part == SplitPart.Test).Select(image => image.Item).ToArray();
        if (items.Length == 0)
            throw new DataException($"'{images}': no picture could be read, so there is nothing to measure.");
        var truth = items.Select(item => labels[item.Label]).ToArray();
        var metrics = Measurement.Measure(loaded.Classifier, prepared.FeaturesOf(items), truth)!;
        var trainedOn = loaded.Classifier.Document.TrainedOn.ToHashSet(StringComparer.Ordinal);
        var unseen = Enumerable.Range(0, items.Length).Where(i => !TrainedPictures.Contains(trainedOn, prepared.Hashes[items[i]])).ToArray();
        var unseenMetrics = unseen.Length == items.Length
            ? null
            : Measurement.Measure(loaded.Classifier, prepared.FeaturesOf(unseen.Select(i => items[i]).ToArray()), unseen.Select(i => truth[i]).ToArray());
        return new EvalResult
        {
            Classifier = Path.GetFullPath(classifier),
            Method = loaded.Classifier.Document.Method.Name,
            Model = loaded.Classifier.Document.BaseModel.Name,
            Part = part,
            Figures = Figures.From(metrics),
            Classes = loaded.Classifier.Classes.Select((c, i) => Of(c, metrics.Classes[i])).ToArray(),
            Confusion = metrics.Confusion,
            Seen = items.Length - unseen.Length,
            Unseen = unseenMetrics is null ? null : Figures.From(unseenMetrics),
            Notes = unseen.Length == items.Length ? [] : [$"The classifier was trained on {items.Length - unseen.Length} of the {items.Length} pictures, so the figures flatter; those of the others stand beside them."],
            Warnings = warnings,
        };
    }

    static ClassFigures Of(Classifiers.ClassDescription definition, ClassMetrics metrics) =>
        new(definition.Folder, definition.Name, metrics.Support, metrics.Accuracy, metrics.Precision, metrics.F1);

    /// <summary>The classifier's label of each folder: the class of that folder, else the one shown under that name. Unicode forms do not matter.</summary>
    static int[] Labels(LoadedClassifier loaded, ImageCollection collection, string images)
    {
        var known = loaded.Classifier.Classes;
        int Index(Func<Classifiers.ClassDescription, string> name, string folder) =>
            known.Index().Where(k => string.Equals(name(k.Item).Normalize(), folder.Normalize(), StringComparison.Ordinal)).Select(k => k.Index).DefaultIfEmpty(-1).First();
        var labels = collection.Classes.Select(c => Index(k => k.Folder, c.Folder) is var same and >= 0 ? same : Index(k => k.Name, c.Folder)).ToArray();
        var unknown = collection.Classes.Where((_, i) => labels[i] < 0).Select(c => c.Folder).ToArray();
        return unknown.Length == 0
            ? labels
            : throw new DataException(
                $"'{images}' has the class folders {Printable.List(unknown, 20)}, which the classifier does not know. It knows: {Printable.List([.. known.Select(Known)], 100)}. "
                + "Rename the folders or take them out.");
    }

    static string Known(Classifiers.ClassDescription c) => c.Name == c.Folder ? c.Folder : $"{c.Folder} ({c.Name})";
}
