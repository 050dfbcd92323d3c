using System.Text;
using KronClip.Storage;

namespace KronClip.Hub;

/// <summary>
/// The folder in which all clients of the Hub keep what they downloaded, shared with Python's: models--owner--name/{refs, blobs, snapshots}. A snapshot is a folder with a commit's files,
/// each a link to a blob that is called by its hash; a reference is a file with a commit in it.
/// </summary>
sealed class HubCache(string folder)
{
    /// <summary>The cache's folder.</summary>
    public string Folder { get; } = Path.GetFullPath(folder);

    public string RepoFolder(RepoId repo) => Path.Combine(Folder, repo.FolderName);

    public string Blobs(RepoId repo) => Path.Combine(RepoFolder(repo), "blobs");

    public string Snapshot(RepoId repo, string commit) => Path.Combine(RepoFolder(repo), "snapshots", commit);

    public string LockFile(RepoId repo, string etag) => Path.Combine(Locks(repo), etag + ".lock");

    /// <summary>The commit that a revision stood for when it was last downloaded; null where it never was.</summary>
    public string? Commit(RepoId repo)
    {
        if (repo.IsCommit)
            return repo.Revision;
        try
        {
            var reference = Reference(repo);
            return File.Exists(reference) && File.ReadAllText(reference).Trim() is var commit && RepoId.IsCommitHash(commit) ? commit : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps which commit a revision stands for.</summary>
    /// <exception cref="StorageException">The cache cannot be written.</exception>
    public void KeepCommit(RepoId repo, string commit)
    {
        if (!repo.IsCommit && Commit(repo) != commit)
            AtomicFile.WriteText(Reference(repo), commit);
    }

    /// <summary>Keeps that a commit has no such file, as Python's clients do, so that nobody asks again.</summary>
    public void KeepAbsence(RepoId repo, string commit, string file)
    {
        if (!IsKnownAbsent(repo, commit, file))
            AtomicFile.WriteText(AbsenceFile(repo, commit, file), "");
    }

    public bool IsKnownAbsent(RepoId repo, string commit, string file) => File.Exists(AbsenceFile(repo, commit, file));

    /// <summary>Names of the files in a snapshot whose content is there: a link whose blob is gone counts as no file.</summary>
    public IReadOnlySet<string> Names(RepoId repo, string commit)
    {
        var snapshot = Snapshot(repo, commit);
        try
        {
            return Directory.Exists(snapshot)
                ? Directory.EnumerateFileSystemEntries(snapshot).Where(IsWhole).Select(path => Path.GetFileName(path)!).ToHashSet(StringComparer.Ordinal)
                : new HashSet<string>();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException($"The cached model in '{snapshot}' cannot be listed: {error.Message} Check its permissions, or set HF_HUB_CACHE to another folder.", error);
        }
    }

    /// <summary>A small text of a snapshot.</summary>
    public string Read(RepoId repo, string commit, string file)
    {
        var path = Path.Combine(Snapshot(repo, commit), file);
        try
        {
            return SmallText.Read(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException($"'{path}' cannot be read: {error.Message} Check its permissions, or remove the model with 'kronclip model remove {repo.Id}' and download it again.", error);
        }
    }

    /// <summary>All repositories of models in the cache, by name; those of data sets are no models.</summary>
    public IReadOnlyList<RepoId> Repositories()
    {
        try
        {
            return Directory.Exists(Folder)
                ? [.. Directory.EnumerateDirectories(Folder, "models--*").Select(path => RepoId.FromFolderName(Path.GetFileName(path)!)).OfType<RepoId>().OrderBy(repo => repo.Id, StringComparer.Ordinal)]
                : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new HubException($"The cache '{Folder}' cannot be listed: {error.Message} Check its permissions, or set HF_HUB_CACHE to another folder.", error);
        }
    }

    /// <summary>The commits of a repository of which something is there.</summary>
    public IReadOnlyList<string> Commits(RepoId repo)
    {
        var snapshots = Path.Combine(RepoFolder(repo), "snapshots");
        return Directory.Exists(snapshots) ? [.. Directory.EnumerateDirectories(snapshots).Select(path => Path.GetFileName(path)!).Where(RepoId.IsCommitHash)] : [];
    }

    /// <summary>Bytes of a repository on the disk; links are not followed.</summary>
    public long Bytes(RepoId repo) => FolderSize.Of(RepoFolder(repo));

    /// <summary>Removes a repository with all its revisions, and its locks. Links are removed, never what they lead to.</summary>
    /// <returns>Bytes that were freed.</returns>
    /// <exception cref="HubException">It is not in the cache, or is a link to somewhere else.</exception>
    /// <exception cref="StorageException">It could not be removed.</exception>
    public long Remove(RepoId repo)
    {
        var (path, bytes) = (new DirectoryInfo(RepoFolder(repo)), 0L);
        if (path.LinkTarget is { } target)
            throw new HubException($"'{path.FullName}' is a link to '{target}', outside of the cache, so it is not removed. Remove link and folder yourself.");
        if (!path.Exists)
            throw new HubException($"'{repo.Id}' is not in the cache '{Folder}'. 'kronclip model list' shows what is.");
        try
        {
            bytes = Bytes(repo);
            path.Delete(recursive: true);           // does not follow links
            if (Directory.Exists(Locks(repo)) && new DirectoryInfo(Locks(repo)).LinkTarget is null)
                Directory.Delete(Locks(repo), recursive: true);
            return bytes;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"'{path.FullName}' could not be removed wholly: {error.Message} Close the programs that use it, and run the command again.", error);
        }
    }

    string Reference(RepoId repo) => Path.Combine([RepoFolder(repo), "refs", .. repo.Revision.Split('/')]);

    string Locks(RepoId repo) => Path.Combine(Folder, ".locks", repo.FolderName);

    string AbsenceFile(RepoId repo, string commit, string file) => Path.Combine(RepoFolder(repo), ".no_exist", commit, file);

    static bool IsWhole(string path) => new FileInfo(path) is var file && (file.LinkTarget is null ? file.Exists : file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true });
}

/// <summary>Configurations and indices, which are never large.</summary>
static class SmallText
{
    const int Largest = 1 << 26;

    /// <exception cref="IOException">It is too large to be one, or cannot be read.</exception>
    public static string Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (file.Length > Largest)
            throw new IOException($"it is larger than {Largest >> 20} MB, which no configuration is.");
        using var reader = new StreamReader(file, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

/// <summary>What a folder takes on the disk.</summary>
static class FolderSize
{
    /// <summary>Bytes of all files below; links count nothing and are not followed.</summary>
    public static long Of(string folder)
    {
        var bytes = 0L;
        var pending = new Stack<DirectoryInfo>([new DirectoryInfo(folder)]);
        while (pending.TryPop(out var current))
        {
            foreach (var entry in current.Exists ? current.EnumerateFileSystemInfos() : [])
            {
                if (entry.LinkTarget is not null)
                    continue;
                if (entry is DirectoryInfo below)
                    pending.Push(below);
                else
                    bytes += ((FileInfo)entry).Length;
            }
        }
        return bytes;
    }
}
