using System.Diagnostics;
using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Images;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Finds pictures whose label is probably wrong: all labelled pictures are judged out of fold, and confident learning says which of the judgements to believe
/// (docs/robustness.md). Writes a page, a list and a document; the pictures stay as they are and where they are.
/// </summary>
public sealed class LabelsJob
{
    const string Page = "labels.html", Document = "labels.json", List = "suspects.jsonl";
    const int TileSide = 160;

    static readonly JsonSerializerOptions LineJson = new(ProtocolReport.Json) { WriteIndented = false };

    readonly LabelsRequest request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly List<string> notes = [], warnings = [];

    LabelsJob(LabelsRequest request, IJobObserver observer, CancellationToken cancel) => (this.request, this.observer, this.cancel) = (request, observer, cancel);

    /// <summary>Runs the job.</summary>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; embeddings so far are in the cache.</exception>
    public static LabelsResult Run(LabelsRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return new LabelsJob(request, observer ?? SilentObserver.Instance, cancel).Run();
    }

    LabelsResult Run()
    {
        var total = Stopwatch.StartNew();
        PicturePlace.RequireTrainable(request.Images);
        ResultFolder.Require(request.Folder, Page, Document, List);
        var place = ModelPlace.Find(request.Model, observer, cancel);
        using var model = ClipModel.Load(place.Path);
        var classFile = request.ClassFile is null ? null : ClassFile.Read(request.ClassFile);
        var collection = ImageCollection.Open(PicturePlace.Find(request.Images, request.Cache, observer, cancel), classFile);
        model.Warnings.Concat(collection.Warnings).ToList().ForEach(Warn);
        collection.Notes.ToList().ForEach(Note);
        var plan = Plan(model, place.Hint, collection.Classes.Count);
        var prompts = plan.Prompts(model, collection.Classes);

        var encode = Stopwatch.StartNew();
        using var cache = Caches.Features(request.Cache);
        var prepared = PreparedPictures.Prepare(collection, new PictureEncoder(model, model.Preprocessing, cache), observer, cancel);
        model.ReleaseImage();
        encode.Stop();
        foreach (var unusable in prepared.Hashes.Unusable)
            Warn($"Set aside: {unusable.Reason}");
        var pictures = LabelledPictures.Of(collection, prepared.Hashes);
        pictures.Notes.ToList().ForEach(Note);

        var judge = Stopwatch.StartNew();
        var outOfFold = new OutOfFold(plan, model, prompts, Caches.Dictionaries(request.Cache, model.ContentHash), request.Seed);
        var (probabilities, temperature) = Judge(outOfFold, prepared, pictures.Items);
        judge.Stop();

        var labels = pictures.Items.Select(item => item.Label).ToArray();
        var found = ConfidentLearning.Suspects(labels, probabilities, collection.Classes.Count);
        var thresholds = ConfidentLearning.Thresholds(labels, probabilities, collection.Classes.Count);
        var environment = RunEnvironment.Capture(model.Engine);
        LabelSuspect[] suspects = [.. found.Select(s => new LabelSuspect(pictures.Items[s.Picture].RelativePath, prepared.Hashes[pictures.Items[s.Picture]],
            collection.Classes[s.Label].Folder, collection.Classes[s.Likely].Folder, s.Confidence, s.LabelConfidence, s.Margin))];
        var pairs = LabelReport.PairsOf(suspects);
        var agreement = (double)labels.Index().Count(l => Ranking.Argmax<double>(probabilities[l.Index]) == l.Item) / labels.Length;
        var names = collection.Classes.ToDictionary(c => c.Folder, c => c.Name, StringComparer.Ordinal);
        return Write(new LabelReport
        {
            Origin = new ReportOrigin(ModelPlace.NameOf(place.Hint, model.Folder), model.ContentHash, model.Config.Architecture, Library.Version, environment.Runtime, environment.KernelPath.ToString()),
            Pictures = PicturePlace.NameOf(request.Images),
            Fingerprint = DataFingerprint.Of(pictures.Items, collection.Classes, prepared.Hashes),
            Classes = [.. collection.Classes.Select((c, label) => new LabelClass(c.Folder, c.Name, labels.Count(y => y == label), found.Count(s => s.Label == label), thresholds[label]))],
            Method = plan.Row,
            Folds = request.Folds,
            Seed = request.Seed,
            Temperature = temperature,
            Agreement = agreement,
            Checked = labels.Length,
            Suspects = suspects,
            Pairs = pairs,
            Contradictions = [.. pictures.Contradictions.Select(group => new LabelContradiction([.. group.Select(item => item.RelativePath)]))],
            Verdict = LabelVerdict.Of(suspects.Length, labels.Length, agreement, [.. pairs.Select(p => p with { Likely = names[p.Likely], Label = names[p.Label] })], pictures.Contradictions.Count),
            Notes = notes,
            Warnings = warnings,
            Seconds = new ReportSeconds(0, encode.Elapsed.TotalSeconds, judge.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds, [], environment.Processor, environment.Threads),
        }, collection);
    }

    MethodPlan Plan(ClipModel model, string hint, int classes) => MethodPlan.Of(request.Method, new ProtocolRequest
    {
        Model = hint,
        Source = new NamedPictures(PicturePlace.NameOf(request.Images), request.Images),
        Methods = [request.Method],
        Seeds = [request.Seed],
        Cache = request.Cache,
    }, model, classes);

    (IReadOnlyList<double[]> Probabilities, double Temperature) Judge(OutOfFold outOfFold, PreparedPictures prepared, IReadOnlyList<ImageItem> items)
    {
        var pictures = prepared.Labelled(items);
        var foldOf = OutOfFold.Deal(pictures.Labels, [.. items.Select(item => prepared.Hashes[item])], [.. prepared.Collection.Classes.Select(c => c.Folder)], request.Folds, request.Seed);
        observer.Begin("judging", request.Folds, "folds");
        var logits = outOfFold.Logits(pictures, foldOf, request.Folds, done => observer.Advance(done), cancel);
        observer.End();
        var temperature = TemperatureFit.Of(logits, pictures.Labels);
        return (TemperatureFit.Probabilities(logits, temperature), temperature);
    }

    LabelsResult Write(LabelReport report, ImageCollection collection)
    {
        var result = new LabelsResult(Place(Page), Place(Document), Place(List), report);
        var files = collection.Images.Select(image => image.Item).DistinctBy(item => item.RelativePath, StringComparer.Ordinal).ToDictionary(item => item.RelativePath, item => item.Path, StringComparer.Ordinal);
        string[] lines = [.. report.Suspects.Select(s => LineJson.Text(s))];
        AtomicFile.WriteText(result.List, string.Join('\n', lines) + "\n");       // without suspects an empty line, as an empty file is what remains of an accident
        AtomicFile.WriteText(result.Document, report.ToJson());
        AtomicFile.WriteText(result.Page, LabelPage.Write(report, path => Address(files[path])));
        return result;
    }

    /// <summary>A small copy of a picture for the page; null where it has gone since.</summary>
    static string? Address(string file)
    {
        try
        {
            return Thumbnail.DataAddress(file, TileSide);
        }
        catch (ImageException)
        {
            return null;
        }
    }

    string Place(string name) => Path.GetFullPath(Path.Combine(request.Folder, name));

    void Note(string message)
    {
        notes.Add(message);
        observer.Note(message);
    }

    void Warn(string message)
    {
        warnings.Add(message);
        observer.Warn(message);
    }
}
