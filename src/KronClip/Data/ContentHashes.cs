using System.Security.Cryptography;

namespace KronClip.Data;

/// <summary>
/// SHA-256 of each picture file, as 64 lower-case hexadecimal digits. It is a picture's identity: splits, the feature cache and the data
/// fingerprint go by content, never by name. Immutable and thread-safe.
/// </summary>
public sealed class ContentHashes
{
    readonly IReadOnlyDictionary<string, string> byPath;

    ContentHashes(IReadOnlyDictionary<string, string> byPath, IReadOnlyList<UnusableImage> unusable) => (this.byPath, Unusable) = (byPath, unusable);

    /// <summary>Pictures that could not be read (deleted since listing, no permission); a split leaves them out and says so.</summary>
    public IReadOnlyList<UnusableImage> Unusable { get; }

    /// <summary>The hash of a picture.</summary>
    /// <exception cref="DataException">The picture was not hashed, or could not be read.</exception>
    public string this[ImageItem item] => TryGet(item, out var hash)
        ? hash
        : throw new DataException($"The picture {Printable.Quote(item.Path)} was not hashed or could not be read. Hash the collection again.");

    /// <summary>The hash of a picture, if it could be read.</summary>
    public bool TryGet(ImageItem item, out string hash) => byPath.TryGetValue(item.Path, out hash!);

    /// <summary>Hashes files in parallel, streamed. The result does not depend on the number of threads.</summary>
    /// <param name="items">The pictures.</param>
    /// <param name="threads">Most threads; 0 for all processors.</param>
    /// <param name="progress">Told the number of pictures done, in no particular order.</param>
    /// <param name="cancel">Stops between files.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ContentHashes Compute(IEnumerable<ImageItem> items, int threads = 0, IProgress<int>? progress = null, CancellationToken cancel = default) =>
        Compute(items, OfFile, threads, progress, cancel);

    /// <summary>Hashes known already, such as those a split file recorded.</summary>
    public static ContentHashes From(IEnumerable<(ImageItem Item, string Hash)> hashes)
    {
        var byPath = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (item, hash) in hashes)
            byPath[item.Path] = hash;
        return new(byPath, []);
    }

    /// <summary>Hashes one file. Pipes and devices are never opened.</summary>
    /// <exception cref="DataException">It is gone, empty, no regular file, or may not be read; the message is a sentence about the file.</exception>
    public static string OfFile(string path)
    {
        try
        {
            if (RealPath.FileLength(path) is not { } length)
                throw new DataException($"The picture {Printable.Quote(path)} was deleted or moved since it was listed.");
            if (length == 0)
                throw new DataException($"The picture {Printable.Quote(path)} is empty, or not a regular file.");
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan);
            return Convert.ToHexStringLower(SHA256.HashData(stream));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataException($"The picture {Printable.Quote(path)} was deleted or moved since it was listed.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The picture {Printable.Quote(path)} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The same hashes less those of pictures that turned out to be unusable (damaged, over a limit), which are listed with the rest.</summary>
    public ContentHashes Without(IReadOnlyCollection<UnusableImage> unusable)
    {
        ArgumentNullException.ThrowIfNull(unusable);
        var gone = unusable.Select(u => u.Item.Path).ToHashSet(StringComparer.Ordinal);
        return new(byPath.Where(p => !gone.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), [.. Unusable, .. unusable]);
    }

    internal static ContentHashes Compute(
        IEnumerable<ImageItem> items, Func<string, string> hashFile, int threads, IProgress<int>? progress, CancellationToken cancel)
    {
        var list = items.DistinctBy(item => item.Path, StringComparer.Ordinal).ToList();
        var hashes = new string?[list.Count];
        var faults = new string?[list.Count];
        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads > 0 ? threads : Environment.ProcessorCount, CancellationToken = cancel };
        Parallel.For(0, list.Count, options, i =>
        {
            try
            {
                hashes[i] = hashFile(list[i].Path);
            }
            catch (DataException error)
            {
                faults[i] = error.Message;
            }
            progress?.Report(Interlocked.Increment(ref done));
        });
        var byPath = new Dictionary<string, string>(list.Count, StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            if (hashes[i] is { } hash)
                byPath[list[i].Path] = hash;
        }
        return new(byPath, [.. list.Index().Where(e => faults[e.Index] is not null).Select(e => new UnusableImage(e.Item, faults[e.Index]!))]);
    }
}
