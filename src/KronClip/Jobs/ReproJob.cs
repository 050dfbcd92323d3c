using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>Whether a run came out the same again.</summary>
/// <param name="Same">True if every figure and every byte of the classifier is equal.</param>
/// <param name="ClassifierBytesEqual">Whether the two classifier files are the same bytes.</param>
/// <param name="Differences">One line per figure that differs; times and paths are not compared.</param>
/// <param name="Before">The recorded figures.</param>
/// <param name="After">The figures of the new run.</param>
/// <param name="Run">The new run's folder; null where it was temporary and is gone.</param>
public sealed record ReproResult(bool Same, bool ClassifierBytesEqual, IReadOnlyList<string> Differences, RunMetrics Before, RunMetrics After, string? Run)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Runs the job of a run folder again, in a folder of its own, and compares.</summary>
public static class ReproJob
{
    /// <summary>Runs the job again.</summary>
    /// <param name="run">The run folder; it is only read.</param>
    /// <param name="into">The new run's folder; null makes a temporary one, which is removed.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="TrainingException">The folder holds no finished run, or its classifier is gone.</exception>
    /// <exception cref="KronClipException">The job cannot be run again; see <see cref="TrainJob"/>.</exception>
    public static ReproResult Run(string run, string? into = null, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        var recorded = Path.Combine(run, "metrics.json");
        if (!Directory.Exists(run))
            throw new TrainingException($"'{run}' is no folder. Give the run folder of a training; 'train' names it at its end, as 'run'.");
        if (!File.Exists(recorded))
            throw new TrainingException($"'{run}' holds no finished run (it has no metrics.json). Finish it first: run the command that began it again.");
        var classifier = Path.Combine(run, "classifier.kronclip");
        if (!File.Exists(classifier))
            throw new TrainingException($"'{run}' has no classifier.kronclip to compare with. Put the file back, or run the command that made the run again.");
        var before = RunMetrics.Read(recorded);
        var request = RunOptions.ReadRequest(run);
        var folder = into ?? Path.Combine(Path.GetTempPath(), "kronclip-repro-" + Guid.NewGuid().ToString("N"));
        try
        {
            var after = TrainJob.Run(request with { Run = folder, Output = Path.Combine(folder, "output.kronclip") }, observer, cancel);
            var differences = JsonDifference.Lines(Comparable(before), Comparable(after));
            var bytesEqual = File.ReadAllBytes(classifier).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder, "classifier.kronclip")));
            return into is null
                ? new ReproResult(differences.Count == 0 && bytesEqual, bytesEqual, differences, before, after with { Run = "", Classifier = "" }, null)
                : new ReproResult(differences.Count == 0 && bytesEqual, bytesEqual, differences, before, after, folder);
        }
        finally
        {
            if (into is null && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    static JsonElement Comparable(RunMetrics metrics)
    {
        var json = JsonNode.Parse(metrics.ToJson())!.AsObject();
        foreach (var own in new[] { "seconds", "classifier", "run", "notes", "warnings" })
            json.Remove(own);
        foreach (var own in new[] { "cost", "warnings" })
            (json["report"] as JsonObject)?.Remove(own);
        return CanonicalJson.From(json);
    }
}
