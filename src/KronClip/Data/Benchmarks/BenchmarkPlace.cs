namespace KronClip.Data;

/// <summary>Where a data set lies: in the folder of all data sets, as CoOp's DATASETS.md has it, or in a folder that was given as its own.</summary>
/// <param name="Folder">Absolute path of the data set's folder.</param>
/// <param name="Images">Absolute path of the folder that the pictures' paths start from. It need not exist.</param>
/// <param name="Root">Absolute path of what the person gave.</param>
sealed record BenchmarkPlace(string Folder, string Images, string Root)
{
    /// <summary>Finds the data set's folder.</summary>
    /// <exception cref="DataException">There is none; the message has the layout and where the pictures are to be had.</exception>
    public static BenchmarkPlace Find(BenchmarkDefinition definition, string root)
    {
        if (string.IsNullOrWhiteSpace(root))
            throw new DataException("No path to the data sets was given. Give the folder that holds them.");
        var full = Path.TrimEndingDirectorySeparator(RealPath.Below("", root));
        if (!Directory.Exists(full))
            throw new DataException($"The folder of the data sets, {Printable.Quote(full)}, does not exist. Check the path.");
        var usual = Path.Combine(full, definition.Folder);
        var folder = Directory.Exists(usual) ? usual : IsOwn(definition, full) ? full : throw Absent(definition, full);
        return new(folder, definition.Images.Length == 0 ? folder : Path.Combine(folder, definition.Images), full);
    }

    /// <summary>The absolute path of a file that must lie in the data set's folder.</summary>
    /// <exception cref="DataException">It is missing; the message says where it belongs and where it is to be had.</exception>
    public string Required(BenchmarkDefinition definition, string file)
    {
        var path = Path.Combine(Folder, file);
        return File.Exists(path) ? path : throw new DataException(
            $"{Printable.Quote(path)} is missing: without it nobody knows which pictures of {definition.Title} belong to which class and part. Get {file} from {definition.FilesPage} "
                + $"and put it into {Printable.Quote(Folder)}.");
    }

    /// <summary>True if the first file lies directly in the folder; the classnames.txt of the ImageNet sets says little, so there the pictures' folder must be there too.</summary>
    static bool IsOwn(BenchmarkDefinition definition, string folder) => File.Exists(Path.Combine(folder, definition.Files[0])) && definition.Layout switch
    {
        BenchmarkLayout.CoopSplit or BenchmarkLayout.AircraftLists => true,
        BenchmarkLayout.TrainAndVal => Directory.Exists(Path.Combine(folder, definition.Images, "train")),
        _ => Directory.Exists(Path.Combine(folder, definition.Images)) && !Directory.Exists(Path.Combine(folder, definition.Images, "train")),
    };

    static DataException Absent(BenchmarkDefinition definition, string root)
    {
        var folders = FolderEntries.Of(root).Where(entry => entry.IsFolder).Select(entry => entry.Name);
        var near = CloseNames.To(definition.Folder, folders);
        var hint = near.Count == 0 ? "" : $" Is it {Printable.List([.. near])}? Then rename that folder, or link to it.";
        return new DataException(
            $"{Printable.Quote(root)} has no folder {Printable.Quote(definition.Folder)} with {definition.Title}.{hint} Expected in it:{definition.ExpectedTree}\n"
                + $"Pictures: {definition.Page} ({definition.Licence}). {string.Join(", ", definition.Files)}: {definition.FilesPage}");
    }
}
