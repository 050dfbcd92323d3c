using KronClip.Classifiers;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>Whether a result can be written where it shall go; asked before the work, not after it.</summary>
static class OutputPlace
{
    /// <summary>The place that a training's request asks for, in full: by default the pictures' name in the current folder.</summary>
    public static string Of(TrainRequest request) => Path.GetFullPath(request.Output ?? request.PicturesName + ClassifierFile.Extension);

    /// <summary>Tries the place by writing a file beside it, which is removed.</summary>
    /// <exception cref="OptionsException">The path is a folder, or a file that is no classifier.</exception>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public static void Require(string path)
    {
        if (Directory.Exists(path))
            throw new OptionsException($"The classifier cannot be written to '{path}', which is a folder. Give the name of a file.");
        if (IsForeign(path))
            throw new OptionsException($"'{path}' is there and is no classifier, so it is not overwritten. Give another name, or remove it first.");
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

    /// <summary>Writes the classifier of a run to its place; whole or not at all.</summary>
    /// <returns>True if another classifier was there and is replaced.</returns>
    /// <exception cref="StorageException">The place cannot be written.</exception>
    public static bool Copy(string source, string path)
    {
        var classifier = File.ReadAllBytes(source);
        var earlier = File.Exists(path) ? File.ReadAllBytes(path) : null;
        if (earlier is not null && earlier.AsSpan().SequenceEqual(classifier))
            return false;
        AtomicFile.Write(path, stream => stream.Write(classifier));
        return earlier is not null;
    }

    /// <summary>A file that another program wrote: without the extension of classifiers, and not readable as one.</summary>
    static bool IsForeign(string path)
    {
        if (!File.Exists(path) || Path.GetExtension(path) == ClassifierFile.Extension)
            return false;
        try
        {
            ClassifierFile.Read(path);
            return false;
        }
        catch (ClassifierException)
        {
            return true;
        }
    }
}
