using System.Globalization;
using System.Text.Json;

namespace KronClip.Data;

/// <summary>
/// Reads a manifest: CSV with a header line, or JSON Lines. Columns: path (or image, file, filename), label (or class) and, if wanted,
/// split (train, val, test). Relative paths start at the manifest's folder. Classes are in ordinal order of their labels.
/// </summary>
static class Manifest
{
    static readonly ManifestColumns columns = new(["path", "image", "file", "filename"], ["label", "class"], ["split"], FirstWins: false,
        "Expected: path (or image, file, filename), label (or class) and, if wanted, split (train, val, test).");

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="DataException">A column, property, field or file is missing, or a line is not as it should be; the message has the line.</exception>
    public static FoundPictures Read(string path) => Build(path, Entries(path, columns));

    /// <summary>The lines of a file: JSON objects by its extension, else comma-, semicolon- or tab-separated text.</summary>
    /// <exception cref="DataException">As for <see cref="Read"/>.</exception>
    internal static IEnumerable<ManifestEntry> Entries(string path, ManifestColumns columns) =>
        IsLines(path) ? Lines(path, columns) : Delimited(path, columns);

    /// <summary>The names of the columns, or of the first object's properties.</summary>
    /// <exception cref="DataException">There are none, or they cannot be read.</exception>
    internal static IReadOnlyList<string> ColumnsOf(string path)
    {
        var text = JsonText.ReadFile(path);
        if (!IsLines(path))
            return [.. DelimitedText.Rows(text, DelimitedText.Separator(text), path).FirstOrDefault().Fields?.Select(f => f.Trim()) ?? []];
        using var lines = new StringReader(text);
        using var first = JsonText.Parse(lines.ReadLine() ?? "", path);
        return first.RootElement.ValueKind == JsonValueKind.Object ? [.. first.RootElement.EnumerateObject().Select(p => p.Name)] : [];
    }

    static bool IsLines(string path) => Path.GetExtension(path).ToLowerInvariant() is ".jsonl" or ".ndjson";

    static IEnumerable<ManifestEntry> Delimited(string path, ManifestColumns columns)
    {
        var text = JsonText.ReadFile(path);
        using var rows = DelimitedText.Rows(text, DelimitedText.Separator(text), path).GetEnumerator();
        if (!rows.MoveNext())
            throw new DataException($"{Printable.Quote(path)} has no header line. {columns.Expected}");
        var header = rows.Current.Fields.Select(f => f.Trim()).ToList();
        var (image, label, split) = columns.Find(path, header);
        if (image < 0 || label < 0)
            throw new DataException($"{Printable.Quote(path)} has the columns {Printable.List(header, 12)}. {columns.Expected}");
        while (rows.MoveNext())
        {
            var (line, fields) = (rows.Current.Line, rows.Current.Fields);
            if (fields.Count != header.Count)
                throw At(path, line, $"{Printable.Count(fields.Count, "field")}, but the header has {header.Count}");
            yield return new(line, fields[image], fields[label], split < 0 ? "" : fields[split]);
        }
    }

