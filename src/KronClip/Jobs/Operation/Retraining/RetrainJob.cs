using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// Trains a classifier anew with its own method, options and model, on pictures with corrections, and compares it with the one in use before it takes its place. The old one is kept, and the audit
/// trail beside it says what was done. Killed at any moment, the same request goes on where it was; the classifier in use is whole at every moment.
/// </summary>
public static class RetrainJob
{
    /// <summary>Runs the job.</summary>
    /// <exception cref="KronClipException">Something cannot be used; see the message. The classifier in use is untouched.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the same request resumes it.</exception>
    public static RetrainResult Run(RetrainRequest request, IJobObserver? observer = null, TimeProvider? clock = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        var hears = observer ?? SilentObserver.Instance;
        var said = new JobNotes(hears);
        var path = Path.GetFullPath(request.Classifier);
        var old = ClassifierFile.Read(path);
        var trail = AuditTrail.Of(path, clock);
        var plan = RetrainPlan.Of(path, request.Model is null ? old : old.With(old.Document with { BaseModel = old.Document.BaseModel with { FolderHint = request.Model } }), said.Note);
        var pictures = RetrainPictures.Divide(request, old, hears, cancel);
        var shots = request.Shots ?? Math.Max(plan.Shots, Math.Min(RetrainRequest.MostShots, pictures.LargestPool));
        var folder = Path.GetFullPath(request.Run ?? Path.Combine("runs", string.Create(CultureInfo.InvariantCulture,
            $"{Path.GetFileNameWithoutExtension(path)}-retrained-{shots}shots-{old.Document.ContentHash![..8]}-{pictures.Fingerprint[..8]}")));
        var inputs = folder + "-inputs";                            // beside the run: a run folder holds what its training wrote
        var (classes, heldOut) = (Path.Combine(inputs, "classes.json"), Path.Combine(inputs, "held-out.jsonl"));
        pictures.Classes(old).Write(classes);
        AtomicFile.WriteText(heldOut, pictures.LeaveOutText);
        said.Note($"{Printable.Count(pictures.HeldOut.Count, "picture")} that the old classifier was not trained on {(pictures.HeldOut.Count == 1 ? "is" : "are")} kept apart, to compare the two on.");
        var metrics = TrainJob.Run(plan with
        {
            Images = request.Images,
            Model = request.Model ?? plan.Model,
            Shots = shots,
            Seed = request.Seed ?? plan.Seed,
            ClassFile = classes,
            LeaveOut = pictures.LeaveOutText.Length > 0 ? heldOut : null,
            Output = request.OutputPath,
            Run = folder,
            Cache = request.Cache,
        }, hears, cancel);
        var comparison = ReplacementJob.Compare(path, request.OutputPath, pictures.HeldOut, request.Cache, request.Model, hears, cancel);
        var made = ClassifierFile.Read(request.OutputPath);
        var (wanted, may) = (request.Replace || request.ReplaceAnyway, request.ReplaceAnyway || comparison.Allows);
        var details = Details(old, made, pictures, comparison, shots);
        string? kept = null;
        if (wanted && may)
            kept = Replacement.Put(path, request.OutputPath, old.Document.ContentHash!, trail, request.Who, details, anyway: !comparison.Allows);
        else
            trail.Append(request.Who, wanted ? "replacement-refused" : "retrained", details);
        return new RetrainResult(path, request.OutputPath, old.Document.ContentHash!, made.Document.ContentHash!, metrics.Method, shots, made.Document.TrainedOn.Count, comparison,
            kept is not null, wanted && !may, kept, trail.Path, metrics.Run, [.. said.Notes, .. metrics.Notes], metrics.Warnings);
    }

    /// <summary>From which data, and with what result.</summary>
    static JsonObject Details(Classifier old, Classifier made, RetrainPictures pictures, ReplacementComparison comparison, int shots) => new()
    {
        ["from"] = old.Document.ContentHash,
        ["to"] = made.Document.ContentHash,
        ["method"] = made.Document.Method.Name,
        ["shots"] = shots,
        ["trainedOn"] = made.Document.TrainedOn.Count,
        ["newPictures"] = made.Document.TrainedOn.Except(old.Document.TrainedOn, StringComparer.Ordinal).Count(),
        ["dataFingerprint"] = made.Document.DataFingerprint,
        ["pictures"] = pictures.Fingerprint,
        ["compared"] = comparison.Pictures,
        ["oldRight"] = comparison.OldRight,
        ["newRight"] = comparison.NewRight,
        ["onlyOldRight"] = comparison.OnlyOldRight,
        ["onlyNewRight"] = comparison.OnlyNewRight,
        ["pValue"] = comparison.PValue,
        ["verdict"] = Word(comparison.Verdict),
    };

    static string Word(ReplacementVerdict verdict) => verdict switch
    {
        ReplacementVerdict.Better => "better",
        ReplacementVerdict.NoWorse => "no-worse",
        ReplacementVerdict.Worse => "worse",
        _ => "too-few-pictures",
    };
}
