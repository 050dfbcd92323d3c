using System.Collections.Frozen;

namespace KronClip.Data;

/// <summary>
/// Finds picture files below a root. A file counts as a possible picture whatever its extension, as the reader decides by content; only
/// kinds that are plainly something else, hidden files and the litter of operating systems are passed over. Each real folder is listed once
/// per <see cref="Pictures"/> call, so links that go in a circle end; links out of the root are passed over unless allowed.
/// </summary>
sealed class FolderWalk
{
    static readonly FrozenSet<string> litter = FrozenSet.ToFrozenSet(
        ["Thumbs.db", "ehthumbs.db", "desktop.ini", "__MACOSX", "@eaDir", "$RECYCLE.BIN", "System Volume Information", "lost+found"],
        StringComparer.OrdinalIgnoreCase);

    static readonly FrozenSet<string> noPictures = FrozenSet.ToFrozenSet(
        [
            ".txt", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".xml", ".md", ".rst", ".html", ".htm", ".css", ".js", ".py", ".ipynb", ".sh", ".bat",
            ".yml", ".yaml", ".ini", ".cfg", ".toml", ".log", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip", ".tar", ".gz", ".7z", ".rar", ".db",
            ".npy", ".npz", ".mat", ".pkl", ".pt", ".pth", ".bin", ".h5", ".onnx", ".safetensors", ".parquet", ".arrow", ".kronclip", ".exe", ".dll", ".mp4", ".avi", ".mov", ".mkv",
            ".mp3", ".wav",
        ],
        StringComparer.OrdinalIgnoreCase);

    const string NotUnicode = "the name is not valid Unicode; rename it";

    readonly string root, realRoot;
    readonly bool allowOutsideLinks;
    readonly ListFolder list;

    /// <param name="root">Absolute path of the root; relative names and "out of the root" refer to it.</param>
    /// <param name="allowOutsideLinks">Follow links that lead elsewhere.</param>
    /// <param name="list">Lists one folder.</param>
    public FolderWalk(string root, bool allowOutsideLinks, ListFolder list)
    {
        this.root = root;
        this.allowOutsideLinks = allowOutsideLinks;
        this.list = list;
        realRoot = RealPath.Of(root);
    }

    /// <summary>What was left out so far.</summary>
    public SkippedFiles Skipped { get; } = new();

    /// <summary>Names of the visible folders directly in a folder, in ordinal order, and how many possible pictures lie beside them.</summary>
    public (IReadOnlyList<string> Folders, int LoosePictures) Look(string folder)
    {
        var folders = new List<string>();
        var loose = 0;
        foreach (var entry in list(folder))
        {
            if (IsLitter(entry))
                continue;
            var path = Path.Combine(folder, entry.Name);
            if (entry.IsFolder && !Printable.IsUnicode(entry.Name))
                Skipped.Add(NotUnicode, Relative(path));
            else if (entry.IsFolder && (!entry.IsLink || Follow(path) is not null))
                folders.Add(entry.Name);
            else if (!entry.IsFolder && !noPictures.Contains(Path.GetExtension(entry.Name)))
                loose++;
        }
        folders.Sort(StringComparer.Ordinal);
        return (folders, loose);
    }

    /// <summary>Streams the possible pictures of a folder and everything below it as (absolute path, path below the root with '/').</summary>
    public IEnumerable<(string Path, string RelativePath)> Pictures(string folder)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        var folders = new Stack<(string Path, string Real)>();
        var linked = new Queue<string>();                           // after all real folders, so that a link never takes their place
        folders.Push((folder, RealPath.Of(folder)));
        while (true)
        {
            if (!folders.TryPop(out var current))
            {
                if (!linked.TryDequeue(out var link))
                    yield break;
                if (Follow(link) is not { } target)
                    continue;
                current = (link, target);
            }
            if (!listed.Add(current.Real))
            {
                Skipped.Add("a link to a folder that is listed already", Relative(current.Path));
                continue;
            }
            foreach (var entry in Entries(current.Path))
            {
                if (IsLitter(entry))
                    continue;
                var path = Path.Combine(current.Path, entry.Name);
                if (entry.IsFolder && entry.IsLink)
                    linked.Enqueue(path);
                else if (entry.IsFolder)
                    folders.Push((path, Path.Combine(current.Real, entry.Name)));
                else if (IsPossiblePicture(path, entry))
                    yield return (path, Relative(path));
            }
        }
    }

    bool IsPossiblePicture(string path, FolderEntry entry)
    {
        var extension = Path.GetExtension(entry.Name);
        if (noPictures.Contains(extension))
        {
            Skipped.AddExtension(extension);
            return false;
        }
        if (!Printable.IsUnicode(entry.Name))
        {
            Skipped.Add(NotUnicode, Relative(path));
            return false;
        }
        var length = entry.Length;
        if (entry.IsLink)
        {
            if (Follow(path) is not { } target)
                return false;
            length = RealPath.FileLength(target) ?? 0;
        }
        if (length > 0)
            return true;
        Skipped.Add("empty, or not a regular file (pipe, socket, device)", Relative(path));
        return false;
    }

    /// <summary>Where a link leads, or null (and counted as skipped) where it must not or cannot be followed.</summary>
    string? Follow(string link)
    {
        try
        {
            var target = RealPath.Of(link);
            if (!File.Exists(target) && !Directory.Exists(target))
                Skipped.Add("a link to something that does not exist", Relative(link));
            else if (!allowOutsideLinks && !RealPath.IsWithin(target, realRoot))
                Skipped.Add("a link that leads out of the folder", Relative(link));
            else
                return target;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Skipped.Add("a link that goes in a circle or cannot be read", Relative(link));
        }
        return null;
    }

    List<FolderEntry> Entries(string folder)
    {
        try
        {
            var entries = list(folder).ToList();
            entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Skipped.Add("the folder cannot be read", Relative(folder));
            return [];
        }
    }

    string Relative(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>True for a file that is neither hidden nor litter nor plainly of a kind that holds no picture.</summary>
    public static bool MayBePicture(FolderEntry entry) => !entry.IsFolder && !IsLitter(entry) && !noPictures.Contains(Path.GetExtension(entry.Name));

    /// <summary>True for what is hidden, and what operating systems leave behind.</summary>
    public static bool IsLitter(FolderEntry entry) => entry.IsHidden || entry.Name.StartsWith('.') || litter.Contains(entry.Name);
}
