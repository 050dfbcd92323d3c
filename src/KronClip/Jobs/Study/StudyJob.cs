using System.Diagnostics;
using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>A finished study.</summary>
/// <param name="Page">The HTML page.</param>
/// <param name="Document">The report as a file.</param>
/// <param name="Report">All figures.</param>
public sealed record StudyResult(string Page, string Document, StudyReport Report);

/// <summary>
/// How much the settings of a method matter (docs/study.md), or its add-ons (docs/add-ons.md): one axis at a time around the default, each setting with every seed,
/// measured by the code of the protocols. Every cell is kept as soon as it is there, so a study that was stopped goes on where it was and ends with the same figures.
/// </summary>
public sealed class StudyJob
{
    const int CellVersion = 2;

    readonly StudyDesign request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly ClipModel model;
    readonly ProtocolRequest protocol;             // the same request as the protocols' code wants it
    readonly List<string> warnings = [];

    StudyJob(StudyDesign request, string images, string modelHint, ClipModel model, IJobObserver observer, CancellationToken cancel)
    {
        (this.request, this.model, this.observer, this.cancel) = (request, model, observer, cancel);
        protocol = new ProtocolRequest
        {
            Model = modelHint,
            Source = new NamedPictures(PicturePlace.NameOf(request.Images), images),
            Methods = [],
            Shots = request.Shots,
            Seeds = request.Seeds,
            Recipe = request.Recipe,
            Cache = request.Cache,
        };
    }

    /// <summary>Runs the study.</summary>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the cells so far are kept, and the same request goes on.</exception>
    public static StudyResult Run(StudyDesign request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hears = observer ?? SilentObserver.Instance;
        request.Validate();
        PicturePlace.RequireTrainable(request.Images);
        var files = new StudyFiles(request.Output);
        files.Require();
        var place = ModelPlace.Find(request.Model, hears, cancel);
        using var model = ClipModel.Load(place.Path);
        var images = PicturePlace.Find(request.Images, request.Cache, hears, cancel);
        var report = new StudyJob(request, images, place.Hint, model, hears, cancel).Run(new StudyCells(files.Cells));
        AtomicFile.WriteText(files.Document, report.ToJson());
        AtomicFile.WriteText(files.Page, StudyPage.Write(report));
        return new StudyResult(files.Page, files.Document, report);
    }

    StudyReport Run(StudyCells kept)
    {
        var total = Stopwatch.StartNew();
        model.Warnings.ToList().ForEach(Warn);
        var source = MeasuredSet.Source(protocol.Source);
        var study = request.Plan(model);
        study.Warnings.ToList().ForEach(Warn);
        StudySetting[] settings = [.. study.Lines.SelectMany(l => l.Settings).Concat(study.References).DistinctBy(s => s.Id)];
        MethodPlan[] plans = [.. settings.Select(s => Plan(s, source))];

        var encode = Stopwatch.StartNew();
        using var cache = Caches.Features(request.Cache);
        var encoder = new PictureEncoder(model, model.Preprocessing, cache);
        source.Collection.Warnings.ToList().ForEach(Warn);
        source.Prepare(encoder, observer, cancel);
        foreach (var unusable in source.Pictures.Hashes.Unusable)
            Warn($"Set aside: {unusable.Reason}");
        model.ReleaseImage();                      // packed again only where a recipe asks for more views
        encode.Stop();

        var train = Stopwatch.StartNew();
        var draws = request.Seeds.Select(seed => SeedDraw.Of(source, request.Shots, seed)).ToArray();
        draws.SelectMany(d => d.Warnings).Distinct(StringComparer.Ordinal).ToList().ForEach(Warn);
        var cells = Measure(plans, draws, source, encoder, kept);
        train.Stop();

        var environment = RunEnvironment.Capture(model.Engine);
        MethodRow[] rows = [.. plans.Select(p => p.Row)];
        ProtocolCell[] measured = [.. cells.SelectMany(c => c.Cell.Measured).Where(c => study.Chooses || c.Part != StudyReport.Validation)];
        var figures = StudyFigures.Over(rows, request.Seeds, measured);
        return new StudyReport
        {
            Origin = new ReportOrigin(ModelPlace.NameOf(protocol.Model, model.Folder), model.ContentHash, model.Config.Architecture,
                Library.Version, environment.Runtime, environment.KernelPath.ToString()),
            Method = MethodCatalogue.Find(study.Method).Title,
            Subject = study.Subject,
            Rule = study.Rule,
            Chooses = study.Chooses,
            Set = new ReportSet(source.Name, SetRole.Source, [.. source.Collection.Classes.Select(c => c.Name)],
                ClassHalves.Of(source.Collection.Classes.Count).Base.Count, draws[0].Train.Count, draws[0].Test.Count, draws[0].Fingerprint),
            Shots = request.Shots,
            Seeds = request.Seeds,
            Axes = [.. study.Lines.Select(l => Axis(l, figures, rows, study))],
            References = [.. study.References.Select(r => r.Id)],
            Rows = rows,
            Figures = figures,
            Cells = measured,
            Classes = study.ByClass ? StudyClass.Over([.. source.Collection.Classes.Select(c => c.Name)], [.. rows.Select(r => r.Id)], request.Seeds, [.. cells.SelectMany(c => c.Cell.Classes)]) : [],
            Notes = [.. cells.Where(c => c.Seed == request.Seeds[0]).Select(c => new StudyNotes(c.Row, c.Cell.Notes))],
            Warnings = warnings,
            Seconds = new ReportSeconds(0, encode.Elapsed.TotalSeconds, train.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds,
                [.. rows.Select(r => new RowSeconds(r.Id, 2 * request.Seeds.Count, cells.Where(c => c.Row == r.Id).Average(c => c.Cell.Seconds) / 2))], environment.Processor, environment.Threads),
        };
    }

