using System.Diagnostics;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Evaluation;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>The cells of one model on one source: those that are there are read, and a fit is made where one of its cells is missing. Each is written as soon as it is measured.</summary>
sealed class ModelBenchmark(BenchmarkRequest request, ComparedModel model, PreprocessOptions preprocessing, PictureEncoder encoder, CellFolder<HitFigures> folder, IJobObserver observer, CancellationToken cancel)
{
    readonly TokenDictionaries dictionaries = Caches.Dictionaries(request.Cache, model.Clip.ContentHash);

    /// <summary>Makes what is missing.</summary>
    /// <param name="source">What is trained on.</param>
    /// <param name="methods">The methods, in the order of the table.</param>
    /// <param name="draws">For each seed, the pictures of each number of shots.</param>
    /// <param name="title">What the fits are on, for the progress.</param>
    /// <returns>Every fit with its figures, in the order of the methods.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the cells so far are in their files.</exception>
    public IReadOnlyList<BenchmarkFit> Run(BenchmarkSource source, IReadOnlyList<BenchmarkMethod> methods, IReadOnlyList<IReadOnlyList<SourceDraw>> draws, string title)
    {
        var fits = Fits(source, methods, draws);
        foreach (var cell in fits.SelectMany(fit => fit.Cells))
            cell.Figures = folder.Read(cell.Key) is { } figures && figures.Classes == cell.Part.Among.Count && figures.Hits.Pictures == cell.Part.Items.Count ? figures : null;
        var missing = fits.Where(fit => fit.IsMissing).ToArray();
        var (all, kept) = (fits.Sum(fit => fit.Cells.Count), fits.Sum(fit => fit.Cells.Count(cell => cell.Figures is not null)));
        if (kept > 0)
            observer.Note(FormattableString.Invariant($"{kept} of {all} cells of {title} are there already and are kept."));
        using (var progress = new TrainingProgress(observer, missing.Length, "fits", title))
        {
            foreach (var fit in missing)
            {
                Make(fit, progress);
                progress.Step();
            }
        }
        return [.. from method in methods from fit in fits where ReferenceEquals(fit.Method, method) select fit];
    }

    /// <summary>Seed by seed, so that what an interruption leaves is whole for the first seeds. A method that learns nothing is asked once for each seed.</summary>
    List<BenchmarkFit> Fits(BenchmarkSource source, IReadOnlyList<BenchmarkMethod> methods, IReadOnlyList<IReadOnlyList<SourceDraw>> draws)
    {
        var others = source.OtherParts();
        return
        [
            .. from seed in draws
               let parts = source.Parts(seed[^1].Pictures, others, request.Join)            // all shots of a seed have the same test pictures
               from draw in seed.Index()
               from method in methods
               let plan = method.Plans[draw.Index]
               where plan.Definition.Learns || draw.Index == 0
               select new BenchmarkFit(request.Protocol, source, method, plan, draw.Item, parts, model, preprocessing),
        ];
    }

    void Make(BenchmarkFit fit, TrainingProgress progress)
    {
        cancel.ThrowIfCancellationRequested();
        var (plan, draw, source) = (fit.Plan, fit.Draw.Pictures, fit.Source);
        if (plan.Row.Recipe is not null && plan.Recipe.Views != 1)
            progress.Pause();                       // encoding views is a stage of its own
        var data = source.Halves is null ? draw.Data(plan, encoder, observer, cancel) : draw.Data(plan, source.Trained, encoder, observer, cancel);
        progress.Next(plan, draw.Seed, fit.Shots == 0 ? "no training" : FormattableString.Invariant($"{fit.Shots} shots"));
        var clock = Stopwatch.StartNew();
        try
        {
            var fitted = FittedMethod.Fit(plan, model.Clip, dictionaries, fit.Method.Trained, data, draw.Seed, () => { }, cancel);
            Measure(fit, fitted, plan.Definition.Learns ? clock.Elapsed.TotalSeconds : 0);
        }
        catch (TrainingException error)
        {
            throw new TrainingException(FormattableString.Invariant($"{plan.Row.Title} on {source.Pictures.Name}, {fit.Draw.Shots} shots, seed {draw.Seed}: {error.Message} Or leave the method out with --methods; the cells so far are kept."), error);
        }
    }

    /// <summary>Asks what is still to be asked. Parts with the same names share a classifier.</summary>
    void Measure(BenchmarkFit fit, FittedMethod fitted, double seconds)
    {
        var make = new ProtocolClassifiers(request.At(model.Hint, fit.Source.Pictures, fit.Draw.Shots), model.Clip);
        var classifiers = new Dictionary<ClassPrompts, Classifier>(ReferenceEqualityComparer.Instance);
        foreach (var cell in fit.Cells.Where(cell => cell.Figures is null))
        {
            cancel.ThrowIfCancellationRequested();
            var prompts = fit.Method.Of(cell.Part);
            if (!classifiers.TryGetValue(prompts, out var classifier))
                classifiers[prompts] = classifier = make.Of(fitted, prompts, cell.Part.Named, fit.Draw.Pictures);
            cell.Figures = HitFigures.Of(cell.Part.Measure(classifier), seconds, fitted.Selection?.Picked);
            folder.Write(cell.Key, cell.Figures);
        }
    }
}
