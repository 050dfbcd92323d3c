namespace KronClip.Data;

/// <summary>The pictures that a list of files and folders stands for.</summary>
public static class PicturePaths
{
    /// <summary>Files as they are named, and the pictures of folders (with sub-folders, in ordinal order, obvious non-pictures left out), and those taken out of parquet files.</summary>
    /// <exception cref="DataException">A path does not exist, or a folder holds no picture.</exception>
    public static IReadOnlyList<string> Find(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0)
            throw new DataException("No picture was named. Give one or more pictures or folders.");
        var pictures = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
                pictures.AddRange(InFolder(path));
            else if (Path.GetExtension(path) == ".jsonl" && ExtractedPictures.Is(path))
                pictures.AddRange(ExtractedPictures.Read(path).Pictures.Select(picture => picture.Item.Path));
            else if (File.Exists(path))
                pictures.Add(path);
            else
                throw new DataException($"{Printable.Quote(path)} does not exist. Check the path.");
        }
        return pictures;
    }

    static string[] InFolder(string folder)
    {
        var walk = new FolderWalk(Path.GetFullPath(folder), allowOutsideLinks: false, FolderEntries.Of);
        var found = walk.Pictures(Path.GetFullPath(folder)).Select(p => Path.Combine(folder, p.RelativePath)).Order(StringComparer.Ordinal).ToArray();
        return found.Length > 0 ? found : throw new DataException($"{Printable.Quote(folder)} holds no picture. Check the path.");
    }
}
