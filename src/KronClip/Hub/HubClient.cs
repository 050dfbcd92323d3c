using System.Globalization;

namespace KronClip.Hub;

/// <summary>What a pull brought.</summary>
/// <param name="Model">The model in the cache.</param>
/// <param name="Bytes">Length of all its files.</param>
/// <param name="Downloaded">Bytes that were not there before.</param>
sealed record PulledModel(CachedModel Model, long Bytes, long Downloaded);

/// <summary>Brings a model from the Hub into the cache: list of files, configuration, then whatever else the model needs; the weights last.</summary>
sealed class HubClient : IDisposable
{
    /// <summary>Room that is left free on the disk.</summary>
    const long Spare = 64L << 20;

    readonly HubHttp http;
    readonly HubCache cache;
    readonly IHubObserver observer;
    long downloaded;

    public HubClient(HubSettings settings, IHubObserver observer, HubSystem? system = null)
    {
        http = new HubHttp(settings, system ?? new HubSystem());
        (cache, this.observer) = (new HubCache(settings.CacheFolder), observer);
    }

    /// <summary>Brings a model. What is whole already is checked and not downloaded again; a download that was broken off goes on.</summary>
    /// <param name="repo">The repository.</param>
    /// <param name="inspect">Looks at the configuration file before anything large is downloaded, and throws where the model cannot be run.</param>
    /// <param name="cancel">Stops it; what came is kept.</param>
    /// <exception cref="HubException">The Hub says no, cannot be reached, or has no such model.</exception>
    /// <exception cref="StorageException">The cache cannot be written, or the disk is too small.</exception>
    public async Task<PulledModel> PullAsync(RepoId repo, Action<string>? inspect, CancellationToken cancel)
    {
        var listing = await RepoListing.ReadAsync(http, repo, cancel).ConfigureAwait(false);
        if (listing.Gated && http.Settings.Token is null)
            observer.Warn($"'{repo.Id}' is gated. If it is refused, accept its conditions at {new Uri(http.Settings.Endpoint, repo.Id)} and set HF_TOKEN to a token of that account.");
        var fetched = new Dictionary<string, RemoteFile>(StringComparer.Ordinal);
        async Task<string> Read(string file)
        {
            await FetchAsync(repo, listing.Commit, await Remote(file).ConfigureAwait(false), cancel).ConfigureAwait(false);
            return cache.Read(repo, listing.Commit, file);
        }
        async Task<RemoteFile> Remote(string file) => fetched.TryGetValue(file, out var known) ? known
            : fetched[file] = await RemoteFile.ReadAsync(http, repo, listing.Commit, file, cancel).ConfigureAwait(false);

        var files = await ModelFiles.ChooseAsync(repo, listing.Files, Read, absent => Incomplete(repo, absent)).ConfigureAwait(false);
        var folder = cache.Snapshot(repo, listing.Commit);
        inspect?.Invoke(Path.Combine(folder, files.Needed[0]));
        var remotes = new List<RemoteFile>();
        foreach (var file in files.Needed)
            remotes.Add(await Remote(file).ConfigureAwait(false));
        RequireRoom(repo, listing.Commit, remotes);
        foreach (var remote in remotes.OrderBy(remote => remote.Size))
            await FetchAsync(repo, listing.Commit, remote, cancel).ConfigureAwait(false);
        if (!listing.Files.Contains(ModelFiles.Preprocessor))
            cache.KeepAbsence(repo, listing.Commit, ModelFiles.Preprocessor);
        cache.KeepCommit(repo, listing.Commit);         // last, so that a revision never stands for half a model
        return new PulledModel(new CachedModel(repo.At(listing.Commit), folder, Path.Combine(folder, files.Weights), files.Needed), remotes.Sum(remote => remote.Size), downloaded);
    }

    public void Dispose() => http.Dispose();

    /// <summary>One file; where the Hub names another hash meanwhile, that one.</summary>
    async Task FetchAsync(RepoId repo, string commit, RemoteFile file, CancellationToken cancel)
    {
        var fetch = new BlobFetch(http, cache, observer);
        try
        {
            downloaded += await fetch.RunAsync(repo, commit, file, cancel).ConfigureAwait(false);
        }
        catch (BlobChangedException)
        {
            observer.Warn($"'{file.Name}' of '{repo}' changed while it was downloaded; it is downloaded again.");
            PartialBlob.RemoveLeft(cache.Blobs(repo), file.Etag);
            try
            {
                downloaded += await fetch.RunAsync(repo, commit, await RemoteFile.ReadAsync(http, repo, commit, file.Name, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
            }
            catch (BlobChangedException error)
            {
                throw new HubException($"'{file.Name}' of '{repo}' keeps changing while it is downloaded. Check HF_ENDPOINT, and run the command again later.", error);
            }
        }
    }

    void RequireRoom(RepoId repo, string commit, IReadOnlyList<RemoteFile> remotes)
    {
        var blobs = cache.Blobs(repo);
        var needed = remotes.Where(file => !File.Exists(Path.Combine(blobs, file.Etag)) && !File.Exists(Path.Combine(cache.Snapshot(repo, commit), file.Name)))
            .Sum(file => Math.Max(0, file.Size - PartialBlob.LeftBytes(blobs, file.Etag)));
        if (needed == 0 || http.System.FreeBytes(Existing(cache.Folder)) is not { } free || free >= needed + Spare)
            return;
        throw new StorageException(string.Create(CultureInfo.InvariantCulture,
            $"'{repo}' needs {Megabytes(needed + Spare)} MB, but only {Megabytes(free)} MB are free at '{cache.Folder}'; nothing large was begun. Free some space, or set HF_HOME to a folder on a larger disk."));
    }

    static long Megabytes(long bytes) => (bytes + (1 << 20) - 1) >> 20;

    static string Existing(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
            folder = parent;
        return folder;
    }

    static HubException Incomplete(RepoId repo, string absent) => new(
        $"'{repo}' holds no {absent}, so it cannot be used as it is. Check name and revision; 'kronclip model list' names models that fit.");
}
