using System.Diagnostics;
using KronClip.Classifiers;
using KronClip.Evaluation;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// The whole job at a glance: methods put to the test on a small model and its pictures, a page to look at, and a classifier to go on with. It measures and draws
/// nothing itself. Files are written at the end, each whole or not at all.
/// </summary>
public static class DemoJob
{
    /// <summary>Runs the demo.</summary>
    /// <exception cref="KronClipException">Something cannot be used or written; see the message.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; no result is written, and embeddings so far are in the cache.</exception>
    public static DemoResult Run(DemoRequest request, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var hears = observer ?? SilentObserver.Instance;
        var total = Stopwatch.StartNew();
        request.On(NoSources).Validate();               // what can be refused is refused before anything is made
        var files = new DemoFiles(request.Output);
        files.Require();
        var sources = request.Sources ?? DemoSources.Prepare(request.Cache, hears, cancel);
        var prepare = total.Elapsed.TotalSeconds;
        using var outcome = ProtocolJob.Run(request.On(sources), hears, cancel);
        cancel.ThrowIfCancellationRequested();

        var pictures = new DemoPictures(outcome);
        var (baseline, chosen) = (Baseline(outcome), Chosen(outcome));
        ClassifierFile.Write(files.Classifier, Finished(outcome, baseline, chosen, request.Seeds[0]));
        var table = ProtocolTable.Draw(outcome.Rows, request.Seeds, outcome.Cells);
        var report = new ProtocolReport
        {
            Origin = outcome.Origin,
            Shots = request.Shots,
            Seeds = request.Seeds,
            Sets = outcome.Sets,
            Methods = outcome.Rows,
            Cells = outcome.Cells,
            Table = table,
            Verdict = Verdict.Of(outcome.Rows, table),
            Examples = pictures.Examples([.. new[] { baseline, chosen }.OfType<string>().Distinct(StringComparer.Ordinal)]),
            Gallery = pictures.Gallery(),
            Warnings = outcome.Warnings,
            Seconds = outcome.Seconds with { Prepare = prepare, Total = total.Elapsed.TotalSeconds },
        };
        var result = new DemoResult(files.Page, files.Document, files.Classifier, Next(files, sources, report), report);
        AtomicFile.WriteText(files.Document, result.ToJson());
        AtomicFile.WriteText(files.Page, ProtocolPage.Write(report, Title(report), Introduction(report), pictures.Address, result.Next));
        return result;
    }

    static DemoSources NoSources { get; } = new() { Model = "", ModelName = "", ModelArgument = "", Source = new NamedPictures("", "") };

    static string? Baseline(ProtocolOutcome outcome) => outcome.Rows.FirstOrDefault(r => !r.Learns)?.Id;

    /// <summary>The row whose classifier is kept: the method of the house, else the last one that learns.</summary>
    static string Chosen(ProtocolOutcome outcome) =>
        (outcome.Rows.FirstOrDefault(r => r.Method == "ck-coop") ?? outcome.Rows.LastOrDefault(r => r.Learns) ?? outcome.Rows[0]).Id;

    static Classifier Finished(ProtocolOutcome outcome, string? baseline, string chosen, long seed)
    {
        Figures? Test(string? row) => outcome.Cells.FirstOrDefault(c => c.Row == row && c.Seed == seed && c.Protocol == ProtocolKind.FewShot) is { } cell
            ? new Figures(cell.Accuracy, cell.MacroF1, cell.Pictures)
            : null;
        return ProtocolClassifiers.Finished(outcome.Classifiers[chosen], Test(baseline), Test(chosen)!, outcome.TestKind, "kronclip demo");
    }

    static string Title(ProtocolReport report) =>
        $"{report.Sets[0].Classes.Count} classes, {report.Shots} {(report.Shots == 1 ? "picture" : "pictures")} of each: what a frozen model learns";

    static string Introduction(ProtocolReport report)
    {
        var most = report.Methods.Max(m => m.Parameters);
        return $"The model {report.Origin.Model} stays as it is. {(most == 0 ? "Nothing is learned." : $"Only the words before a class's name are learned, at most {PageFigures.Count(most)} numbers.")} "
            + "Each method is trained on half of the classes and then asked for the other half by name, and trained on all classes and shown pictures of another kind and another task.";
    }

    static IReadOnlyList<NextCommand> Next(DemoFiles files, DemoSources sources, ProtocolReport report)
    {
        var (name, example) = (sources.Source.Name, report.Examples[0].Picture);
        var picture = PicturePlace.IsNamed(name) ? $"{name}/{example}" : Path.Combine(sources.Source.Images, example);
        return
        [
            new($"kronclip predict {Word(files.ClassifierAsGiven)} {Word(picture)}", "Ask the classifier that was made about one of the pictures, or about your own:"),
            new($"kronclip train <folder of class folders> --model {Word(sources.ModelArgument)}", "Make a classifier of your own pictures, one folder for each class:"),
            new("kronclip methods", "See the methods and what they learn:"),
        ];
    }

    /// <summary>A path as a word of a command, on every shell.</summary>
    static string Word(string path) => path.All(c => char.IsAsciiLetterOrDigit(c) || "/\\._-:~".Contains(c, StringComparison.Ordinal)) ? path : $"\"{path}\"";
}
