namespace KronClip.Data;

/// <summary>One parquet file of a data set and the part that its name gives it.</summary>
/// <param name="Path">Absolute path, every link followed.</param>
/// <param name="Name">Its path below the data set's folder, for messages.</param>
/// <param name="Part">The part, or unassigned.</param>
sealed record ParquetShard(string Path, string Name, SplitPart Part);

/// <summary>
/// The parquet files behind a path: a file; or those of a folder, of data/ in it, or of its only configuration, where each begins with its part's name
/// (train-00000-of-00002.parquet) or lies in a folder called so. A file given by itself has no part, whatever it is called.
/// </summary>
/// <param name="Given">Absolute path as it was given.</param>
/// <param name="Root">The data set's folder: README.md is looked for in it, and paths of pictures start at the folder of their file.</param>
/// <param name="Shards">The files by part, then name in ordinal order.</param>
/// <param name="Notes">What was passed over.</param>
sealed record ParquetPlace(string Given, string Root, IReadOnlyList<ParquetShard> Shards, IReadOnlyList<string> Notes)
{
    const string Extension = ".parquet";

    /// <summary>The files; null where there are none, or pictures in folders beside which they are something else.</summary>
    /// <exception cref="DataException">The folder has several configurations, or cannot be read.</exception>
    public static ParquetPlace? Of(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
            return null;
        var full = Path.TrimEndingDirectorySeparator(RealPath.Below("", path));
        try
        {
            if (Directory.Exists(full))
                return OfFolder(full);
            return IsParquet(full) && !MetadataFile.IsNamed(full) && RealPath.FileLength(full) is not null
                ? new(full, Path.GetDirectoryName(full)!, [new(RealPath.Of(full), Path.GetFileName(full), SplitPart.Unassigned)], [])
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"{Printable.Quote(full)} cannot be read: {error.Message} Check its permissions.", error);
        }
    }

    /// <summary>True for the name of such a file.</summary>
    public static bool IsParquet(string path) => Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    static ParquetPlace? OfFolder(string root)
    {
        var files = Files(root);
        if (files.Count == 0)
            files = Files(Path.Combine(root, "data"));
        if (files.Count == 0)
        {
            var configurations = Folders(root).Select(folder => (Folder: folder, Files: Files(folder))).Where(c => c.Files.Count > 0).ToList();
            if (configurations.Count == 0 || HoldsClassFolders(root))
                return null;
            if (configurations.Count > 1)
                throw new DataException($"{Printable.Quote(root)} has several configurations of a data set: {Printable.List([.. configurations.Select(c => Path.GetFileName(c.Folder))], 12)}. Give the folder of one of them.");
            files = configurations[0].Files;
        }
        return HoldsClassFolders(root) ? null : Divided(root, files);
    }

    static ParquetPlace Divided(string root, List<(string Path, string? Folder)> files)
    {
        var shards = files.Select(f => (f.Path, Part: PartOf(f.Path, f.Folder))).ToList();
        var notes = new List<string>();
        if (shards.Exists(s => s.Part is not SplitPart.Unassigned))
        {
            var others = shards.Where(s => s.Part is SplitPart.Unassigned).Select(s => Name(s.Path)).ToList();
            if (others.Count > 0)
                notes.Add($"Parquet files that belong to no part (train, validation, test) were passed over: {Printable.List(others)}.");
            shards.RemoveAll(s => s.Part is SplitPart.Unassigned);
        }
        return new(root, root, [.. shards.OrderBy(s => s.Part).ThenBy(s => s.Path, StringComparer.Ordinal).Select(s => new ParquetShard(RealPath.Of(s.Path), Name(s.Path), s.Part))], notes);

        string Name(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
    }

    /// <summary>The files of a folder, and of the folders in it that are called as parts are.</summary>
    static List<(string Path, string? Folder)> Files(string folder) =>
        [
            .. In(folder).Select(file => (file, (string?)null)),
            .. Folders(folder).Where(f => SplitParts.OfFolder(Path.GetFileName(f)) is not SplitPart.Unassigned).SelectMany(f => In(f).Select(file => (file, (string?)Path.GetFileName(f)))),
        ];

    static List<string> In(string folder) => Listed(() => Directory.EnumerateFiles(folder).Where(f => IsParquet(f) && !MetadataFile.IsNamed(f)));

    static List<string> Folders(string folder) => Listed(() => Directory.EnumerateDirectories(folder));

    /// <summary>What is not hidden, in ordinal order; nothing where the folder is not there or may not be read.</summary>
    static List<string> Listed(Func<IEnumerable<string>> entries)
    {
        try
        {
            return [.. entries().Where(path => !Path.GetFileName(path).StartsWith('.')).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The part that the letters at the start of a file's name say, else the one of its folder.</summary>
    static SplitPart PartOf(string path, string? folder)
    {
        var word = string.Concat(Path.GetFileNameWithoutExtension(path).TakeWhile(char.IsAsciiLetter));
        return SplitParts.OfField(word) is { } part and not SplitPart.Unassigned ? part : SplitParts.OfFolder(folder ?? "");
    }

    /// <summary>Two folders with pictures are classes; one may well be what a README shows.</summary>
    static bool HoldsClassFolders(string root)
    {
        var walk = new FolderWalk(root, allowOutsideLinks: false, FolderEntries.Of);
        return walk.Look(root).Folders.Count > 0
            && walk.Pictures(root).Select(p => Path.GetDirectoryName(p.RelativePath)!).Where(f => f.Length > 0).Distinct(StringComparer.Ordinal).Take(2).Count() == 2;
    }
}
