namespace KronClip.Data;

/// <summary>
/// The pictures and classes behind a path that a person gave: a folder of class folders, such a folder under train/, val/ and test/, a
/// manifest (CSV, JSONL), a split file of ours, CoOp's split_zhou_*.json, or a data set as Hugging Face lays it out: a folder with a metadata file, or parquet files,
/// whose pictures are first taken out into the cache. Listing opens no picture. Immutable and thread-safe.
/// </summary>
public sealed class ImageCollection
{
    ImageCollection(
        string root, IReadOnlyList<ClassDefinition> classes, IReadOnlyList<AssignedImage> images,
        IReadOnlyList<string> warnings, IReadOnlyList<string> notes)
    {
        (Root, Classes, Images, Warnings, Notes) = (root, classes, images, warnings, notes);
        HasGivenParts = images.Any(image => image.Part != SplitPart.Unassigned);
    }

    /// <summary>Absolute path of the folder that relative paths refer to.</summary>
    public string Root { get; }

    /// <summary>The classes with pictures. In ordinal order of their folder names on every system; in label order for split files.</summary>
    public IReadOnlyList<ClassDefinition> Classes { get; }

    /// <summary>All pictures, by class, then part, then relative path in ordinal order.</summary>
    public IReadOnlyList<AssignedImage> Images { get; }

    /// <summary>True if the person gave the split (train/, val/, test/ or a split column); then none is drawn across it.</summary>
    public bool HasGivenParts { get; }

    /// <summary>What a person should look at: classes left out, names the text tower will not understand.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What was passed over and is probably meant so: files of other kinds, links, folders beside the split.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Opens what a person gave as &lt;images&gt;.</summary>
    /// <param name="path">A folder or a file; see the class summary.</param>
    /// <param name="classes">Words, names and templates of the classes, or null for the folders' names.</param>
    /// <param name="options">Links and purpose; null for <see cref="CollectionOptions.Default"/>.</param>
    /// <exception cref="DataException">Nothing usable is there; the message says what was found, what is expected and what to do.</exception>
    public static ImageCollection Open(string path, ClassFile? classes = null, CollectionOptions? options = null) =>
        Open(path, classes, options ?? CollectionOptions.Default, FolderEntries.Of);

    /// <summary>Classes that are known by name alone, and pictures to measure on, if there are any; none to train on.</summary>
    /// <param name="root">The folder that the pictures' relative paths refer to.</param>
    /// <param name="names">Labels of the classes, or null for those of <paramref name="classes"/>.</param>
    /// <param name="classes">Words, names and templates, or null.</param>
    /// <param name="test">The pictures of these classes that are there to be measured.</param>
    /// <exception cref="DataException">There are fewer than two classes, or two that cannot be told apart.</exception>
    internal static ImageCollection OfNames(string root, IReadOnlyList<string>? names, ClassFile? classes, Func<IReadOnlyList<ClassDefinition>, IEnumerable<ImageItem>> test)
    {
        var folders = names ?? [.. classes!.Classes.Keys.Order(StringComparer.Ordinal)];
        if (folders.Count < 2)
            throw new DataException($"{(folders.Count == 0 ? "No class" : "Only one class")} is named; telling classes apart needs at least two. Separate the names by commas, as in bolt,hex nut,washer.");
        var definitions = classes?.Apply(folders) ?? [.. folders.Select(ClassDefinition.FromFolder)];
        return new(root, definitions, [.. test(definitions).Select(item => new AssignedImage(item, SplitPart.Test))], ClassNames.Check(definitions), []);
    }

    /// <summary>Pictures whose parts are given, with classes that are known already: two of them may have the same words, as in ImageNet.</summary>
    /// <param name="root">The folder that the pictures' relative paths refer to.</param>
    /// <param name="classes">The classes; a picture's label is an index into them.</param>
    /// <param name="images">The pictures.</param>
    /// <param name="warnings">What a person should look at.</param>
    /// <param name="notes">What was passed over.</param>
    internal static ImageCollection OfParts(
        string root, IReadOnlyList<ClassDefinition> classes, IEnumerable<AssignedImage> images, IReadOnlyList<string> warnings, IReadOnlyList<string> notes) =>
        new(root, classes, Ordered(images), warnings, notes);

    internal static ImageCollection Open(string path, ClassFile? classes, CollectionOptions options, ListFolder list)
    {
        if (string.IsNullOrWhiteSpace(path))
            throw new DataException($"No path to the pictures was given. {FolderLayout.Expected}");
        var full = Path.TrimEndingDirectorySeparator(RealPath.Below("", path));
        var found = Find(full, options, list);
        return Name(found, classes, options, found.Source ?? full);
    }

