using System.Diagnostics;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Plants wrong labels and uneven classes among the training pictures and measures what they cost (docs/robustness.md); the test pictures stay as they are. Draws, fits and
/// measurements are those of the protocols, cells those of the studies: what was stopped goes on where it was.
/// </summary>
public sealed class NoiseJob
{
    const int CellVersion = 1;
    const string Page = "noise.html", Document = "noise.json", Cells = "cells";

    readonly NoiseRequest request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly ClipModel model;
    readonly ProtocolRequest protocol;
    readonly List<string> warnings = [];
    readonly StudyCells kept;
    int reused, done;

    NoiseJob(NoiseRequest request, string images, string hint, ClipModel model, IJobObserver observer, CancellationToken cancel)
    {
        (this.request, this.model, this.observer, this.cancel) = (request, model, observer, cancel);
        protocol = request.AsProtocol(hint, images);
        kept = new StudyCells(Path.Combine(request.Output, Cells));
    }

    /// <summary>Runs the study.</summary>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the cells so far are kept, and the same request goes on.</exception>
    public static NoiseResult Run(NoiseRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hears = observer ?? SilentObserver.Instance;
        request.Validate();
        PicturePlace.RequireTrainable(request.Images);
        ResultFolder.Require(request.Output, Page, Document);
        var place = ModelPlace.Find(request.Model, hears, cancel);
        using var model = ClipModel.Load(place.Path);
        var images = PicturePlace.Find(request.Images, request.Cache, hears, cancel);
        var report = new NoiseJob(request, images, place.Hint, model, hears, cancel).Run();
        string Place(string name) => Path.GetFullPath(Path.Combine(request.Output, name));
        AtomicFile.WriteText(Place(Document), report.ToJson());
        AtomicFile.WriteText(Place(Page), NoisePage.Write(report));
        return new NoiseResult(Place(Page), Place(Document), report);
    }

    NoiseReport Run()
    {
        var total = Stopwatch.StartNew();
        model.Warnings.ToList().ForEach(Warn);
        var source = MeasuredSet.Whole(protocol.Source);
        source.Collection.Warnings.ToList().ForEach(Warn);
        MethodPlan[] Plans(IReadOnlyList<MethodChoice> choices) => [.. choices.Select(choice => MethodPlan.Of(choice, protocol, model, source.Collection.Classes.Count))];
        var (plans, finders) = (Plans(request.Methods), Plans(request.Finders));
        foreach (var plan in plans.Concat(finders))
            plan.Prompts(model, source.Collection.Classes);         // a bad name costs seconds, not minutes

        var encode = Stopwatch.StartNew();
        using var cache = Caches.Features(request.Cache);
        var encoder = new PictureEncoder(model, model.Preprocessing, cache);
        source.Prepare(encoder, observer, cancel);
        foreach (var unusable in source.Pictures.Hashes.Unusable)
            Warn($"Set aside: {unusable.Reason}");
        encode.Stop();

        var train = Stopwatch.StartNew();
        SeedDraw[] draws = [.. request.Seeds.Select(seed => SeedDraw.Of(source, request.Shots, seed))];
        draws.SelectMany(d => d.Warnings).Distinct(StringComparer.Ordinal).ToList().ForEach(Warn);
        var wrong = request.Wrong.Order().Prepend(0).ToArray();
        observer.Begin("studying", draws.Length * ((long)plans.Length * request.Conditions.Count + (long)finders.Length * wrong.Length), "cells");
        var rows = Train(plans, draws, source, encoder);
        var found = finders.Length == 0 ? [] : Find(finders, wrong, draws, source);
        observer.End();
        train.Stop();
        if (reused > 0)
            observer.Note(FormattableString.Invariant($"{reused} of {done} cells were there already and are used as they are."));

        var environment = RunEnvironment.Capture(model.Engine);
        return new NoiseReport
        {
            Origin = new ReportOrigin(ModelPlace.NameOf(protocol.Model, model.Folder), model.ContentHash, model.Config.Architecture, Library.Version, environment.Runtime, environment.KernelPath.ToString()),
            Set = new ReportSet(source.Name, SetRole.Source, [.. source.Collection.Classes.Select(c => c.Name)], 0, draws[0].Train.Count, draws[0].Test.Count, draws[0].Fingerprint),
            Shots = request.Shots,
            Seeds = request.Seeds,
            Conditions = request.Conditions,
            Methods = [.. plans.Select(p => p.Row)],
            Rows = rows,
            FinderMethods = [.. finders.Select(p => p.Row)],
            Finders = found,
            Warnings = warnings,
            Seconds = new ReportSeconds(0, encode.Elapsed.TotalSeconds, train.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds, [], environment.Processor, environment.Threads),
        };
    }