    static IEnumerable<ManifestEntry> Lines(string path, ManifestColumns columns)
    {
        using var lines = new StringReader(JsonText.ReadFile(path));
        for (var line = 1; lines.ReadLine() is { } content; line++)
        {
            if (string.IsNullOrWhiteSpace(content))
                continue;
            using var document = JsonText.Parse(content, path, line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw At(path, line, "not a JSON object");
            var names = document.RootElement.EnumerateObject().Select(p => p.Name).ToList();
            var (image, label, split) = columns.Find(path, names);
            if (image < 0 || label < 0)
                throw At(path, line, $"the properties are {Printable.List(names, 12)}. {columns.Expected.TrimEnd('.')}");
            yield return new(line, Value(image), Value(label), split < 0 ? "" : Value(split));

            string Value(int index) => document.RootElement.GetProperty(names[index]) switch
            {
                { ValueKind: JsonValueKind.String } value => value.String(),
                { ValueKind: JsonValueKind.Number } value => value.GetRawText(),
                { ValueKind: JsonValueKind.Null } => "",
                _ => throw At(path, line, $"'{names[index]}' is neither text nor a number"),
            };
        }
    }

    static FoundPictures Build(string manifest, IEnumerable<ManifestEntry> entries)
    {
        var root = Path.GetDirectoryName(manifest)!;
        var seen = new Dictionary<string, ManifestEntry>(StringComparer.Ordinal);
        var missing = new List<string>();
        var skipped = new SkippedFiles();
        var kept = new List<(string Path, string Label, SplitPart Part)>();
        var labels = new SortedSet<string>(StringComparer.Ordinal);
        var repeated = 0;
        foreach (var entry in entries)
        {
            var label = entry.Label.Trim();
            if (label.Length == 0 || entry.Path.Length == 0)
                throw At(manifest, entry.Line, label.Length == 0 ? "the label is empty" : "the path is empty");
            var part = SplitParts.OfField(entry.Split)
                ?? throw At(manifest, entry.Line, $"the split {Printable.Quote(entry.Split)} is unknown; use train, val or test");
            var (path, length) = Locate(root, entry.Path);
            labels.Add(label);
            if (seen.TryGetValue(path, out var earlier))
            {
                if (earlier.Label.Trim() != label || SplitParts.OfField(earlier.Split) != part)
                    throw At(manifest, entry.Line, $"{Printable.Quote(entry.Path)} already stands on line {earlier.Line} with another "
                        + $"label or split");
                repeated++;
                continue;
            }
            seen[path] = entry;
            if (length is null)
                missing.Add(string.Create(CultureInfo.InvariantCulture, $"{entry.Path} (line {entry.Line})"));
            else if (length == 0)
                skipped.Add("empty, or not a regular file (pipe, socket, device)", entry.Path);
            else
                kept.Add((path, label, part));
        }
        if (missing.Count > 0)
        {
            throw new DataException(
                $"{Printable.Quote(manifest)} lists {Printable.Count(missing.Count, "file that does", "files that do")} not exist: {Printable.List(missing)}. "
                    + $"Relative paths start at {Printable.Quote(root)}. Correct the paths, or take the lines out.");
        }
        RequireWholeSplit(manifest, seen.Values);
        List<string> notes = [.. skipped.Sentences()];
        if (repeated > 0)
            notes.Add($"{Printable.Count(repeated, "line")} repeat an earlier line and were passed over.");
        List<string> folders = [.. labels];
        var index = folders.Index().ToDictionary(f => f.Item, f => f.Index, StringComparer.Ordinal);
        return new(root, folders, [.. kept.Select(k => new AssignedImage(Item(root, k.Path, index[k.Label]), k.Part))], [], notes);
    }

    /// <summary>An item for a path that may lie anywhere; outside the root the relative path begins with "..".</summary>
    internal static ImageItem Item(string root, string path, int label) =>
        new(path, Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'), label);

    /// <summary>The absolute path and its length; a path with '\' from another system is tried with '/' too.</summary>
    static (string Path, long? Length) Locate(string root, string path)
    {
        var full = RealPath.Below(root, path);
        var length = Length(full);
        if (length is not null || Path.DirectorySeparatorChar == '\\' || !path.Contains('\\', StringComparison.Ordinal))
            return (full, length);
        var turned = RealPath.Below(root, path.Replace('\\', '/'));
        return Length(turned) is { } found ? (turned, found) : (full, null);
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

    static void RequireWholeSplit(string manifest, Dictionary<string, ManifestEntry>.ValueCollection entries)
    {
        var without = entries.Where(e => SplitParts.OfField(e.Split) == SplitPart.Unassigned).ToList();
        if (without.Count > 0 && without.Count < entries.Count)
            throw At(manifest, without.Min(e => e.Line), "this line names no split, but others do; fill in all of them or none");
    }

    internal static DataException At(string path, int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Printable.Quote(path)}, line {line}: {what}."));
}
