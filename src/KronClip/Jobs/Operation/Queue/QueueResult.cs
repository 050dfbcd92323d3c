using System.Text.Json;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The pictures that are worth a label next.</summary>
/// <param name="Classifier">The file.</param>
/// <param name="Pictures">Best worth first.</param>
/// <param name="Of">How many files were looked at.</param>
public sealed record QueueResult(string Classifier, IReadOnlyList<QueuedPicture> Pictures, int Of)
{
    /// <summary>Orders the pictures of a folder, or those that a log kept.</summary>
    /// <param name="classifier">The .kronclip file.</param>
    /// <param name="pictures">Pictures, a folder, a set of the workshop, or the folder of a log with pictures.</param>
    /// <param name="count">How many to name at most.</param>
    /// <param name="model">The base model, as in <see cref="TrainRequest.Model"/>; null takes the one that the classifier remembers.</param>
    /// <param name="cache">As in <see cref="TrainRequest.Cache"/>.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="DataException">There are no pictures.</exception>
    /// <exception cref="OptionsException">The count is below 1.</exception>
    public static QueueResult Run(string classifier, string pictures, int count, string? model = null, string? cache = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(pictures);
        if (count < 1)
            throw new OptionsException(FormattableString.Invariant($"count is {count}; give 1 or more pictures to name."));
        var hears = observer ?? SilentObserver.Instance;
        using var loaded = LoadedClassifier.Open(classifier, model, cache, hears, cancel);
        var paths = DriftPictures.Find(pictures, cache, hears, cancel);
        return new QueueResult(Path.GetFullPath(classifier), LabelQueueJob.Order(loaded, paths, count, hears, cancel), paths.Count);
    }

    /// <summary>The document as text.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, OperationJson.Documents.QueueResult).ReplaceLineEndings("\n") + "\n";
}
