using System.Diagnostics;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Which method is right for these pictures: models, methods, shots and seeds compared on the same test pictures. Every measurement is a file of its own, so a
/// comparison that was stopped goes on with the same request and ends with the same table; page and document are drawn from the files at the end.
/// docs/compare.md says what is compared and how.
/// </summary>
public sealed class ComparisonJob
{
    readonly ComparisonRequest request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly Stopwatch total = Stopwatch.StartNew(), encode = new(), train = new();
    readonly List<string> notes = [], warnings = [];
    readonly List<ReportOrigin> origins = [];
    readonly List<ComparisonRow> rows = [];
    readonly List<(ComparisonCell Cell, double Seconds)> cells = [];

    ComparisonJob(ComparisonRequest request, IJobObserver observer, CancellationToken cancel) => (this.request, this.observer, this.cancel) = (request, observer, cancel);

    /// <summary>Runs the job.</summary>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; embeddings so far are in the cache, and cells so far in their files.</exception>
    public static ComparisonResult Run(ComparisonRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        return new ComparisonJob(request, observer ?? SilentObserver.Instance, cancel).Run();
    }

    ComparisonResult Run()
    {
        PicturePlace.RequireTrainable(request.Images);
        var classFile = request.ClassFile is null ? null : ClassFile.Read(request.ClassFile);
        var set = MeasuredSet.Whole(new NamedPictures(PicturePlace.NameOf(request.Images), PicturePlace.Find(request.Images, request.Cache, observer, cancel)), classFile);
        set.Collection.Warnings.ToList().ForEach(Warn);
        set.Collection.Notes.ToList().ForEach(Note);
        var (page, document, folder) = (Place("compare.html"), Place("compare.json"), Place("cells"));
        ResultFolder.Require(request.Folder, "compare.html", "compare.json");

        using var cache = Caches.Features(request.Cache);
        IReadOnlyList<int> shots = [];
        IReadOnlyList<IReadOnlyList<ComparisonDraw>> draws = [];
        foreach (var place in NamedModel.Find(request.Models, observer, cancel))
        {
            using var clip = ClipModel.Load(place.Path);
            var model = new ComparedModel(clip, place.Name, place.Hint);
            clip.Warnings.ToList().ForEach(Warn);
            var choices = Usable(set, model);
            var preprocessing = new TrainRequest { Images = request.Images, Model = place.Hint, Recipe = request.Recipe }.PreprocessingOf(clip.Preprocessing);
            var encoder = new PictureEncoder(clip, preprocessing, cache);
            encode.Start();
            set.Prepare(encoder, observer, cancel);
            encode.Stop();
            clip.ReleaseImage();                    // packed again only where a recipe asks for more views
            if (draws.Count == 0)
                (shots, draws) = Draw(set);

            PlannedRow[] planned = [.. choices.Select(choice => PlannedRow.Of(choice, request, set, model, shots))];
            rows.AddRange(planned.Select(p => p.Row));
            train.Start();
            cells.AddRange(new ModelComparison(request, set, model, preprocessing, encoder, new CellFolder<CellFigures>(folder), observer, cancel).Run(planned, draws));
            train.Stop();
            var environment = RunEnvironment.Capture(clip.Engine);
            origins.Add(new ReportOrigin(model.Name, clip.ContentHash, clip.Config.Architecture, Library.Version, environment.Runtime, environment.KernelPath.ToString()));
        }
        cancel.ThrowIfCancellationRequested();
        var report = Report(set, shots, draws);
        AtomicFile.WriteText(document, report.ToJson());
        AtomicFile.WriteText(page, ComparisonPage.Write(report));
        return new ComparisonResult(page, document, folder, report);
    }

    string Place(string name) => Path.GetFullPath(Path.Combine(request.Folder, name));

    /// <summary>The methods that can be made ready, tried before any picture is read. One that nobody asked for by name is left out, any other stops the comparison.</summary>
    List<MethodChoice> Usable(MeasuredSet set, ComparedModel model)
    {
        var usable = new List<MethodChoice>();
        foreach (var choice in request.Choices)
        {
            try
            {
                PlannedRow.Of(choice, request, set, model, request.Shots ?? ComparisonRequest.UsualShots);
                usable.Add(choice);
            }
            catch (KronClipException error) when (request.Methods is null && choice.Id != ComparisonRequest.Baseline && error is OptionsException or TokenizerException)
            {
                Note($"{choice.Title} is left out on {model.Name}: {error.Message}");
            }
        }
        return usable;
    }

    (IReadOnlyList<int> Shots, IReadOnlyList<IReadOnlyList<ComparisonDraw>> Draws) Draw(MeasuredSet set)
    {
        var choice = ShotChoice.Of(set.Collection, set.Pictures.Hashes, request.Shots, request.Seeds[0]);
        choice.Notes.ToList().ForEach(Note);
        ComparisonDraw[][] draws = [.. request.Seeds.Select(seed => ComparisonDraw.Of(set, choice.Shots, seed).ToArray())];
        draws.SelectMany(d => d[^1].Pictures.Warnings).Distinct(StringComparer.Ordinal).ToList().ForEach(Warn);
        return (choice.Shots, draws);
    }

    ComparisonReport Report(MeasuredSet set, IReadOnlyList<int> shots, IReadOnlyList<IReadOnlyList<ComparisonDraw>> draws)
    {
        var (first, most) = (draws[0], draws[0][^1].Pictures);
        var pictures = new ComparisonPictures(set.Name, [.. set.Collection.Classes.Select(c => c.Name)], [.. first.Select(d => d.Pictures.Train.Count)],
            most.Validation.Count, most.Test.Count, most.TestKind, most.Fingerprint);
        var table = ComparisonTable.Draw(rows, shots, request.Seeds, [.. cells.Select(c => c.Cell)]);
        var seconds = cells.Where(c => c.Cell.Shots > 0).GroupBy(c => c.Cell.Row, StringComparer.Ordinal).Select(own => new RowSeconds(own.Key, own.Count(), own.Average(c => c.Seconds)));
        var environment = RunEnvironment.Capture(Compute.Engine.Default);
        return new ComparisonReport
        {
            Origins = origins,
            Pictures = pictures,
            Rows = rows,
            Cells = [.. cells.Select(c => c.Cell)],
            Table = table,
            Verdict = [.. ComparisonVerdict.Of(rows, table, pictures.Chance), .. PickedMethods.Of(rows, [.. cells.Select(c => c.Cell)])],
            Notes = notes,
            Warnings = warnings,
            Seconds = new ReportSeconds(0, encode.Elapsed.TotalSeconds, train.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds, [.. seconds], environment.Processor, environment.Threads),
        };
    }

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
