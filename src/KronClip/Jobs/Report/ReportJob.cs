using System.Text.Json;
using KronClip.Evaluation;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>What <see cref="ReportJob"/> needs to know. Immutable.</summary>
public sealed record ReportRequest
{
    /// <summary>The run folder of a training.</summary>
    public required string Run { get; init; }

    /// <summary>The language; null takes what the training was given.</summary>
    public ReportLanguage? Language { get; init; }

    /// <summary>Whether mistakes are shown as pictures; null does as the training was told.</summary>
    public bool? Pictures { get; init; }

    /// <summary>The page's file; null writes page and card into the run folder.</summary>
    public string? Output { get; init; }
}

/// <summary>Where the files are; one that was left alone, or not asked for, is null.</summary>
/// <param name="Page">The page.</param>
/// <param name="Card">The model card.</param>
public sealed record ReportFiles(string? Page, string? Card)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Draws the page and the card of a finished run again. Nothing is computed: every figure is read from metrics.json.</summary>
public static class ReportJob
{
    /// <summary>Name of the page in a run folder.</summary>
    public const string PageFile = RunReportFiles.PageFile;

    /// <summary>Runs the job.</summary>
    /// <exception cref="TrainingException">The folder holds no finished run, or one without a report.</exception>
    /// <exception cref="DataException">metrics.json cannot be read, or contradicts itself.</exception>
    /// <exception cref="OptionsException">The page would go where a folder is, or a file that KronClip did not write.</exception>
    /// <exception cref="StorageException">A file could not be written.</exception>
    public static ReportFiles Run(ReportRequest request, IJobObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var report = Read(request.Run);
        var (language, pictures) = Wishes(request);
        observer ??= SilentObserver.Instance;
        if (request.Output is { } output)
        {
            if (Directory.Exists(output))
                throw new OptionsException($"The page cannot be written to '{output}', which is a folder. Give the name of a file, such as '{Path.Combine(output, RunReportFiles.PageFile)}'.");
            if (RunReportFiles.IsForeignPage(output))
                throw new OptionsException($"'{output}' is there and was not written by KronClip, so it is not overwritten. Give another name, or remove it first.");
            AtomicFile.WriteText(output, RunReportFiles.Draw(request.Run, report, language, pictures, observer));
            return new ReportFiles(Path.GetFullPath(output), null);
        }
        var (page, card) = RunReportFiles.WriteFolder(request.Run, report, language, pictures, observer);
        return new ReportFiles(page ? Place(request.Run, RunReportFiles.PageFile) : null, card ? Place(request.Run, RunReportFiles.CardFile) : null);
    }

    static RunReport Read(string run)
    {
        if (!Directory.Exists(run))
            throw new TrainingException($"'{run}' is no folder. Give the run folder of a training; 'train' names it at its end, as 'run'.");
        var path = Path.Combine(run, "metrics.json");
        if (!File.Exists(path))
            throw new TrainingException($"'{run}' holds no finished run (it has no metrics.json). Finish it first: run the command that began it again.");
        var metrics = RunMetrics.Read(path);
        if (metrics.Report is not { } report)
            throw new TrainingException($"The run in '{run}' has no report (metrics.json of version {metrics.Version} has no \"report\"): it was made by an earlier version, or by 'extend'. A training can be run again, with one: kronclip repro {run} --into <new folder>");
        return report.IsConsistent() ? report : throw new DataException($"The report in '{path}' contradicts itself: it names classes that it does not have. The file was changed by hand; put it back, or run the training again.");
    }

    /// <summary>What is not said is as the training was told; a run without its request gets the defaults.</summary>
    static (ReportLanguage Language, bool Pictures) Wishes(ReportRequest request)
    {
        var told = File.Exists(Path.Combine(request.Run, RunOptions.RequestFile)) ? RunOptions.ReadRequest(request.Run) : null;
        return (request.Language ?? told?.Language ?? ReportLanguage.En, request.Pictures ?? told?.ReportPictures ?? true);
    }

    static string Place(string run, string file) => Path.GetFullPath(Path.Combine(run, file));
}
