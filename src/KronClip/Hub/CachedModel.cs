namespace KronClip.Hub;

/// <summary>A model that lies in the cache whole.</summary>
/// <param name="Repo">The repository, at the commit that lies there.</param>
/// <param name="Folder">The snapshot.</param>
/// <param name="Weights">Path of the weights in it, so that other weights beside them are not taken for the model.</param>
/// <param name="Files">Names of the model's files.</param>
sealed record CachedModel(RepoId Repo, string Folder, string Weights, IReadOnlyList<string> Files)
{
    /// <summary>Looks for a model in the cache alone.</summary>
    /// <param name="cache">The cache.</param>
    /// <param name="repo">The repository.</param>
    /// <param name="missing">What is not there, where null is returned.</param>
    /// <returns>The model; null where something is missing.</returns>
    /// <exception cref="HubException">What lies there is another kind of model.</exception>
    public static CachedModel? Find(HubCache cache, RepoId repo, out string missing)
    {
        missing = ModelFiles.Config;
        if (cache.Commit(repo) is not { } commit)
            return null;
        string? absent = null;
        try
        {
            // A pickle that another program fetched says nothing of what the repository offers besides.
            var names = cache.Names(repo, commit).Where(name => !ModelFiles.IsPickle(name)).ToHashSet(StringComparer.Ordinal);
            var files = ModelFiles.ChooseAsync(repo, names, file => Task.FromResult(cache.Read(repo, commit, file)), file => new HubException(absent = file)).GetAwaiter().GetResult();
            var folder = cache.Snapshot(repo, commit);
            return new CachedModel(repo.At(commit), folder, Path.Combine(folder, files.Weights), files.Needed);
        }
        catch (HubException) when (absent is not null)
        {
            missing = absent;
            return null;
        }
    }

    /// <summary>Whether it is known how pictures are prepared: by a file, or because the repository has none.</summary>
    public bool KnowsPreprocessing(HubCache cache) =>
        Files.Contains(ModelFiles.Preprocessor) || Files.Contains(ModelFiles.OpenClipConfig) || cache.IsKnownAbsent(Repo, Repo.Revision, ModelFiles.Preprocessor);

    /// <summary>The sentence for a model that is not there although the network may not be used.</summary>
    public static HubException NotThere(HubCache cache, RepoId repo, string missing, HubSettings settings) => new(
        $"'{missing}' of '{repo}' is not in the cache '{cache.Folder}', and {settings.OfflineVariable} forbids downloading it. "
        + $"Unset {settings.OfflineVariable}, or run 'kronclip model pull {repo}' on a machine with a network and copy its folder '{repo.FolderName}' into the cache.");

    /// <summary>Names of the files whose content is not what their blobs are called by; empty where all is well, or where no links show the hashes.</summary>
    public async Task<IReadOnlyList<string>> DamagedAsync(CancellationToken cancel)
    {
        var damaged = new List<string>();
        foreach (var file in Files)
        {
            var path = Path.Combine(Folder, file);
            if (new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is FileInfo blob && BlobHash.IsKnown(blob.Name)
                && !await BlobHash.MatchesAsync(path, blob.Name, null, cancel).ConfigureAwait(false))
                damaged.Add(file);
        }
        return damaged;
    }
}
