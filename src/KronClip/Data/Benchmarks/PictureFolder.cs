using System.IO.Enumeration;

namespace KronClip.Data;

/// <summary>
/// The picture files of a data set. Folders are listed; no question is put for each of a million files, which takes long on a network drive. So a file counts by its name,
/// and an empty one is found when it is read. The data set's own folders may be links, as CoOp advises; a link among the pictures is followed only as far as it stays in
/// them, in the data set's folder or in the folder of all data sets. Not thread-safe.
/// </summary>
sealed class PictureFolder
{
    static readonly StringComparer names = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;

    static readonly EnumerationOptions everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };
    static readonly EnumerationOptions withoutLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };

    readonly string images;
    readonly string[] within;
    readonly Dictionary<string, HashSet<string>> listed = new(names);

    /// <param name="place">Where the data set lies.</param>
    /// <param name="parts">Folders in the picture folder that may be links too: ImageNet's "train" and "val".</param>
    public PictureFolder(BenchmarkPlace place, params IEnumerable<string> parts)
    {
        images = place.Images;
        within = [.. parts.Select(part => Path.Combine(images, part)).Append(images).Append(place.Folder).Append(place.Root).Select(RealPath.Of)];
    }

    /// <summary>Links that lead elsewhere and were not followed.</summary>
    public int OutsideLinks { get; private set; }

    /// <summary>True if the picture is there.</summary>
    public bool Has(string path)
    {
        var slash = path.LastIndexOf('/');
        return Files(slash < 0 ? "" : path[..slash]).Contains(path[(slash + 1)..]);
    }

    /// <summary>Names of the folders directly in a folder, in ordinal order; empty if it is not there.</summary>
    public IReadOnlyList<string> Folders(string folder) =>
        [.. List(folder).Where(entry => entry.IsFolder && !FolderWalk.IsLitter(entry)).Select(entry => entry.Name).Order(StringComparer.Ordinal)];

    /// <summary>Names of what may be a picture directly in a folder; empty if it is not there.</summary>
    public IReadOnlySet<string> Files(string folder)
    {
        if (!listed.TryGetValue(folder, out var files))
        {
            files = new(names);
            foreach (var entry in List(folder).Where(FolderWalk.MayBePicture))
            {
                if (!entry.IsLink || LinkIsPicture(folder, entry.Name))
                    files.Add(entry.Name);
            }
            listed[folder] = files;
        }
        return files;
    }

    /// <summary>Paths of all that may be a picture, sub-folders included; a folder that links lead to twice is listed once.</summary>
    public IEnumerable<string> Everything() => Below("", new(StringComparer.Ordinal));

    IEnumerable<string> Below(string folder, HashSet<string> seen)
    {
        if (!seen.Add(RealPath.Of(Path.Combine(images, folder))))
            return [];
        var before = folder.Length == 0 ? "" : folder + "/";
        return Files(folder).Select(file => before + file).Concat(Folders(folder).SelectMany(child => Below(before + child, seen)));
    }

    List<FolderEntry> List(string folder)
    {
        var path = Path.Combine(images, folder);
        if (!Directory.Exists(path))
            return [];
        try
        {
            if (IsInside(path))
                return Entries(path);
            OutsideLinks++;
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The folder {Printable.Quote(path)} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The names of a folder as its own listing tells them. What is missing where links are left out is a link; to ask each entry would be the question for each file.</summary>
    static List<FolderEntry> Entries(string path)
    {
        var own = new FileSystemEnumerable<string>(path, (ref entry) => entry.FileName.ToString(), withoutLinks).ToHashSet(StringComparer.Ordinal);
        return [.. new FileSystemEnumerable<(string Name, bool IsFolder)>(path, (ref entry) => (entry.FileName.ToString(), entry.IsDirectory), everything)
            .Select(entry => new FolderEntry(entry.Name, entry.IsFolder, !own.Contains(entry.Name), IsHidden: false, Length: 0))];
    }

    bool LinkIsPicture(string folder, string name)
    {
        var path = Path.Combine(images, folder, name);
        try
        {
            if (IsInside(path))
                return RealPath.FileLength(path) > 0;
            OutsideLinks++;
        }
        catch (IOException)
        {
            // The links go in a circle: there is no picture.
        }
        return false;
    }

    bool IsInside(string path)
    {
        var real = RealPath.Of(path);
        return within.Any(root => RealPath.IsWithin(real, root));
    }
}
