using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>Whether results can be written into a folder; asked before the work, not after it.</summary>
static class ResultFolder
{
    /// <summary>Tries the folder by writing a file into it, which is removed.</summary>
    /// <param name="folder">The folder as a person gave it.</param>
    /// <param name="files">Names of the files that will be written into it.</param>
    /// <exception cref="OptionsException">It is a file, or one of the files' names is a folder's.</exception>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public static void Require(string folder, params IReadOnlyList<string> files)
    {
        if (string.IsNullOrWhiteSpace(folder))
            throw new OptionsException("The folder for the results has no name. Give one with --out, or leave --out away.");
        if (File.Exists(folder))
            throw new OptionsException($"'{folder}' is a file; the results go into a folder. Give another name with --out.");
        foreach (var path in files.Select(file => Path.GetFullPath(Path.Combine(folder, file))).Where(Directory.Exists))
            throw new OptionsException($"'{path}' is a folder, where a file of the results would go. Give another folder with --out.");
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
