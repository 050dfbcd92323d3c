using KronClip.Storage;

namespace KronClip.Hub;

/// <summary>Brings one file into the cache, whole and checked, or not at all: a file of its own name is filled, held against the hash, and renamed to it.</summary>
sealed class BlobFetch(HubHttp http, HubCache cache, IHubObserver observer)
{
    /// <summary>Brings the file, and lays it into the snapshot.</summary>
    /// <returns>Its length where it was downloaded; 0 where it was there.</returns>
    /// <exception cref="HubException">It cannot be had, or is not what the Hub names.</exception>
    /// <exception cref="BlobChangedException">The Hub names another hash now.</exception>
    public async Task<long> RunAsync(RepoId repo, string commit, RemoteFile file, CancellationToken cancel)
    {
        var (blobs, entry) = (cache.Blobs(repo), Path.Combine([cache.Snapshot(repo, commit), .. file.Name.Split('/')]));
        var blob = Path.Combine(blobs, file.Etag);
        if (await IsThereAsync(blob, entry, file, cancel).ConfigureAwait(false))
            return 0;
        using var taken = await BlobLock.TakeAsync(cache.LockFile(repo, file.Etag), file, blobs, http.System, observer, cancel).ConfigureAwait(false);
        if (await IsThereAsync(blob, entry, file, cancel).ConfigureAwait(false))
            return 0;                               // the process that was waited for brought it
        if (!BlobHash.IsKnown(file.Etag))
            observer.Warn($"{http.Settings.Endpoint} names no SHA-256 for '{file.Name}', so only its length can be checked.");
        observer.Begin($"downloading {file.Name}", file.Size);
        await DownloadAsync(repo, file, blobs, blob, cancel).ConfigureAwait(false);
        observer.End();
        SnapshotLink.Lay(blob, entry, isNew: true, http.System.Link);
        PartialBlob.RemoveLeft(blobs, file.Etag);
        return file.Size;
    }

    /// <summary>Whether the file is whole already; where the blob is but the snapshot lacks it, it is laid there. What has another hash is thrown away.</summary>
    async Task<bool> IsThereAsync(string blob, string entry, RemoteFile file, CancellationToken cancel)
    {
        foreach (var place in new[] { blob, entry })
        {
            if (!File.Exists(place))
                continue;
            if (await IsRightAsync(place, file, cancel).ConfigureAwait(false) is not { } right)
                continue;                           // another process moved it meanwhile
            if (right)
            {
                if (place == blob)
                    SnapshotLink.Lay(blob, entry, isNew: false, http.System.Link);
                return true;
            }
            if (new FileInfo(place).LinkTarget is not null)
                continue;                           // of an older blob, which stays
            observer.Warn($"'{place}' is not what the Hub names (length or hash differ); it is downloaded again.");
            Discard(place);
        }
        return false;
    }

    /// <summary>Whether length and hash are right; null where there is no such file any more.</summary>
    static async Task<bool?> IsRightAsync(string path, RemoteFile file, CancellationToken cancel)
    {
        try
        {
            using (var open = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1))
            {
                if (open.Length != file.Size)
                    return false;
            }
            return await IsWhatIsNamedAsync(path, file, cancel).ConfigureAwait(false);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{path}' cannot be read: {error.Message} Check the permissions of the cache, or set HF_HUB_CACHE to another folder.", error);
        }
    }

    async Task DownloadAsync(RepoId repo, RemoteFile file, string blobs, string blob, CancellationToken cancel)
    {
        for (var again = false; ; again = true)
        {
            string path;
            using (var partial = PartialBlob.Claim(blobs, file))
            {
                observer.Advance(partial.Length);
                await new BlobDownload(http, repo, file, partial, observer).RunAsync(cancel).ConfigureAwait(false);
                partial.Finish();
                path = partial.Path;
            }
            if (await IsWhatIsNamedAsync(path, file, cancel).ConfigureAwait(false))
            {
                Publish(path, blob);
                return;
            }
            Discard(path);
            if (again)
                throw new HubException($"'{file.Name}' of '{repo}' came twice with the right length and another content than the Hub names ({file.Etag}), so it was thrown away. "
                    + "Something on the way changes it: check HF_ENDPOINT and proxies, then run the command again.");
            observer.Warn($"'{file.Name}' is not what the Hub names (its hash differs); it is downloaded again from the start.");
            PartialBlob.RemoveLeft(blobs, file.Etag);
        }
    }

    static async Task<bool> IsWhatIsNamedAsync(string path, RemoteFile file, CancellationToken cancel) =>
        !BlobHash.IsKnown(file.Etag) || await BlobHash.MatchesAsync(path, file.Etag, null, cancel).ConfigureAwait(false);

    static void Publish(string path, string blob)
    {
        try
        {
            File.Move(path, blob, overwrite: true);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            if (!File.Exists(blob))                 // else another process, on a disk without locks, was faster with the same content
                throw new StorageException($"'{blob}' could not be written: {error.Message} Check the permissions of the cache, and run the command again.", error);
        }
    }

    static void Discard(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{path}' is damaged and could not be removed: {error.Message} Remove it, and run the command again.", error);
        }
    }
}