    List<(string Row, long Seed, StudyCell Cell)> Measure(MethodPlan[] plans, SeedDraw[] draws, MeasuredSet source, PictureEncoder encoder, StudyCells kept)
    {
        var cells = new List<(string, long, StudyCell)>();
        var measure = new StudyMeasurement(protocol, model, source, encoder, observer, cancel);
        var (keys, reused) = (new StudyKeys(model, source, request.Shots), 0);
        observer.Begin("studying", (long)plans.Length * draws.Length, "cells");
        foreach (var draw in draws)
        {
            foreach (var plan in plans)
            {
                cancel.ThrowIfCancellationRequested();
                observer.Advance(cells.Count, FormattableString.Invariant($"{plan.Row.Title}, seed {draw.Seed}"));
                var key = keys.Of(plan, draw, CellVersion);
                var cell = kept.Find(key);
                if (cell is null)
                    kept.Keep(key, cell = measure.Of(plan, draw));
                else
                    reused++;
                cells.Add((plan.Row.Id, draw.Seed, cell with
                {
                    Measured = [.. cell.Measured.Select(m => m with { Row = plan.Row.Id })],
                    Classes = [.. cell.Classes.Select(c => c with { Row = plan.Row.Id })],
                }));
            }
        }
        observer.Advance(cells.Count);
        observer.End();
        if (reused > 0)
            observer.Note(FormattableString.Invariant($"{reused} of {cells.Count} cells were there already and are used as they are."));
        return cells;
    }

    MethodPlan Plan(StudySetting setting, MeasuredSet source)
    {
        var plan = MethodPlan.Of(setting.Choice, protocol, model, source.Collection.Classes.Count);
        plan.Prompts(model, source.Collection.Classes);             // a bad name costs seconds, not minutes
        return plan with { Row = plan.Row with { Id = setting.Id, Title = setting.Title } };
    }

    static StudyAxis Axis(StudyLine line, IReadOnlyList<StudyFigures> figures, MethodRow[] rows, StudyPlan study)
    {
        StudyValue[] values = [.. line.Settings.Select(s => new StudyValue(s.Label, s.Id, s.IsDefault))];
        return new StudyAxis(line.Name, line.Title, values, study.Finding?.Invoke(values, figures) ?? StudyFinding.Of(line.Title, values, figures, rows));
    }

    void Warn(string message)
    {
        warnings.Add(message);
        observer.Warn(message);
    }
}
