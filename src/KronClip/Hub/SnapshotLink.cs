using KronClip.Storage;

namespace KronClip.Hub;

/// <summary>
/// The entry of a file in a snapshot: a relative link to its blob. Where links are not permitted (Windows without developer mode, some shared disks) the file itself lies in the snapshot, as
/// Python's clients lay it there.
/// </summary>
static class SnapshotLink
{
    /// <summary>Lays the file into the snapshot. Several processes may do so at once.</summary>
    /// <param name="blob">The whole file.</param>
    /// <param name="entry">Its place in the snapshot.</param>
    /// <param name="isNew">Whether this process downloaded the blob, so that no other snapshot needs it.</param>
    /// <param name="link">Makes a link.</param>
    /// <exception cref="StorageException">The snapshot cannot be written.</exception>
    public static void Lay(string blob, string entry, bool isNew, Action<string, string> link)
    {
        try
        {
            var folder = Path.GetDirectoryName(entry)!;
            Directory.CreateDirectory(folder);
            if (IsWhole(entry, blob))
                return;
            if (new FileInfo(entry) is { LinkTarget: not null } or { Exists: true })
                File.Delete(entry);                 // leads to an older blob, or nowhere
            if (!TryLink(entry, Path.GetRelativePath(folder, blob), link))
                LayItself(blob, entry, isNew);
        }
        catch (Exception error) when (DiskFault.Is(error))
        {
            if (!IsWhole(entry, blob))              // else another process laid it there meanwhile
                throw new StorageException($"'{entry}' could not be made: {error.Message} Check the permissions of the cache, or set HF_HUB_CACHE to another folder.", error);
        }
    }

    static bool IsWhole(string entry, string blob)
    {
        var file = new FileInfo(entry);
        var real = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        return real is { Exists: true } && (file.LinkTarget is null ? new FileInfo(blob) is not { Exists: true } whole || whole.Length == real.Length : real.Name == Path.GetFileName(blob));
    }

    static bool TryLink(string entry, string target, Action<string, string> link)
    {
        try
        {
            link(entry, target);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return new FileInfo(entry).LinkTarget is not null;          // another process was faster
        }
    }

    static void LayItself(string blob, string entry, bool isNew)
    {
        if (isNew)
            File.Move(blob, entry, overwrite: true);
        else
        {
            AtomicFile.Write(entry, stream =>
            {
                using var source = File.OpenRead(blob);
                source.CopyTo(stream);
            });
        }
    }
}
