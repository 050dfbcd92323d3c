using System.Diagnostics;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Puts methods to the test on one footing: for each seed, each method is trained once on all classes of the source (few-shot, domain, cross-task) and once on its
/// base half (base-to-new). Every picture is encoded once. docs/protocols.md says what is measured and why.
/// </summary>
sealed class ProtocolJob
{
    readonly ProtocolRequest request;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly ClipModel model;
    readonly List<ProtocolCell> cells = [];
    readonly List<string> warnings = [];
    readonly Dictionary<string, Classifier> classifiers = [];
    readonly Dictionary<string, List<double>> fitSeconds = [];

    ProtocolJob(ProtocolRequest request, ClipModel model, IJobObserver observer, CancellationToken cancel) =>
        (this.request, this.model, this.observer, this.cancel) = (request, model, observer, cancel);

    /// <summary>Runs the job.</summary>
    /// <exception cref="KronClipException">Input, model or options cannot be used; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; embeddings so far are in the cache.</exception>
    public static ProtocolOutcome Run(ProtocolRequest request, IJobObserver observer, CancellationToken cancel)
    {
        request.Validate();
        var place = ModelPlace.Find(request.Model, observer, cancel);
        var model = ClipModel.Load(place.Path);
        try
        {
            return new ProtocolJob(request with { Model = place.Hint }, model, observer, cancel).Run();
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    ProtocolOutcome Run()
    {
        var total = Stopwatch.StartNew();
        model.Warnings.ToList().ForEach(Warn);
        var source = MeasuredSet.Source(request.Source);
        var shifts = request.Shifts.Select(s => MeasuredSet.Shift(s, source)).ToArray();
        var tasks = request.Tasks.Select(MeasuredSet.Task).ToArray();
        var plans = request.Methods.Select(m => MethodPlan.Of(m, request, model, source.Collection.Classes.Count)).ToArray();
        foreach (var plan in plans)
            Array.ForEach([source, .. tasks], set => plan.Prompts(model, set.Collection.Classes));      // a bad name costs seconds, not minutes

        var encode = Stopwatch.StartNew();
        using var cache = Caches.Features(request.Cache);
        var encoder = new PictureEncoder(model, model.Preprocessing, cache);
        foreach (var set in new[] { source }.Concat(shifts).Concat(tasks))
            Prepare(set, encoder);
        model.ReleaseImage();                      // packed again only where a recipe asks for more views
        encode.Stop();

        var train = Stopwatch.StartNew();
        var draws = request.Seeds.Select(seed => SeedDraw.Of(source, request.Shots, seed)).ToArray();
        draws.SelectMany(d => d.Warnings).Distinct(StringComparer.Ordinal).ToList().ForEach(Warn);
        Leaks.Of(source, [.. shifts, .. tasks], draws).ToList().ForEach(Warn);
        Measure(plans, source, shifts, tasks, draws, encoder);
        train.Stop();

        var environment = RunEnvironment.Capture(model.Engine);
        return new ProtocolOutcome(
            new ReportOrigin(request.ModelName ?? ModelPlace.NameOf(request.Model, model.Folder), model.ContentHash, model.Config.Architecture,
                Library.Version, environment.Runtime, environment.KernelPath.ToString()),
            [.. plans.Select(p => p.Row)],
            cells,
            [Describe(source, draws[0]), .. shifts.Concat(tasks).Select(Describe)],
            new ReportSeconds(0, encode.Elapsed.TotalSeconds, train.Elapsed.TotalSeconds, total.Elapsed.TotalSeconds,
                [.. fitSeconds.Select(f => new RowSeconds(f.Key, f.Value.Count, f.Value.Average()))], environment.Processor, environment.Threads),
            warnings, source, [.. shifts, .. tasks], draws[0].Test, draws[0].TestKind, classifiers, model);
    }

    void Measure(MethodPlan[] plans, MeasuredSet source, MeasuredSet[] shifts, MeasuredSet[] tasks, SeedDraw[] draws, PictureEncoder encoder)
    {
        var halves = ClassHalves.Of(source.Collection.Classes.Count);
        using var trainings = TrainingProgress.Of(observer, plans, draws, halves);
        var make = new ProtocolClassifiers(request, model);
        var dictionaries = Caches.Dictionaries(request.Cache, model.ContentHash);
        foreach (var draw in draws)
        {
            foreach (var plan in plans)
            {
                if (plan.Definition.HasRecipe && plan.Recipe.Views != 1)
                    trainings.Pause();                      // encoding views is a stage of its own
                var data = draw.Data(plan, encoder, observer, cancel);
                var measured = new SeedMeasurement(cells, plan.Row.Id, draw, source);

                var prompts = plan.Prompts(model, source.Collection.Classes);
                var onAll = Fit(plan, prompts, data, draw.Seed, trainings, dictionaries, "all classes");
                var classifier = make.Of(onAll, prompts, source.Collection.Classes, draw);
                classifiers.TryAdd(plan.Row.Id, classifier);
                measured.FewShot(classifier);
                Array.ForEach(shifts, shift => measured.Domain(classifier, shift));
                foreach (var task in tasks)
                    measured.CrossTask(make.Of(onAll, plan.Prompts(model, task.Collection.Classes), task.Collection.Classes, draw), task);

                var (old, fresh) = (prompts.Select(halves.Base), prompts.Select(halves.New));
                var onBase = Fit(plan, old, data.OfClasses(halves.Base), draw.Seed, trainings, dictionaries, "base classes");
                measured.Half(ProtocolCell.Base, make.Of(onBase, old, Classes(source, halves.Base), draw), halves.Base);
                measured.Half(ProtocolCell.New, make.Of(onBase, fresh, Classes(source, halves.New), draw), halves.New);
            }
        }
    }

    FittedMethod Fit(MethodPlan plan, ClassPrompts classes, FitData data, long seed, TrainingProgress trainings, TokenDictionaries dictionaries, string what)
    {
        cancel.ThrowIfCancellationRequested();
        trainings.Next(plan, seed, what);
        var clock = Stopwatch.StartNew();
        var fitted = FittedMethod.Fit(plan, model, dictionaries, classes, data, seed, trainings.Step, cancel);
        if (plan.Definition.Learns)
            (fitSeconds.TryGetValue(plan.Row.Id, out var own) ? own : fitSeconds[plan.Row.Id] = []).Add(clock.Elapsed.TotalSeconds);
        return fitted;
    }

    static ClassDefinition[] Classes(MeasuredSet set, IReadOnlyList<int> labels) => [.. labels.Select(label => set.Collection.Classes[label])];

    void Prepare(MeasuredSet set, PictureEncoder encoder)
    {
        set.Collection.Warnings.ToList().ForEach(Warn);
        set.Prepare(encoder, observer, cancel);
        set.SetAside.ToList().ForEach(Warn);
    }

    static ReportSet Describe(MeasuredSet set, SeedDraw draw) => new(set.Name, set.Role, [.. set.Collection.Classes.Select(c => c.Name)],
        ClassHalves.Of(set.Collection.Classes.Count).Base.Count, draw.Train.Count, draw.Test.Count, draw.Fingerprint);

    static ReportSet Describe(MeasuredSet set)
    {
        var items = set.Measured();
        return new ReportSet(set.Name, set.Role, [.. set.Collection.Classes.Select(c => c.Name)], 0, 0, items.Count, DataFingerprint.Of(items, set.Collection.Classes, set.Pictures.Hashes));
    }

    void Warn(string message)
    {
        warnings.Add(message);
        observer.Warn(message);
    }
}
