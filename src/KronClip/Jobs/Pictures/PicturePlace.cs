using KronClip.Data;
using KronClip.Workshop;

namespace KronClip.Jobs;

/// <summary>
/// Where pictures lie: a path, or a set that comes with KronClip, spelled "workshop:parts". Such a set is rendered into the cache folder when it is first
/// asked for, and stays there. What follows the name, as in "workshop:parts/test/gear", is a place within it.
/// </summary>
static class PicturePlace
{
    const string Prefix = "workshop:";

    /// <summary>The sets never change; if they ever had to, the new ones would lie in a folder of another name.</summary>
    const string Edition = "1";

    public static bool IsNamed(string images) => images.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>How a set is named.</summary>
    public static string Spelled(string set) => Prefix + set;

    /// <summary>The path as it means the same from any folder; a name is a name everywhere.</summary>
    public static string Absolute(string images) => IsNamed(images) ? images : Path.GetFullPath(images);

    /// <summary>What the pictures are called: the set's name, the folder's, or the manifest's without its extension.</summary>
    public static string NameOf(string images)
    {
        if (IsNamed(images))
            return images[Prefix.Length..].Replace('/', '-');
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(images));
        return File.Exists(path) ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(path);
    }

    /// <summary>The set that is named, for training.</summary>
    /// <exception cref="OptionsException">There is none of that name, or it is only for measuring.</exception>
    public static void RequireTrainable(string images)
    {
        if (IsNamed(images) && Named(images).Set is { Train: 0 } set)
            throw new OptionsException(
                $"'{Prefix}{set.Name}' has test pictures alone: it is there to measure on. Train on '{Prefix}{WorkshopSets.All[0].Name}', then: kronclip eval <classifier> {Prefix}{set.Name}");
    }

    /// <summary>The path of the pictures; a set that is named is rendered where it is missing, and pictures in parquet files are taken out of them once.</summary>
    /// <param name="images">A path, or a set's name.</param>
    /// <param name="cache">As in <see cref="TrainRequest.Cache"/>; sets are kept even where embeddings are not.</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops between two pictures.</param>
    /// <exception cref="OptionsException">There is no set of that name.</exception>
    /// <exception cref="DataException">A parquet file is damaged, or holds no pictures with labels.</exception>
    /// <exception cref="StorageException">The cache folder cannot be written.</exception>
    public static string Find(string images, string? cache, IJobObserver observer, CancellationToken cancel)
    {
        if (!IsNamed(images))
            return ParquetPlace.Of(images) is { } parquet ? Extract(parquet, cache, observer, cancel) : images;
        var (set, rest) = Named(images);
        return Path.Combine([Render(set, cache, observer, cancel), .. rest]);
    }

    /// <summary>The folder of a set, rendered where it is missing.</summary>
    public static string Render(WorkshopSet set, string? cache, IJobObserver observer, CancellationToken cancel)
    {
        var folder = Path.Combine(CacheOf(cache), "workshop-" + Edition, set.Name);
        var begun = false;
        WorkshopFolder.Write(set, folder, done =>
        {
            if (!begun)
                observer.Begin($"rendering {Prefix}{set.Name}", set.Count, "pictures");
            begun = true;
            observer.Advance(done);
        }, cancel);
        if (begun)
            observer.End();
        return folder;
    }

    static string Extract(ParquetPlace place, string? cache, IJobObserver observer, CancellationToken cancel)
    {
        var begun = false;
        var list = ParquetExtraction.Run(place, CacheOf(cache), (done, total) =>
        {
            if (!begun)
                observer.Begin($"extracting {Path.GetFileName(place.Given)}", total, "pictures");
            begun = true;
            observer.Advance(done);
        }, cancel);
        if (begun)
            observer.End();
        return list;
    }

    static string CacheOf(string? cache) => string.IsNullOrEmpty(cache) ? CacheFolder.Default() : Path.GetFullPath(cache);

    static (WorkshopSet Set, string[] Inside) Named(string images)
    {
        var words = images[Prefix.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var set = words.Length > 0 ? WorkshopSets.Find(words[0]) : null;
        if (set is null || words.Contains("..", StringComparer.Ordinal))
            throw new OptionsException($"{Printable.Quote(images)} is no set of the workshop. There are: {string.Join(", ", WorkshopSets.All.Select(s => Prefix + s.Name))}.");
        return (set, words[1..]);
    }
}
