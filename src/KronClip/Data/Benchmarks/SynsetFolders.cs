using System.Globalization;

namespace KronClip.Data;

/// <summary>
/// Reads ImageNet and its shifts, whose class folders are the lists. classnames.txt has a line "synset name" per class (CoOp/datasets/imagenet.py). Pictures are in ordinal
/// order of their names, where CoOp takes the file system's.
/// </summary>
static class SynsetFolders
{
    const string Train = "train", Val = "val";

    public static BenchmarkSplit Read(BenchmarkDefinition definition, BenchmarkPlace place)
    {
        var file = place.Required(definition, definition.Files[0]);
        var names = Names(definition, file);
        return definition.Layout == BenchmarkLayout.TrainAndVal ? OfParts(definition, place, names) : OfTest(definition, place, names);
    }

    static BenchmarkSplit OfParts(BenchmarkDefinition definition, BenchmarkPlace place, List<(string Synset, string Name)> names)
    {
        RequireFolder(definition, Path.Combine(place.Images, Train));
        RequireFolder(definition, Path.Combine(place.Images, Val));
        var folder = new PictureFolder(place, Train, Val);
        var (train, val) = (folder.Folders(Train), folder.Folders(Val));
        if (val.Count == 0 && folder.Files(Val).Count > 0)
        {
            throw new DataException(
                $"{Printable.Quote(Path.Combine(place.Images, Val))} holds pictures beside each other. They must lie in class folders such as n01440764: sort them by the ground truth of ILSVRC 2012.");
        }
        var (classes, notes) = Known(names, train.Union(val, StringComparer.Ordinal));
        var test = Pictures(folder, classes, c => $"{Val}/{c.Key}");
        return Make(definition, place, classes, Pictures(folder, classes, c => $"{Train}/{c.Key}"), test, test, Noted(notes, folder));
    }

    static BenchmarkSplit OfTest(BenchmarkDefinition definition, BenchmarkPlace place, List<(string Synset, string Name)> names)
    {
        RequireFolder(definition, place.Images);
        var folder = new PictureFolder(place);
        if (definition.Layout == BenchmarkLayout.NumberedFolders)
        {
            var all = names.Select(n => new BenchmarkClass(n.Synset, n.Name)).ToArray();
            var numbers = all.Index().ToDictionary(c => c.Item, c => c.Index.ToString(CultureInfo.InvariantCulture));
            return Make(definition, place, all, [], [], Pictures(folder, all, c => numbers[c]), Noted([], folder));
        }
        var (classes, notes) = Known(names, folder.Folders(""));
        return Make(definition, place, classes, [], [], Pictures(folder, classes, c => c.Key), Noted(notes, folder));
    }

    static BenchmarkSplit Make(
        BenchmarkDefinition definition, BenchmarkPlace place, IReadOnlyList<BenchmarkClass> classes, BenchmarkPicture[] train, BenchmarkPicture[] validation, BenchmarkPicture[] test,
        IReadOnlyList<string> notes) => classes.Count == 0
        ? throw new DataException($"{Printable.Quote(place.Images)} has no class folder that classnames.txt names. Expected:{definition.ExpectedTree}")
        : new()
        {
            Definition = definition,
            Images = place.Images,
            Classes = classes,
            Train = train,
            Validation = validation,
            Test = test,
            Notes = notes,
        };

    /// <summary>The classes of folders that have a name, in ordinal order of the synsets: that is the order of the labels.</summary>
    static (IReadOnlyList<BenchmarkClass> Classes, List<string> Notes) Known(List<(string Synset, string Name)> names, IEnumerable<string> folders)
    {
        var byFolder = names.ToDictionary(n => n.Synset, n => n.Name, StringComparer.Ordinal);
        var parts = folders.Order(StringComparer.Ordinal).ToLookup(byFolder.ContainsKey);
        List<string> notes = parts[false].ToArray() is { Length: > 0 } unknown
            ? [$"{Printable.Count(unknown.Length, "folder")} passed over, as classnames.txt does not name {(unknown.Length == 1 ? "it" : "them")}: {Printable.List(unknown)}."]
            : [];
        return ([.. parts[true].Select(folder => new BenchmarkClass(folder, byFolder[folder]))], notes);
    }

    static BenchmarkPicture[] Pictures(PictureFolder folder, IReadOnlyList<BenchmarkClass> classes, Func<BenchmarkClass, string> place) =>
        [.. classes.Index().SelectMany(c => folder.Files(place(c.Item)).Order(StringComparer.Ordinal).Select(file => new BenchmarkPicture($"{place(c.Item)}/{file}", c.Index, c.Item.Name)))];

    static List<(string Synset, string Name)> Names(BenchmarkDefinition definition, string file)
    {
        var names = new List<(string Synset, string Name)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (number, line) in PublishedLists.Lines(file))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space < 1 || line[..space].AsSpan().ContainsAny('/', '\\') || line[..space] is "." or "..")
                throw new DataException(FormattableString.Invariant($"{Printable.Quote(file)}, line {number}: {Printable.Quote(line)} is not a synset and a class name. Get the file from {definition.FilesPage}."));
            if (!seen.Add(line[..space]))
                throw new DataException(FormattableString.Invariant($"{Printable.Quote(file)}, line {number}: the synset {line[..space]} stands there twice. Get the file from {definition.FilesPage}."));
            names.Add((line[..space], line[(space + 1)..].Trim()));
        }
        return names;
    }

    static List<string> Noted(List<string> notes, PictureFolder folder)
    {
        if (folder.OutsideLinks > 0)
            notes.Add($"{Printable.Count(folder.OutsideLinks, "link")} out of the data set's folder not followed.");
        return notes;
    }

    static void RequireFolder(BenchmarkDefinition definition, string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"{Printable.Quote(folder)} is missing. Expected for {definition.Title}:{definition.ExpectedTree}\nPictures: {definition.Page} ({definition.Licence}).");
    }
}
