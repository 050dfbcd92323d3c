using KronClip.Clip;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Storage;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// One of the protocols of the field, on a person's own pictures or on published data sets, for several models, methods and seeds. Every measurement is a file of its
/// own, so a benchmark that was stopped goes on with the same request and ends with the same figures. docs/protocols.md says what is measured and how.
/// </summary>
public sealed class BenchmarkJob
{
    readonly BenchmarkRequest request;
    readonly BenchmarkPictures pictures;
    readonly CellFolder<HitFigures> folder;
    readonly IJobObserver observer;
    readonly CancellationToken cancel;
    readonly List<string> notes = [], warnings = [];
    readonly List<ReportOrigin> origins = [];
    readonly List<BenchmarkRow> rows = [];
    readonly List<BenchmarkCell> cells = [];
    readonly Dictionary<BenchmarkSource, (IReadOnlyList<int> Shots, IReadOnlyList<IReadOnlyList<SourceDraw>> Draws)> drawn = [];

    BenchmarkJob(BenchmarkRequest request, BenchmarkPictures pictures, CellFolder<HitFigures> folder, IJobObserver observer, CancellationToken cancel) =>
        (this.request, this.pictures, this.folder, this.observer, this.cancel) = (request, pictures, folder, observer, cancel);

    /// <summary>Runs the job.</summary>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; embeddings so far are in the cache, and cells so far in their files.</exception>
    public static BenchmarkResult Run(BenchmarkRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        var hears = observer ?? SilentObserver.Instance;
        var place = new BenchmarkFolder(request.Folder);
        place.Require(request.Name);
        var models = NamedModel.Find(request.Models, hears, cancel);
        var pictures = request.DataRoot is null ? OwnPictures.Open(request, hears, cancel) : PublishedPictures.Open(request);
        return new BenchmarkJob(request, pictures, new CellFolder<HitFigures>(place.Cells), hears, cancel).Run(models, place);
    }

    BenchmarkResult Run(IReadOnlyList<NamedModel> models, BenchmarkFolder place)
    {
        pictures.Notes.ToList().ForEach(Note);
        foreach (var set in pictures.Sets)
            set.Collection.Warnings.ToList().ForEach(warning => Warn(set, warning));
        using var cache = Caches.Features(request.Cache);
        foreach (var named in models)
        {
            using var clip = ClipModel.Load(named.Path);
            var model = new ComparedModel(clip, named.Name, named.Hint);
            clip.Warnings.ToList().ForEach(Warn);
            var choices = Usable(model);
            var preprocessing = request.Recipe.PreprocessingOf(clip.Preprocessing);
            var encoder = new PictureEncoder(clip, preprocessing, cache);
            foreach (var set in pictures.Sets)
            {
                set.Prepare(encoder, observer, cancel);
                set.SetAside.ToList().ForEach(warning => Warn(set, warning));
            }
            clip.ReleaseImage();                    // packed again only where a recipe asks for more views
            var benchmark = new ModelBenchmark(request, model, preprocessing, encoder, folder, observer, cancel);
            foreach (var (i, source) in pictures.Sources.Index())
                Measure(source, model, choices, benchmark, pictures.Sources.Count == 1 ? model.Name : FormattableString.Invariant($"{source.Pictures.Name} on {model.Name} ({i + 1} of {pictures.Sources.Count})"));
            var environment = RunEnvironment.Capture(clip.Engine);
            origins.Add(new ReportOrigin(model.Name, clip.ContentHash, clip.Config.Architecture, Library.Version, environment.Runtime, environment.KernelPath.ToString()));
        }
        cancel.ThrowIfCancellationRequested();
        var report = BenchmarkReport.Of(Facts(), [.. pictures.Facts.Select(Read)], rows, origins, cells, notes, warnings);
        AtomicFile.WriteText(place.Document, report.ToJson());
        AtomicFile.WriteText(place.Page, BenchmarkPage.Write(report));
        return new BenchmarkResult(place.Page, place.Document, place.Cells, report, cells);
    }

    /// <summary>A published data set of which a picture cannot be read is not the one of the published figures.</summary>
    BenchmarkSetFacts Read(BenchmarkSetFacts facts)
    {
        var unread = pictures.Sets.First(set => set.Name == facts.Name).Pictures.Hashes.Unusable.Count;
        return facts.Published is null || unread == 0 ? facts : facts with { Differences = [.. facts.Differences, $"{Printable.Count(unread, "picture")} of {facts.Title} cannot be read and {(unread == 1 ? "is" : "are")} left out."] };
    }

