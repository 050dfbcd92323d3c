using System.Globalization;

namespace KronClip.Data;

/// <summary>
/// Hugging Face's "imagefolder" with a metadata file: it lies in the root, or in each of train/, validation/ and test/, and its label is the class, whatever folder a
/// picture lies in. The part is the file's column split if it has one, else the folder train/, validation/ or test/ that the picture lies in.
/// </summary>
sealed class MetadataLayout
{
    readonly string root, realRoot;
    readonly CollectionOptions options;
    readonly SkippedFiles skipped = new();
    readonly List<string> missing = [];
    readonly Dictionary<string, (string Label, SplitPart Part)> seen = new(StringComparer.Ordinal);
    readonly List<(string Path, string Label, SplitPart Part)> kept = [];
    IReadOnlyList<string>? names;
    int repeated;

    MetadataLayout(string root, CollectionOptions options) => (this.root, realRoot, this.options) = (root, RealPath.Of(root), options);

    /// <summary>The pictures that the metadata of a folder list; null where there are none of use, so that the folders are the classes.</summary>
    /// <exception cref="DataException">A row is wrong, or a picture is missing.</exception>
    public static FoundPictures? Read(string root, CollectionOptions options, ListFolder list)
    {
        var files = Folders(root).SelectMany(folder => MetadataFile.In(folder)).Where(MetadataFile.IsUsable).ToList();
        if (files.Count == 0)
            return null;
        foreach (var several in files.GroupBy(f => Path.GetDirectoryName(f)!).Where(g => g.Count() > 1))
            throw new DataException($"{Printable.Quote(several.Key)} has several lists of its pictures: {Printable.List([.. several.Select(f => Path.GetFileName(f))])}. Keep one.");
        if (files.Count > 1 && Path.GetDirectoryName(files[0]) == root)
            throw new DataException($"{Printable.Quote(root)} has a list of its pictures ({Path.GetFileName(files[0])}), and so have folders in it. Keep one or the others.");
        return Listed(root, files, options, list);
    }

    /// <summary>The same of one file that was given by itself; null if it has no such columns.</summary>
    /// <exception cref="DataException">A row is wrong, or a picture is missing.</exception>
    public static FoundPictures? OfFile(string path, CollectionOptions options, ListFolder list) =>
        MetadataFile.IsNamed(path) && MetadataFile.IsUsable(path) ? Listed(Path.GetDirectoryName(path)!, [path], options, list) : null;

    /// <summary>A sentence about metadata that could not be used, for a folder that is nothing else either; else empty.</summary>
    public static string Unusable(string root) => Folders(root).SelectMany(folder => MetadataFile.In(folder)).FirstOrDefault() is { } file
        ? $" {Printable.Quote(file)} does not have the columns file_name and label." : "";

    static FoundPictures Listed(string root, List<string> files, CollectionOptions options, ListFolder list)
    {
        var layout = new MetadataLayout(root, options);
        foreach (var file in files)
            layout.Read(file);
        return layout.Found(files, list);
    }

    void Read(string file)
    {
        var (rows, column, stated) = MetadataFile.Read(file);
        var found = (stated.Count > 0 ? stated : DatasetCard.Read(root)).GetValueOrDefault(column);
        if (names is not null && found is not null && !names.SequenceEqual(found, StringComparer.Ordinal))
            throw new DataException($"{Printable.Quote(file)} gives the labels other names than the files before it. Give one of them by itself.");
        names ??= found;
        foreach (var row in rows)
            Keep(file, row);
    }

