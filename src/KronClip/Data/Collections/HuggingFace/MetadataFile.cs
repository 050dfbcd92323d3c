namespace KronClip.Data;

/// <summary>One metadata.csv, metadata.jsonl or metadata.parquet: a row per picture with file_name, relative to the file's folder, and a label.</summary>
static class MetadataFile
{
    static readonly string[] names = ["metadata.csv", "metadata.jsonl", "metadata.parquet"];

    static readonly ManifestColumns columns = new(["file_name"], [.. ParquetColumns.LabelNames], ["split"], FirstWins: true,
        $"Expected: file_name, label (or {string.Join(", ", ParquetColumns.LabelNames.Skip(1))}) and, if wanted, split (train, val, test).");

    /// <summary>True for the name of such a file.</summary>
    public static bool IsNamed(string path) => names.Contains(Path.GetFileName(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>The files of that name directly in a folder.</summary>
    public static IReadOnlyList<string> In(string folder) => [.. names.Select(name => Path.Combine(folder, name)).Where(File.Exists)];

    /// <summary>True if the file has the columns. A file of another kind that is called so by chance is none.</summary>
    public static bool IsUsable(string path)
    {
        try
        {
            var found = ColumnsOf(path).Select(c => c.ToLowerInvariant()).ToList();
            return found.Contains("file_name") && found.Exists(ParquetColumns.LabelNames.Contains);
        }
        catch (DataException)
        {
            return false;
        }
    }

    /// <summary>The rows, and the names of labels that the file itself states.</summary>
    /// <exception cref="DataException">The file is damaged, or a row is not as the others are.</exception>
    public static (IEnumerable<ManifestEntry> Rows, string LabelColumn, IReadOnlyDictionary<string, IReadOnlyList<string>> Names) Read(string path)
    {
        if (!ParquetPlace.IsParquet(path))
        {
            var found = ColumnsOf(path);
            return (Manifest.Entries(path, columns), ManifestColumns.Find(path, found, columns.Label, firstWins: true) is >= 0 and var at ? found[at] : "", ClassLabelNames.None);
        }
        using var table = ParquetTable.Open(path);
        var stated = ClassLabelNames.FromInfo(table.Note("huggingface"));
        var label = ParquetColumns.LabelOf(table, stated);
        var name = ParquetColumns.TextOf(table, "file_name") ?? throw table.Refused("its column 'file_name' holds no text");
        var rows = new List<ManifestEntry>();
        for (var group = 0; group < table.Groups; group++)
        {
            foreach (var (file, text) in ParquetColumns.Labels(table, group, name).Zip(ParquetColumns.Labels(table, group, label)))
                rows.Add(new(rows.Count + 1, file ?? "", text ?? "", ""));
        }
        return (rows, label.Name, stated);
    }

    static IReadOnlyList<string> ColumnsOf(string path)
    {
        if (!ParquetPlace.IsParquet(path))
            return Manifest.ColumnsOf(path);
        using var table = ParquetTable.Open(path);
        return [.. table.Columns.Select(c => c.Name)];
    }
}
