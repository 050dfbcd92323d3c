using System.Diagnostics;
using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>
/// One setting with one seed: trained on all classes and measured on validation and test pictures, trained on the base half and measured on both halves. The draw,
/// the fits and the measurements are those of the protocols.
/// </summary>
sealed class StudyMeasurement(ProtocolRequest protocol, ClipModel model, MeasuredSet source, PictureEncoder encoder, IJobObserver observer, CancellationToken cancel)
{
    readonly ClassHalves halves = ClassHalves.Of(source.Collection.Classes.Count);
    readonly ProtocolClassifiers make = new(protocol, model);
    readonly TokenDictionaries dictionaries = Caches.Dictionaries(protocol.Cache, model.ContentHash);

    public StudyCell Of(MethodPlan plan, SeedDraw draw)
    {
        var clock = Stopwatch.StartNew();
        var cells = new List<ProtocolCell>();
        var measured = new SeedMeasurement(cells, plan.Row.Id, draw, source);
        var data = draw.Data(plan, encoder, observer, cancel);
        var classes = source.Collection.Classes;

        var prompts = plan.Prompts(model, classes);
        var onAll = FittedMethod.Fit(plan, model, dictionaries, prompts, data, draw.Seed, () => { }, cancel);
        var classifier = make.Of(onAll, prompts, classes, draw);
        if (Measurement.Measure(classifier, data.Validation.Features, data.Validation.Labels) is { } validation)
            cells.Add(ProtocolCell.From(plan.Row.Id, draw.Seed, ProtocolKind.FewShot, StudyReport.Validation, validation));
        var byClass = ClassCell.From(plan.Row.Id, draw.Seed, measured.FewShot(classifier));

        var (old, fresh) = (prompts.Select(halves.Base), prompts.Select(halves.New));
        var onBase = FittedMethod.Fit(plan, model, dictionaries, old, data.OfClasses(halves.Base), draw.Seed, () => { }, cancel);
        measured.Half(ProtocolCell.Base, make.Of(onBase, old, [.. halves.Base.Select(l => classes[l])], draw), halves.Base);
        measured.Half(ProtocolCell.New, make.Of(onBase, fresh, [.. halves.New.Select(l => classes[l])], draw), halves.New);
        return new StudyCell(cells, byClass, onAll.Notes, clock.Elapsed.TotalSeconds);
    }
}