    void Keep(string file, ManifestEntry row)
    {
        var folder = Path.GetDirectoryName(file)!;
        var label = row.Label.Trim();
        if (row.Path.Length == 0)
            throw Manifest.At(file, row.Line, "the file_name is empty");
        var path = RealPath.Below(folder, row.Path);
        if (Path.IsPathRooted(row.Path) || !RealPath.IsWithin(path, root))
            throw Manifest.At(file, row.Line, $"{Printable.Quote(row.Path)} leads out of the folder {Printable.Quote(root)}");
        var relative = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        var part = SplitParts.OfField(row.Split) ?? throw Manifest.At(file, row.Line, $"the split {Printable.Quote(row.Split)} is unknown; use train, val or test");
        if (part is SplitPart.Unassigned && relative.Contains('/', StringComparison.Ordinal))
            part = SplitParts.OfFolder(relative[..relative.IndexOf('/', StringComparison.Ordinal)]);
        if (seen.TryGetValue(path, out var earlier))
        {
            if (earlier != (label, part))
                throw Manifest.At(file, row.Line, $"{Printable.Quote(row.Path)} was listed before with another label or split");
            repeated++;
            return;
        }
        seen[path] = (label, part);
        if (Length(path) is not { } length)
            missing.Add(string.Create(CultureInfo.InvariantCulture, $"{relative} ({Path.GetFileName(file)}, line {row.Line})"));
        else if (label.Length == 0)
            skipped.Add("no label", relative);
        else if (!options.AllowOutsideLinks && !RealPath.IsWithin(RealPath.Of(path), realRoot))
            skipped.Add("a link that leads out of the folder", relative);
        else if (length == 0)
            skipped.Add("empty, or not a regular file (pipe, socket, device)", relative);
        else
            kept.Add((path, label, part));
    }

    FoundPictures Found(List<string> files, ListFolder list)
    {
        var source = files.Count == 1 ? files[0] : root;
        if (missing.Count > 0)
            throw new DataException($"{Printable.Quote(source)} lists {Printable.Count(missing.Count, "file that does", "files that do")} not exist: {Printable.List(missing)}. Complete the pictures, or take the lines out.");
        if (kept.Exists(k => k.Part is SplitPart.Unassigned) && kept.Exists(k => k.Part is not SplitPart.Unassigned))
        {
            throw new DataException($"{Printable.Quote(source)} lists pictures of a part (train/, validation/, test/), such as {Printable.Quote(Name(kept.Find(k => k.Part is not SplitPart.Unassigned).Path))}, "
                + $"and others of none, such as {Printable.Quote(Name(kept.Find(k => k.Part is SplitPart.Unassigned).Path))}. Put all into parts or none.");
        }
        var labels = ClassLabels.Of(kept.Select(k => k.Label), names, source);
        List<string> notes = [.. skipped.Sentences()];
        if (repeated > 0)
            notes.Add($"{Printable.Count(repeated, "line")} repeat an earlier line and were passed over.");
        var walk = new FolderWalk(root, options.AllowOutsideLinks, list);
        if (walk.Pictures(root).Count(p => !seen.ContainsKey(p.Path)) is > 0 and var unlisted)
            notes.Add($"{Printable.Count(unlisted, "picture")} that {Printable.Quote(Path.GetFileName(files[0]))} does not list were passed over.");
        var known = kept.Where(k => labels[k.Label] is not null).ToList();
        if (known.Count < kept.Count)
            notes.Add($"{Printable.Count(kept.Count - known.Count, "picture")} with the label -1, which means that it is not known, left out.");
        return new(root, [.. labels.Classes.Select(c => c.Folder)], [.. known.Select(k => new AssignedImage(Manifest.Item(root, k.Path, labels[k.Label]!.Value), k.Part))], labels.Warnings, notes)
        {
            Definitions = labels.Classes,
        };
    }

    string Name(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The root, and the folders in it that are called as parts are.</summary>
    static IEnumerable<string> Folders(string root)
    {
        string[] inside;
        try
        {
            inside = [.. Directory.EnumerateDirectories(root).Where(f => SplitParts.OfFolder(Path.GetFileName(f)) is not SplitPart.Unassigned).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            inside = [];
        }
        return inside.Prepend(root);
    }

    static long? Length(string path)
    {
        try
        {
            return RealPath.FileLength(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
