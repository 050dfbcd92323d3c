namespace KronClip.Data;

/// <summary>
/// Reads a folder of class folders, or such a folder under train/, val/ (valid/, validation/) and test/. It counts as given splits when a
/// folder "train" holds folders and either a validation or test folder lies beside it or nothing else does; so a class named "train" among
/// others stays a class.
/// </summary>
static class FolderLayout
{
    /// <summary>The layout that messages show to a person whose folder does not fit.</summary>
    internal const string Expected =
        "Expected one folder per class with its pictures inside:\n  photos/\n    scratch/  1.jpg 2.jpg ...\n    dent/     1.jpg 2.jpg ...\n"
        + "or such folders under photos/train/ and photos/test/ (and photos/val/), or a manifest (CSV or JSONL) with the columns path and label, or a data set as Hugging Face lays it out.";

    /// <summary>Lists everything below <paramref name="root"/>.</summary>
    /// <exception cref="DataException">The folder cannot be read or holds no class folders.</exception>
    public static FoundPictures Read(string root, CollectionOptions options, ListFolder list)
    {
        try
        {
            var walk = new FolderWalk(root, options.AllowOutsideLinks, list);
            var (folders, loose) = walk.Look(root);
            var notes = new List<string>();
            var parts = GivenParts(walk, root, folders, options, notes);
            var found = parts is null ? [(SplitPart.Unassigned, root, folders)] : Inside(walk, parts);
            if (found.All(part => part.Folders.Count == 0))
                throw NoClassFolders(root, loose, walk);
            if (loose > 0)
                notes.Add($"{Printable.Count(loose, "file")} directly in {Printable.Quote(root)} belong to no class and were passed over.");
            return Collect(walk, root, found, notes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder {Printable.Quote(root)} cannot be read: {error.Message} Check its permissions.", error);
        }
    }

    static FoundPictures Collect(
        FolderWalk walk, string root, List<(SplitPart Part, string Path, IReadOnlyList<string> Folders)> parts, List<string> notes)
    {
        var classes = parts.SelectMany(p => p.Folders).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var labels = classes.Index().ToDictionary(c => c.Item, c => c.Index, StringComparer.Ordinal);
        var pictures = new List<AssignedImage>();
        foreach (var (part, path, folders) in parts)
        {
            foreach (var folder in folders)
            {
                foreach (var (file, relative) in walk.Pictures(Path.Combine(path, folder)))
                    pictures.Add(new(new(file, relative, labels[folder]), part));
            }
        }
        return new(root, classes, pictures, [], [.. notes, .. walk.Skipped.Sentences()]);
    }

    static List<(SplitPart Part, string Path)>? GivenParts(
        FolderWalk walk, string root, IReadOnlyList<string> folders, CollectionOptions options, List<string> notes)
    {
        var named = folders.Select(name => (Name: name, Part: SplitParts.OfFolder(name))).Where(f => f.Part != SplitPart.Unassigned).ToList();
        var train = named.Where(f => f.Part == SplitPart.Train).Select(f => f.Name).FirstOrDefault();
        var isSplit = train is null
            ? !options.ForTraining && named.Count > 0 && named.Count == folders.Count
                && named.Any(n => walk.Look(Path.Combine(root, n.Name)).Folders.Count > 0)
            : (named.Count > 1 || folders.Count == 1) && walk.Look(Path.Combine(root, train)).Folders.Count > 0;
        if (!isSplit)
            return null;
        foreach (var same in named.GroupBy(f => f.Part).Where(g => g.Count() > 1))
        {
            throw new DataException(
                $"{Printable.Quote(root)} has more than one {same.Key.ToString().ToLowerInvariant()} folder: "
                    + $"{Printable.List([.. same.Select(f => f.Name)])}. Keep one.");
        }
        if (named.Count < folders.Count)
        {
            var others = folders.Except(named.Select(n => n.Name), StringComparer.Ordinal).ToList();
            notes.Add($"Folders beside train/ that are no part of the given split were passed over: {Printable.List(others)}.");
        }
        return named.OrderBy(f => f.Part).Select(f => (f.Part, Path.Combine(root, f.Name))).ToList();
    }

    static List<(SplitPart Part, string Path, IReadOnlyList<string> Folders)> Inside(FolderWalk walk, List<(SplitPart Part, string Path)> parts) =>
        parts.Select(p => (p.Part, p.Path, walk.Look(p.Path).Folders)).ToList();

    static DataException NoClassFolders(string root, int loose, FolderWalk walk)
    {
        var skipped = string.Concat(walk.Skipped.Sentences().Select(s => " " + s));
        var what = loose > 0 ? $"holds {Printable.Count(loose, "file")} but no class folders" : "holds no class folders";
        return new($"{Printable.Quote(root)} {what}.{MetadataLayout.Unusable(root)}{skipped} {Expected}");
    }
}
