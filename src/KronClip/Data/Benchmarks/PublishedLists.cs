namespace KronClip.Data;

/// <summary>Reads the data sets whose parts are lists in files: CoOp's split files and the official lists of FGVC-Aircraft. No picture is looked for.</summary>
static class PublishedLists
{
    static readonly (string File, SplitPart Part)[] aircraft =
        [("images_variant_train.txt", SplitPart.Train), ("images_variant_val.txt", SplitPart.Validation), ("images_variant_test.txt", SplitPart.Test)];

    /// <summary>split_zhou_*.json: {"train": [[path, label, class name], ...], "val": [...], "test": [...]}.</summary>
    public static BenchmarkSplit OfCoOp(BenchmarkDefinition definition, BenchmarkPlace place)
    {
        var file = place.Required(definition, definition.Files[0]);
        var (names, entries) = CoOpSplit.Lists(file);
        if (names.Count == 0)
            throw new DataException($"{Printable.Quote(file)} lists no picture. Get the published file from {definition.FilesPage}.");
        if (names.FirstOrDefault(name => string.IsNullOrWhiteSpace(name.Replace('_', ' ')) || name.Any(char.IsControl)) is { } bad)
            throw new DataException($"{Printable.Quote(file)} has a class called {Printable.Quote(bad)}, which is no name. Get the published file from {definition.FilesPage}.");
        foreach (var (_, path, _, _) in entries)
            RequireInside(file, path);
        return Make(definition, place, BenchmarkSplit.Keyed(names), [.. entries.Select(e => (e.Part, new BenchmarkPicture(e.File, e.Label, e.Name)))]);
    }

    /// <summary>variants.txt has the class names in label order; a line of a list is "0034309 707-320", a picture's name without its ending and its class.</summary>
    public static BenchmarkSplit OfAircraft(BenchmarkDefinition definition, BenchmarkPlace place)
    {
        var variants = place.Required(definition, definition.Files[0]);
        var names = Lines(variants).Select(line => line.Text).ToArray();
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (label, name) in names.Index())
        {
            if (!labels.TryAdd(name, label))
                throw new DataException($"{Printable.Quote(variants)} has the variant {Printable.Quote(name)} twice. Get the official file from {definition.FilesPage}.");
        }
        var pictures = new List<(SplitPart, BenchmarkPicture)>();
        foreach (var (list, part) in aircraft)
        {
            var path = place.Required(definition, list);
            foreach (var (number, line) in Lines(path))
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                var name = space < 0 ? "" : line[(space + 1)..].Trim();
                if (space < 1 || !labels.TryGetValue(name, out var label))
                    throw new DataException(FormattableString.Invariant($"{Printable.Quote(path)}, line {number}: {Printable.Quote(line)} is not a picture and a variant of variants.txt."));
                var file = line[..space] + ".jpg";
                RequireInside(path, file);
                pictures.Add((part, new(file, label, name)));
            }
        }
        return Make(definition, place, BenchmarkSplit.Keyed(names), pictures);
    }

    /// <summary>Lines that are not blank, trimmed, with their number from 1.</summary>
    internal static IEnumerable<(int Number, string Text)> Lines(string path) =>
        JsonText.ReadFile(path).Split('\n').Index().Select(line => (line.Index + 1, line.Item.Trim())).Where(line => line.Item2.Length > 0);

    static BenchmarkSplit Make(BenchmarkDefinition definition, BenchmarkPlace place, IReadOnlyList<BenchmarkClass> classes, List<(SplitPart Part, BenchmarkPicture Picture)> pictures)
    {
        BenchmarkPicture[] Of(SplitPart part) => [.. pictures.Where(p => p.Part == part).Select(p => p.Picture)];
        return new()
        {
            Definition = definition,
            Images = place.Images,
            Classes = classes,
            Train = Of(SplitPart.Train),
            Validation = Of(SplitPart.Validation),
            Test = Of(SplitPart.Test),
            Notes = [],
        };
    }

    /// <summary>A list is a stranger's file: it may name pictures of its own folder and nothing else.</summary>
    static void RequireInside(string list, string path)
    {
        var bad = path.Length == 0 || path[0] == '/' || path.Contains('\\', StringComparison.Ordinal) || path.Contains('\0', StringComparison.Ordinal)
            || Path.IsPathRooted(path) || path.Split('/').Any(piece => piece is "" or "." or "..");
        if (bad)
            throw new DataException($"{Printable.Quote(list)}: the path {Printable.Quote(path)} does not stay in the data set's folder. Paths are relative, with / between folders and without '..'.");
    }
}
