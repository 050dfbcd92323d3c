using System.Globalization;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>What <see cref="DriftJob"/> needs to know. Immutable.</summary>
public sealed record DriftRequest
{
    /// <summary>The .kronclip file.</summary>
    public required string Classifier { get; init; }

    /// <summary>The folder of a log of predictions, pictures, a folder of them, or a set of the workshop.</summary>
    public required string Pictures { get; init; }

    /// <summary>Pictures to hold them against, of the days when all was well; null takes what the classifier remembers of its training.</summary>
    public string? Reference { get; init; }

    /// <summary>Of a log only the last days, today included; null takes all of it.</summary>
    public int? Days { get; init; }

    /// <summary>As in <see cref="TrainRequest.Model"/>; null takes the one that the classifier remembers.</summary>
    public string? Model { get; init; }

    /// <summary>As in <see cref="TrainRequest.Cache"/>.</summary>
    public string? Cache { get; init; }
}

/// <summary>Whether the pictures of today still look like those that a classifier was measured on. Labels are not needed, and not known: this says that pictures look different, not that answers are wrong.</summary>
public static class DriftJob
{
    /// <summary>More pictures are thinned out evenly: they would make no difference that matters surer.</summary>
    public const int MostPictures = 2000;

    /// <summary>Runs the watch.</summary>
    /// <param name="request">What of what.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="clock">What day it is; the system's clock if null.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="DataException">There are no pictures, or nothing to hold them against.</exception>
    /// <exception cref="OptionsException">A value cannot be used.</exception>
    public static DriftReport Run(DriftRequest request, IJobObserver? observer = null, TimeProvider? clock = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Days is < 1)
            throw new OptionsException(FormattableString.Invariant($"days is {request.Days}; give 1 or more."));
        var hears = observer ?? SilentObserver.Instance;
        var notes = new List<string>();
        var isLog = !PicturePlace.IsNamed(request.Pictures) && PredictionLog.Is(request.Pictures);
        if (!isLog && request.Days is not null)
            throw new OptionsException($"'{request.Pictures}' is no log of predictions, so days say nothing. Leave --days away, or give the folder of a log.");
        using var loaded = isLog && request.Reference is null ? null : LoadedClassifier.Open(request.Classifier, request.Model, request.Cache, hears, cancel);
        var classifier = loaded?.Classifier ?? ClassifierFile.Read(request.Classifier);
        var reference = request.Reference is null ? Required(classifier, request.Classifier)
            : DriftReference.Of(classifier, DriftPictures.Embed(loaded!, DriftPictures.Find(request.Reference, request.Cache, hears, cancel), notes, hears, cancel));
        IReadOnlyList<WatchedPicture> fresh = isLog
            ? OfLog(classifier, PredictionLog.Read(request.Pictures, Since(request.Days, clock), notes.Add), notes)
            : [.. DriftPictures.Watched(classifier, DriftPictures.Embed(loaded!, DriftPictures.Find(request.Pictures, request.Cache, hears, cancel), notes, hears, cancel))];
        return Judge(Path.GetFileNameWithoutExtension(request.Classifier), classifier, reference, fresh, notes);
    }

    /// <summary>The same of a log, of a classifier that is at hand.</summary>
    /// <param name="name">Name of the classifier in the report.</param>
    /// <param name="classifier">The classifier, with a reference.</param>
    /// <param name="folder">The log's folder.</param>
    /// <param name="days">As in <see cref="DriftRequest.Days"/>.</param>
    /// <param name="clock">What day it is.</param>
    /// <exception cref="DataException">The classifier has no reference, or a file of the log cannot be read.</exception>
    public static DriftReport OfLog(string name, Classifier classifier, string folder, int? days = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        var notes = new List<string>();
        return Judge(name, classifier, Required(classifier, name), OfLog(classifier, PredictionLog.Read(folder, Since(days, clock), notes.Add), notes), notes);
    }

    static DateOnly? Since(int? days, TimeProvider? clock) =>
        days is { } count ? DateOnly.FromDateTime((clock ?? TimeProvider.System).GetUtcNow().UtcDateTime).AddDays(1 - Math.Min(count, 100_000)) : null;

    static DriftReference Required(Classifier classifier, string path) => DriftReference.Of(classifier) ?? throw new DataException(
        $"'{path}' remembers nothing of held-out pictures: it was made by an older version, without test and validation pictures, or its classes were changed since. Give pictures of the days when all was well with --reference, or train again.");

    /// <summary>Answers of this very classifier, each picture once; those of others are counted.</summary>
    static List<WatchedPicture> OfLog(Classifier classifier, IEnumerable<LoggedPrediction> log, List<string> notes)
    {
        var version = classifier.Document.ContentHash![..12];
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (label, known) in classifier.Classes.Index())
            labels.TryAdd(known.Name, label);
        var (seen, fresh, others, twice) = (new HashSet<string>(StringComparer.Ordinal), new List<WatchedPicture>(), 0, 0);
        foreach (var line in log)
        {
            if (line.Version != version || !labels.TryGetValue(line.Top[0].Label, out var label))
                others++;
            else if (!seen.Add(line.Sha256))
                twice++;
            else
                fresh.Add(new WatchedPicture(label, line.Top[0].Confidence, [.. line.Sketch]));
        }
        if (others > 0)
            notes.Add($"{Printable.Count(others, "answer")} of other classifiers, or of another version of this one, {(others == 1 ? "was" : "were")} passed over.");
        if (twice > 0)
            notes.Add($"{Printable.Count(twice, "answer")} about a picture that was asked about before {(twice == 1 ? "was" : "were")} passed over.");
        return fresh;
    }

    static DriftReport Judge(string name, Classifier classifier, DriftReference reference, IReadOnlyList<WatchedPicture> all, List<string> notes)
    {
        var fresh = all.Count <= MostPictures ? all : [.. Enumerable.Range(0, MostPictures).Select(i => all[(int)((long)i * all.Count / MostPictures)])];
        if (fresh.Count < all.Count)
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"Of {all.Count} pictures {fresh.Count} were taken, evenly."));
        var figures = reference.Compare(fresh);
        var (verdict, sentence, next) = DriftWords.Of(figures, reference.Pictures, fresh, classifier.Classes);
        return new DriftReport(name, classifier.Document.ContentHash![..12], verdict, sentence, next, fresh.Count, figures.Fresh, reference.Pictures.Count, reference.From, figures.Tests, DriftMeasure.Level, notes);
    }
}