    NoiseRow[] Train(MethodPlan[] plans, SeedDraw[] draws, MeasuredSet source, PictureEncoder encoder)
    {
        var (keys, make) = (new StudyKeys(model, source, request.Shots), new ProtocolClassifiers(protocol, model));
        var dictionaries = Caches.Dictionaries(request.Cache, model.ContentHash);
        var classes = source.Collection.Classes;
        ProtocolCell Measured(MethodPlan plan, SeedDraw draw, NoiseCondition condition) =>
            Cell(keys.Of(plan, draw, CellVersion), condition.Name, $"{plan.Row.Title}, {condition.Title}, seed {draw.Seed}", () =>
            {
                var clock = Stopwatch.StartNew();
                var prompts = plan.Prompts(model, classes);
                var data = PlantedNoise.Of(draw.Data(plan, encoder, observer, cancel), condition, classes.Count, draw.Seed);
                var fitted = FittedMethod.Fit(plan, model, dictionaries, prompts, data, draw.Seed, () => { }, cancel);
                var metrics = ProtocolMeasurement.Measure(make.Of(fitted, prompts, classes, draw), source.Pictures, draw.Test);
                return new StudyCell([ProtocolCell.From(plan.Row.Id, draw.Seed, ProtocolKind.FewShot, ProtocolCell.Test, metrics)], [], fitted.Notes, clock.Elapsed.TotalSeconds);
            }).Measured.Single();

        var cells = (from draw in draws from plan in plans from condition in request.Conditions select (plan, condition, Cell: Measured(plan, draw, condition))).ToArray();
        return [.. plans.Select(plan => new NoiseRow(plan.Row.Id,
            [.. request.Conditions.Select(condition => ProtocolFigure.Over([.. cells.Where(c => c.plan == plan && c.condition == condition).Select(c => c.Cell)]))]))];
    }

    NoiseFinder[] Find(MethodPlan[] plans, int[] wrong, SeedDraw[] draws, MeasuredSet source)
    {
        var pictures = LabelledPictures.Of(source.Collection, source.Pictures.Hashes);
        var trial = new FinderTrial(source, pictures, model, Caches.Dictionaries(request.Cache, model.ContentHash), cancel);
        var keys = new StudyKeys(model, source, request.Shots);
        var cells = (from draw in draws
                     from plan in plans
                     from share in wrong
                     select (plan, share, Cell: Cell(keys.Of(plan, draw, CellVersion), FormattableString.Invariant($"labels-{share}"),
                         FormattableString.Invariant($"{plan.Row.Title}, {share} % wrong, seed {draw.Seed}"), () => trial.Of(plan, share, draw.Seed)))).ToArray();
        return [.. from plan in plans
                   from share in wrong
                   let own = cells.Where(c => c.plan == plan && c.share == share).Select(c => c.Cell).ToArray()
                   select Finder(plan.Row.Id, share, own)];
    }

    static NoiseFinder Finder(string row, int share, StudyCell[] seeds)
    {
        ProtocolCell?[] Of(string part) => [.. seeds.Select(cell => cell.Measured.SingleOrDefault(m => m.Part == part))];
        static double? Mean(ProtocolCell?[] cells) => cells.Contains(null) ? null : cells.Average(c => c!.Accuracy);
        var (suspects, planted) = (Of(FinderTrial.Suspects), Of(FinderTrial.Planted));
        return new NoiseFinder(row, share, planted[0]?.Pictures ?? 0, suspects.Average(c => c?.Pictures ?? 0), Mean(suspects), Mean(planted), Mean(Of(FinderTrial.Surest)));
    }

    /// <summary>A cell that is there already, or that is made and kept.</summary>
    StudyCell Cell(JsonObject key, string condition, string title, Func<StudyCell> make)
    {
        cancel.ThrowIfCancellationRequested();
        observer.Advance(done++, title);
        key["condition"] = condition;
        if (kept.Find(key) is { } cell)
        {
            reused++;
            return cell;
        }
        cell = make();
        kept.Keep(key, cell);
        return cell;
    }

    void Warn(string message)
    {
        warnings.Add(message);
        observer.Warn(message);
    }
}
