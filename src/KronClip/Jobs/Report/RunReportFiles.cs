using KronClip.Classifiers;
using KronClip.Evaluation;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// Files that are drawn from a run's metrics.json, and from nothing else but pictures: they can be written again at any time. What KronClip did not write, or what was changed since, is left alone.
/// </summary>
static class RunReportFiles
{
    /// <summary>The page.</summary>
    public const string PageFile = "report.html";

    /// <summary>The model card in a run folder, as Hugging Face names it.</summary>
    public const string CardFile = "README.md";

    /// <summary>A run's own copy of its classifier.</summary>
    const string ClassifierFileName = "classifier" + ClassifierFile.Extension;

    /// <summary>Enough of a page to see what wrote it.</summary>
    const int HeadLength = 4096;

    /// <summary>After a training: the page and the card into the run folder, and the card beside the classifier.</summary>
    /// <param name="run">The run folder.</param>
    /// <param name="metrics">Its metrics; a run of an earlier version has no report in them, and gets no files.</param>
    /// <param name="request">Says in which language, and whether with pictures.</param>
    /// <param name="observer">Hears what was left alone.</param>
    /// <exception cref="StorageException">A file could not be written.</exception>
    public static void Write(string run, RunMetrics metrics, TrainRequest request, IJobObserver observer)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        ArgumentNullException.ThrowIfNull(metrics);
        if (metrics.Report is not { } report)
            return;
        WriteFolder(run, report, request.Language, request.ReportPictures, observer);
        var card = CardBeside(metrics.Classifier);
        WriteCard(card, ModelCard.Write(report, request.Language, Path.GetFileName(metrics.Classifier)), observer);
    }

    /// <summary>The page and the card into a run folder.</summary>
    /// <returns>Whether each was written.</returns>
    /// <exception cref="StorageException">A file could not be written.</exception>
    public static (bool Page, bool Card) WriteFolder(string run, RunReport report, ReportLanguage language, bool pictures, IJobObserver observer)
    {
        var page = Path.Combine(run, PageFile);
        var own = !IsForeignPage(page);
        if (own)
            AtomicFile.WriteText(page, Draw(run, report, language, pictures, observer));
        else
            observer.Note($"'{page}' is there and was not written by KronClip, so it is left alone.");
        return (own, WriteCard(Path.Combine(run, CardFile), ModelCard.Write(report, language, ClassifierFileName), observer));
    }

    /// <summary>The page as text. Says which pictures are gone or have changed.</summary>
    public static string Draw(string run, RunReport report, ReportLanguage language, bool withPictures, IJobObserver observer)
    {
        if (!withPictures || report.Mistakes.Count == 0)
            return RunReportPage.Write(report, language, null);
        var pictures = new RunPictures(run);
        var page = RunReportPage.Write(report, language, pictures.Address);
        if (pictures.Gone.Count > 0)
            observer.Note($"{(pictures.Gone.Count == 1 ? "A picture is" : $"{pictures.Gone.Count} pictures are")} named on the page without being shown: {pictures.Gone[0]}");
        return page;
    }

    /// <summary>Whether a page lies there that KronClip did not write.</summary>
    public static bool IsForeignPage(string path)
    {
        if (!File.Exists(path))
            return false;
        using var text = new StreamReader(path);
        var head = new char[HeadLength];
        return !PageFrame.IsOwn(new string(head, 0, text.ReadBlock(head)));
    }

    /// <summary>photos.kronclip has its card in photos.md.</summary>
    static string CardBeside(string classifier) =>
        Path.GetExtension(classifier) == ClassifierFile.Extension ? Path.ChangeExtension(classifier, ".md") : classifier + ".md";

    static bool WriteCard(string path, string card, IJobObserver observer)
    {
        if (File.Exists(path) && !ModelCard.IsUnchanged(File.ReadAllText(path)))
        {
            observer.Note($"'{path}' is there and was not written by KronClip, or was changed since, so it is left alone. Move it away to get a new model card.");
            return false;
        }
        AtomicFile.WriteText(path, card);
        return true;
    }
}
