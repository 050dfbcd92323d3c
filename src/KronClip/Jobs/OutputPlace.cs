using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>Whether a result can be written where it shall go; asked before the work, not after it.</summary>
static class OutputPlace
{
    /// <summary>Tries the place by writing a file beside it, which is removed.</summary>
    /// <exception cref="OptionsException">The path is a folder.</exception>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public static void Require(string path)
    {
        if (Directory.Exists(path))
            throw new OptionsException($"The classifier cannot be written to '{path}', which is a folder. Give the name of a file.");
        var trial = $"{path}.{Guid.NewGuid():N}.trial";
        try
        {
            AtomicFile.WriteText(trial, "");
            File.Delete(trial);
        }
        catch (StorageException error)
        {
            var reason = error.InnerException is UnauthorizedAccessException ? "there is no permission to write there." : error.InnerException?.Message ?? error.Message;
            throw new StorageException($"The classifier '{path}' could not be written: {reason} Choose another place for it (--out), and one for the run folder (--run).", error);
        }
    }
}
