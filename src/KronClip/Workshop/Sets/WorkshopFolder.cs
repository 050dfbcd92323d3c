using KronClip.Compute;
using KronClip.Images;
using KronClip.Storage;

namespace KronClip.Workshop;

/// <summary>
/// A set as pictures in folders: train, val and test, each with a folder per class. They are rendered where they are missing, so that a folder whose
/// making was interrupted is completed the next time. The same bytes on every machine.
/// </summary>
public static class WorkshopFolder
{
    /// <summary>All pictures have the same size and are not compressed, so all files are as long as this one.</summary>
    static readonly long FileLength = PngFile.Encode(Renderer.Side, Renderer.Side, new byte[Renderer.Side * Renderer.Side * 3]).Length;

    /// <summary>Renders what is missing or was cut short of <paramref name="set"/> in <paramref name="folder"/>, several pictures at a time.</summary>
    /// <param name="set">The set.</param>
    /// <param name="folder">Where to; made if it is not there.</param>
    /// <param name="rendered">Hears how many pictures are there; one call at a time.</param>
    /// <param name="cancel">Stops between two pictures.</param>
    /// <exception cref="StorageException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what is rendered stays.</exception>
    public static void Write(WorkshopSet set, string folder, Action<int>? rendered = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var missing = set.Pictures().Select(p => (Path: Path.Combine([folder, .. p.Path.Split('/')]), p.Scene)).Where(p => !IsThere(p.Path)).ToArray();
        var there = set.Count - missing.Length;
        var gate = new Lock();
        try
        {
            Parallel.ForEach(missing, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Engine.Default.Threads }, picture =>
            {
                var file = PngFile.Encode(Renderer.Side, Renderer.Side, Renderer.Render(picture.Scene));
                AtomicFile.Write(picture.Path, stream => stream.Write(file));
                lock (gate)
                    rendered?.Invoke(++there);
            });
        }
        catch (AggregateException error) when (error.InnerException is KronClipException)
        {
            throw error.InnerException;
        }
    }

    /// <summary>A file that was cut short or emptied is as good as none.</summary>
    static bool IsThere(string path) => new FileInfo(path) is { Exists: true } file && file.Length == FileLength;
}
