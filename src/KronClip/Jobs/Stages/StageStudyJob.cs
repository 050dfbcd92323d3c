using System.Diagnostics;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>A finished study in stages.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">The report as a file.</param>
/// <param name="Report">All figures.</param>
public sealed record StageStudyResult(string Page, string Document, StageReport Report);

/// <summary>
/// What methods keep and lose where classes come in groups (docs/stages.md). Each way of each method with each seed is a file of its own, so a study that was stopped goes
/// on with the same request and ends with the same figures.
/// </summary>
public sealed class StageStudyJob
{
    const int CellVersion = 1;

    readonly StageStudyRequest request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly ClipModel model;
    readonly ProtocolRequest protocol;
    readonly List<string> warnings = [];

    StageStudyJob(StageStudyRequest request, string images, string modelHint, ClipModel model, IJobObserver observer, CancellationToken cancel) =>
        (this.request, this.model, this.observer, this.cancel, protocol) = (request, model, observer, cancel, request.Protocol(modelHint, images));

    /// <summary>Runs the study.</summary>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the cells so far are kept, and the same request goes on.</exception>
    public static StageStudyResult Run(StageStudyRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hears = observer ?? SilentObserver.Instance;
        request.Validate();
        PicturePlace.RequireTrainable(request.Images);
        ResultFolder.Require(request.Output, "stages.html", "stages.json");
        string Place(string name) => Path.GetFullPath(Path.Combine(request.Output, name));
        var place = ModelPlace.Find(request.Model, hears, cancel);
        using var model = ClipModel.Load(place.Path);
        var images = PicturePlace.Find(request.Images, request.Cache, hears, cancel);
        var report = new StageStudyJob(request, images, place.Hint, model, hears, cancel).Run(new KeptCells<StageStudyCell>(Place("cells")));
        AtomicFile.WriteText(Place("stages.json"), report.ToJson());
        AtomicFile.WriteText(Place("stages.html"), StagePage.Write(report));
        return new StageStudyResult(Place("stages.html"), Place("stages.json"), report);
    }

