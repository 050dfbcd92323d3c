using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>The files of the demo in the folder that a person gave.</summary>
sealed class DemoFiles(string folder)
{
    public string Page => Path.GetFullPath(Path.Combine(folder, "demo.html"));

    public string Document => Path.GetFullPath(Path.Combine(folder, "demo.json"));

    public string Classifier => Path.GetFullPath(Path.Combine(folder, "demo.kronclip"));

    /// <summary>The classifier as a person would write it from where they are.</summary>
    public string ClassifierAsGiven => Path.Combine(folder, "demo.kronclip");

    /// <summary>Tries the folder before the work, not after it.</summary>
    /// <exception cref="OptionsException">It is a file, or one of the files' names is a folder's.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public void Require()
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new OptionsException("The folder for the results has no name. Give one with --out, or leave --out away.");
        if (File.Exists(folder))
            throw new OptionsException($"'{folder}' is a file; the results go into a folder. Give another name with --out.");
        foreach (var path in new[] { Page, Document, Classifier }.Where(Directory.Exists))
            throw new OptionsException($"'{path}' is a folder, where the demo would write a file. Give another folder with --out.");
        var trial = Path.Combine(folder, $".{Guid.NewGuid():N}.trial");
        try
        {
            AtomicFile.WriteText(trial, "");
            File.Delete(trial);
        }
        catch (StorageException error)
        {
            var reason = error.InnerException is UnauthorizedAccessException ? "there is no permission to write there." : error.InnerException?.Message ?? error.Message;
            throw new StorageException($"The results cannot be written into '{Path.GetFullPath(folder)}': {reason} Give another folder with --out.", error);
        }
    }
}
