using System.Text.Json;

namespace KronClip.Data;

/// <summary>
/// Reads CoOp's published splits, split_zhou_*.json: <c>{"train": [[path, label, class name], ...], "val": [...], "test": [...]}</c>
/// (KaiyangZhou/CoOp, datasets/oxford_pets.py, read_split). Classes are in label order.
/// </summary>
static class CoOpSplit
{
    const int Probes = 20;
    static readonly (string Name, SplitPart Part)[] parts = [("train", SplitPart.Train), ("val", SplitPart.Validation), ("test", SplitPart.Test)];

    /// <summary>Reads the lists; pictures are not looked for.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="pictures">The folder that its paths start from.</param>
    /// <exception cref="DataException">Not such a file, or labels and class names contradict each other.</exception>
    public static FoundPictures Read(string path, string pictures)
    {
        var root = Path.GetFullPath(pictures);
        var (names, entries) = Lists(path);
        var images = entries.Select(e => new AssignedImage(new(RealPath.Below(root, e.File), e.File, e.Label), e.Part));
        return new(root, names, [.. images], [], []);
    }

    /// <summary>Class names in label order, and the entries of train, val and test one after the other, as the file has them.</summary>
    /// <exception cref="DataException">Not such a file, or labels and class names contradict each other.</exception>
    public static (IReadOnlyList<string> Names, IReadOnlyList<(SplitPart Part, string File, int Label, string Name)> Entries) Lists(string path)
    {
        var entries = Entries(path);
        var names = new SortedDictionary<int, string>();
        foreach (var (_, file, label, name) in entries)
        {
            if (!names.TryAdd(label, name) && names[label] != name)
                throw new DataException($"{Printable.Quote(path)}: label {label} is called {Printable.Quote(names[label])} and, at "
                    + $"{Printable.Quote(file)}, {Printable.Quote(name)}.");
        }
        if (!names.Keys.SequenceEqual(Enumerable.Range(0, names.Count)))
            throw new DataException($"{Printable.Quote(path)}: the labels are not 0, 1, 2, ... without a gap.");
        return ([.. names.Values], entries);
    }

    /// <summary>The file's own folder, or a folder in it, whichever holds one of the first pictures (data sets keep them in "images", "jpg", ...).</summary>
    /// <exception cref="DataException">None does.</exception>
    public static string FindPictures(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var probes = Entries(path).Take(Probes).Select(e => e.File).ToList();
        return Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).Prepend(folder)
            .FirstOrDefault(candidate => probes.Any(file => File.Exists(Path.Combine(candidate, file))))
            ?? throw new DataException(
                $"The pictures of {Printable.Quote(path)} were not found: {Printable.List(probes, 1)} is neither in "
                    + $"{Printable.Quote(folder)} nor in a folder in it. Put the split file beside them.");
    }

    static List<(SplitPart Part, string File, int Label, string Name)> Entries(string path)
    {
        using var document = JsonText.Parse(JsonText.ReadFile(path), path);
        var root = document.RootElement;
        var entries = new List<(SplitPart, string, int, string)>();
        foreach (var (name, part) in parts)
        {
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
            {
                throw new DataException(
                    $"{Printable.Quote(path)} is not a split: the list \"{name}\" is missing. Expected {{\"train\": [[path, label, class "
                        + $"name], ...], \"val\": [...], \"test\": [...]}}.");
            }
            foreach (var entry in list.EnumerateArray())
                entries.Add(Entry(path, part, entry));
        }
        return entries;
    }

    static (SplitPart, string, int, string) Entry(string path, SplitPart part, JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.Array && entry.GetArrayLength() == 3
            && entry[0].ValueKind == JsonValueKind.String && entry[2].ValueKind == JsonValueKind.String
            && entry[1].ValueKind == JsonValueKind.Number && entry[1].TryGetInt32(out var label))
        {
            return (part, entry[0].String(), label, entry[2].String());
        }
        throw new DataException($"{Printable.Quote(path)}: {entry.GetRawText()} is not [path, label, class name].");
    }
}