    static FoundPictures Find(string path, CollectionOptions options, ListFolder list)
    {
        if (ParquetPlace.Of(path) is { } parquet)
            return ExtractedPictures.Read(ParquetExtraction.Run(parquet, CacheFolder.Default()));
        if (Directory.Exists(path))
            return MetadataLayout.Read(path, options, list) ?? FolderLayout.Read(path, options, list);
        if (!File.Exists(path))
            throw new DataException($"{Printable.Quote(path)} does not exist. Check the path. {FolderLayout.Expected}");
        return MetadataLayout.OfFile(path, options, list) ?? Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".jsonl" when ExtractedPictures.Is(path) => Present(ExtractedPictures.Read(path), path),
            ".jsonl" or ".ndjson" when SplitFile.IsSplit(path) => Present(SplitFile.Read(path).AsPictures(), path),
            ".csv" or ".tsv" or ".jsonl" or ".ndjson" => Manifest.Read(path),
            ".json" => Present(CoOpSplit.Read(path, CoOpSplit.FindPictures(path)), path),
            _ => throw new DataException(
                $"{Printable.Quote(path)} is a file, but neither a manifest (.csv, .tsv, .jsonl) nor a split (.jsonl, .json). "
                    + $"{FolderLayout.Expected}"),
        };
    }

    /// <summary>A split that lists what is not there would give other figures than it was made for, so that is an error.</summary>
    static FoundPictures Present(FoundPictures found, string path)
    {
        var missing = found.Pictures.Where(image => !File.Exists(image.Item.Path)).Select(image => image.Item.RelativePath).ToList();
        return missing.Count == 0 ? found : throw new DataException(
            $"{Printable.Quote(path)} lists {Printable.Count(missing.Count, "picture")} that do not exist below "
                + $"{Printable.Quote(found.Root)}: {Printable.List(missing)}. Complete the pictures, or use the split that belongs to them.");
    }

    internal static ImageCollection Name(FoundPictures found, ClassFile? file, CollectionOptions options, string path)
    {
        var definitions = file is null
            ? found.Definitions ?? found.Folders.Select(ClassDefinition.FromFolder).ToList()
            : file.Apply(found.Folders);
        var counts = new int[definitions.Count];
        var training = new int[definitions.Count];
        foreach (var image in found.Pictures)
        {
            counts[image.Item.Label]++;
            if (image.Part is SplitPart.Train or SplitPart.Unassigned)
                training[image.Item.Label]++;
        }
        var warnings = new List<string>(found.Warnings);
        if (definitions.Where((_, i) => counts[i] == 0).Select(c => c.Folder).ToList() is { Count: > 0 } empty)
            warnings.Add($"Left out, as no picture was found: {Printable.List(empty)}.");
        if (options.ForTraining)
            RequireTraining(definitions.Where((_, i) => counts[i] > 0 && training[i] == 0).ToList(), path);

        var kept = Enumerable.Range(0, definitions.Count).Where(i => counts[i] > 0).ToList();
        var labels = kept.Index().ToDictionary(k => k.Item, k => k.Index);
        var classes = kept.Select(i => definitions[i]).ToList();
        RequireEnough(classes, options, path, warnings, found.Notes);
        if (options.ForTraining)
            warnings.AddRange(ClassNames.Check(classes));
        var images = found.Pictures.Select(image => image with { Item = image.Item with { Label = labels[image.Item.Label] } });
        return new(found.Root, classes, Ordered(images), warnings, found.Notes);
    }

    static AssignedImage[] Ordered(IEnumerable<AssignedImage> images) =>
        [.. images.OrderBy(image => image.Item.Label).ThenBy(image => image.Part).ThenBy(image => image.Item.RelativePath, StringComparer.Ordinal)];

    static void RequireTraining(List<ClassDefinition> without, string path)
    {
        if (without.Count > 0)
        {
            throw new DataException(
                $"{Printable.Quote(path)}: no training pictures for {Printable.List([.. without.Select(c => c.Folder)])}, which only the "
                    + $"validation or test part has. Add some to train, or take the class out.");
        }
    }

    static void RequireEnough(List<ClassDefinition> classes, CollectionOptions options, string path, List<string> warnings, IReadOnlyList<string> notes)
    {
        if (classes.Count >= (options.ForTraining ? 2 : 1))
            return;
        var found = classes.Count == 0 ? "no class with pictures" : $"only one class with pictures, {Printable.Quote(classes[0].Folder)}";
        var details = string.Concat(warnings.Concat(notes).Select(n => " " + n));
        throw new DataException($"{Printable.Quote(path)} has {found}; telling classes apart needs at least two.{details} {FolderLayout.Expected}");
    }
}
