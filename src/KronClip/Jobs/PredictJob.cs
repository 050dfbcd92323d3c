using System.Text.Json;
using System.Text.Json.Serialization;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>A class and how sure the classifier is of it.</summary>
public sealed record Guess(string Label, double Confidence);

/// <summary>What a classifier says of one picture, or why it says nothing.</summary>
/// <param name="Path">The picture, as it was named or found.</param>
/// <param name="Label">Display name of the likeliest class; null where the picture could not be read.</param>
/// <param name="Confidence">Softmax probability of it; null likewise.</param>
/// <param name="Top">The likeliest classes, best first.</param>
/// <param name="Error">Why there is no answer, or null.</param>
public sealed record PredictedPicture(string Path, string? Label, double? Confidence, IReadOnlyList<Guess> Top, string? Error = null)
{
    /// <summary>Whether the confidence lies below the one that was asked for, so that the answer is "unknown" and <see cref="Label"/> only the best guess; null where nothing was asked.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Unknown { get; init; }

    static readonly JsonSerializerOptions Line = new(RunMetrics.Json) { WriteIndented = false, DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    /// <summary>One line of JSON.</summary>
    public string ToJson() => Line.Text(this);
}

/// <summary>Classifies pictures, and the pictures of folders; results come in order, a batch at a time.</summary>
public static class PredictJob
{
    const int Chunk = 64;

    /// <summary>Classifies. A picture that cannot be read gives a line with an error and stops nothing.</summary>
    /// <param name="loaded">The classifier.</param>
    /// <param name="paths">Pictures and folders, which are read with their sub-folders; or a set of the workshop.</param>
    /// <param name="top">How many classes to name.</param>
    /// <param name="unknownBelow">Answers with less confidence are marked as unknown, see <see cref="PredictedPicture.Unknown"/>; null marks none.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between batches.</param>
    /// <exception cref="DataException">A path does not exist, or a folder has no picture.</exception>
    /// <exception cref="OptionsException">There is no set of that name.</exception>
    public static IEnumerable<PredictedPicture> Run(LoadedClassifier loaded, IReadOnlyList<string> paths, int top = 5, double? unknownBelow = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(loaded);
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var hears = observer ?? SilentObserver.Instance;
        var places = paths.Select(path => PicturePlace.Find(path, loaded.Cache, hears, cancel)).ToArray();
        return Classify(loaded, PicturePaths.Find(places), top, unknownBelow, hears, cancel);
    }

    static IEnumerable<PredictedPicture> Classify(LoadedClassifier loaded, IReadOnlyList<string> pictures, int top, double? unknownBelow, IJobObserver observer, CancellationToken cancel)
    {
        observer.Begin("classifying", pictures.Count, "pictures");
        var done = 0;
        foreach (var chunk in pictures.Chunk(Chunk))
        {
            var encoded = loaded.Encoder.Encode(chunk.Select(path => new PictureView(path, HashOf(path))).ToArray(), cancel: cancel);
            for (var i = 0; i < chunk.Length; i++)
                yield return encoded.Errors.TryGetValue(i, out var error) ? new PredictedPicture(chunk[i], null, null, [], error) : Answer(loaded, chunk[i], encoded.Features.Row(i), top, unknownBelow);
            observer.Advance(done += chunk.Length);
        }
        observer.End();
    }

    static PredictedPicture Answer(LoadedClassifier loaded, string path, ReadOnlySpan<float> feature, int top, double? unknownBelow)
    {
        var prediction = loaded.Classifier.Predict(feature, top);
        return new PredictedPicture(path, prediction.Best.Name, prediction.Best.Confidence, prediction.Top.Select(t => new Guess(t.Name, t.Confidence)).ToArray())
        {
            Unknown = unknownBelow is { } least ? prediction.Best.Confidence < least : null,
        };
    }

    /// <summary>Null where the file cannot be read; the reader then says why.</summary>
    static string? HashOf(string path)
    {
        try
        {
            return ContentHashes.OfFile(path);
        }
        catch (DataException)
        {
            return null;
        }
    }
}