    StageReport Run(KeptCells<StageStudyCell> kept)
    {
        var total = Stopwatch.StartNew();
        model.Warnings.ToList().ForEach(Warn);
        var source = MeasuredSet.Whole(protocol.Source);
        var count = source.Collection.Classes.Count;
        request.Groups(count, request.Seeds[0]);                    // too few classes are found before any picture is read
        var still = MethodPlan.Of(new MethodChoice(ZeroShot.Definition.Name), protocol, model, count);
        MethodPlan[] plans = [.. request.Methods.Select(choice => MethodPlan.Of(choice, protocol, model, count))];
        foreach (var plan in plans)
            plan.Prompts(model, source.Collection.Classes);         // a bad name costs seconds, not minutes

        var encode = Stopwatch.StartNew();
        using var cache = Caches.Features(request.Cache);
        var encoder = new PictureEncoder(model, model.Preprocessing, cache);
        source.Collection.Warnings.ToList().ForEach(Warn);
        source.Prepare(encoder, observer, cancel);
        foreach (var unusable in source.Pictures.Hashes.Unusable)
            Warn($"Set aside: {unusable.Reason}");
        model.ReleaseImage();                                       // packed again only where a recipe asks for more views
        encode.Stop();

        var train = Stopwatch.StartNew();
        var draws = request.Seeds.Select(seed => SeedDraw.Of(source, request.Shots, seed)).ToArray();
        draws.SelectMany(d => d.Warnings).Distinct(StringComparer.Ordinal).ToList().ForEach(Warn);
        (MethodPlan Plan, StageWay? Way)[] lines = [(still, null), .. plans.SelectMany(plan => StageWay.Of(plan.Options, request.Replay).Select(way => (plan, (StageWay?)way)))];
        var measured = Measure(lines, draws, source, encoder, kept);
        train.Stop();

        var environment = RunEnvironment.Capture(model.Engine);
        StageRow[] rows = [.. lines.Select(l => new StageRow(Id(l), l.Plan.Row.Id, l.Plan.Row.Title, l.Way?.Title ?? "named", l.Way is null ? null : l.Plan.Row.Recipe, measured.First(m => m.Row == Id(l)).Cell.Parameters))];
        StageCell[] cells = [.. measured.SelectMany(m => m.Cell.Measured.Select(c => c with { Row = m.Row }))];
        StageFigures[] figures = [.. rows.Select(r => StageFigures.Over(r.Id, request.Seeds, request.Stages, cells))];
        return new StageReport
        {
            Origin = new ReportOrigin(ModelPlace.NameOf(protocol.Model, model.Folder), model.ContentHash, model.Config.Architecture, Library.Version, environment.Runtime, environment.KernelPath.ToString()),
            Set = new ReportSet(source.Name, SetRole.Source, [.. source.Collection.Classes.Select(c => c.Name)], 0, draws[0].Train.Count, draws[0].Test.Count, draws[0].Fingerprint),
            Shots = request.Shots,
            Replay = request.Replay,
            Seeds = request.Seeds,
            Stages = request.Stages,
            Groups = [.. request.Seeds.Select(seed => new StageGroups(seed, [.. request.Groups(count, seed).Select(g => (IReadOnlyList<string>)[.. g.Select(l => source.Collection.Classes[l].Name)])]))],
            Rows = rows,
            Figures = figures,
            Findings = StageFinding.Of(rows, figures),
            Cells = cells,
            Warnings = warnings,
            Seconds = new ReportSeconds(0, encode.Elapsed.TotalSeconds, train.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds,
                [.. rows.Select(r => new RowSeconds(r.Id, measured.Where(m => m.Row == r.Id).Sum(m => m.Cell.Trainings), measured.Where(m => m.Row == r.Id).Average(m => m.Cell.Seconds)))], environment.Processor, environment.Threads),
        };
    }

    List<(string Row, StageStudyCell Cell)> Measure((MethodPlan Plan, StageWay? Way)[] lines, SeedDraw[] draws, MeasuredSet source, PictureEncoder encoder, KeptCells<StageStudyCell> kept)
    {
        var cells = new List<(string, StageStudyCell)>();
        var measure = new StageStudyMeasurement(protocol, model, source, encoder, observer, cancel);
        var (keys, reused) = (new StudyKeys(model, source, request.Shots), 0);
        observer.Begin("studying", (long)lines.Length * draws.Length, "cells");
        foreach (var draw in draws)
        {
            var groups = request.Groups(source.Collection.Classes.Count, draw.Seed);
            foreach (var (plan, way) in lines)
            {
                cancel.ThrowIfCancellationRequested();
                observer.Advance(cells.Count, FormattableString.Invariant($"{plan.Row.Title}{(way is null ? "" : ", " + way.Title)}, seed {draw.Seed}"));
                var key = keys.Of(plan, draw, CellVersion);
                key["way"] = way?.Id;
                key["groups"] = new JsonArray([.. groups.Select(g => new JsonArray([.. g.Select(l => JsonValue.Create(source.Collection.Classes[l].Folder))]))]);
                var cell = kept.Find(key);
                if (cell is null)
                    kept.Keep(key, cell = way is null ? measure.ZeroShot(plan, draw, groups) : measure.Of(plan, way, draw, groups));
                else
                    reused++;
                cells.Add((Id((plan, way)), cell));
            }
        }
        observer.Advance(cells.Count);
        observer.End();
        if (reused > 0)
            observer.Note(FormattableString.Invariant($"{reused} of {cells.Count} cells were there already and are used as they are."));
        return cells;
    }

    static string Id((MethodPlan Plan, StageWay? Way) line) => line.Way is null ? line.Plan.Row.Id : $"{line.Plan.Row.Id} {line.Way.Id}";

    void Warn(string message)
    {
        warnings.Add(message);
        observer.Warn(message);
    }
}