    BenchmarkRequestFacts Facts() => new()
    {
        Protocol = request.Protocol,
        Source = request.Protocol is ProtocolKind.CrossTask or ProtocolKind.Domain ? pictures.Sources[0].Pictures.Name : null,
        Shots = [.. drawn.Values.SelectMany(drawing => drawing.Shots).Distinct().Order()],
        Seeds = request.Seeds,
        Recipe = request.Recipe.Name,
        Join = request.Join,
        PublishedTemplates = request.DataRoot is not null && !request.Choices.Any(choice => choice.Options.ContainsKey("templates")),
        Acceptance = request.Accept,
    };

    void Measure(BenchmarkSource source, ComparedModel model, IReadOnlyList<MethodChoice> choices, ModelBenchmark benchmark, string title)
    {
        if (!drawn.TryGetValue(source, out var drawing))
            drawing = drawn[source] = Draw(source);
        var (shots, draws) = drawing;
        BenchmarkMethod[] methods = [.. choices.Select(choice => BenchmarkMethod.Of(choice, request, source, model.Clip, shots))];
        rows.AddRange(methods.Where(method => rows.All(known => known.Model != model.Name || known.Method.Id != method.Row.Id)).Select(method => new BenchmarkRow(model.Name, method.Row)));
        var fits = benchmark.Run(source, methods, draws, title);
        cells.AddRange(fits.SelectMany(fit => fit.Named(request.Protocol, model.Name)));
        foreach (var fit in fits.Where(fit => fit.Cells[0].Figures!.Picked is not null))
            notes.Add(FormattableString.Invariant($"{fit.Method.Row.Title} on {source.Pictures.Name} and {model.Name} with {fit.Shots} pictures of each class and seed {fit.Draw.Pictures.Seed} took {fit.Cells[0].Figures!.Picked}."));
    }

    /// <summary>The pictures of every seed. They are the same for all models.</summary>
    (IReadOnlyList<int> Shots, IReadOnlyList<IReadOnlyList<SourceDraw>> Draws) Draw(BenchmarkSource source)
    {
        var shots = request.AskedShots;
        if (source.IsOwn && request.Protocol == ProtocolKind.FewShot)
        {
            var choice = ShotChoice.Of(source.Pictures.Collection, source.Pictures.Pictures.Hashes, request.Shots, request.Seeds[0]);
            choice.Notes.ToList().ForEach(Note);
            shots = choice.Shots;
        }
        SeedDraw[][] draws = [.. request.Seeds.Select(seed => SeedDraw.Of(source.Pictures, shots, seed).ToArray())];
        var most = draws.Select(seed => seed[^1]).ToArray();
        most.SelectMany(draw => draw.Warnings).ToList().ForEach(warning => Warn(source.Pictures, warning));
        Leaks.Of(source.Pictures, source.Others, most).ToList().ForEach(Warn);
        return (shots, [.. draws.Select(seed => (IReadOnlyList<SourceDraw>)[.. seed.Select((draw, i) => new SourceDraw(source, draw, shots[i]))])]);
    }

    /// <summary>The methods that can be made ready for all classes, tried before any picture is read. One that nobody asked for by name is left out, any other stops the benchmark.</summary>
    List<MethodChoice> Usable(ComparedModel model)
    {
        var usable = new List<MethodChoice>();
        foreach (var choice in request.Choices)
        {
            try
            {
                foreach (var source in pictures.Sources)
                    BenchmarkMethod.Of(choice, request, source, model.Clip, request.AskedShots);
                usable.Add(choice);
            }
            catch (KronClipException error) when (request.Methods is null && choice.Id != ComparisonRequest.Baseline && error is OptionsException or TokenizerException)
            {
                Note($"{choice.Title} is left out on {model.Name}: {error.Message}");
            }
        }
        return usable;
    }

    void Note(string message)
    {
        if (notes.Contains(message))
            return;
        notes.Add(message);
        observer.Note(message);
    }

    /// <summary>With several sets it must be said which one is meant.</summary>
    void Warn(MeasuredSet set, string message) => Warn(pictures.Facts.Count == 1 ? message : $"{set.Name}: {message}");

    void Warn(string message)
    {
        if (warnings.Contains(message))
            return;
        warnings.Add(message);
        observer.Warn(message);
    }
}
