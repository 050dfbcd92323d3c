namespace KronClip.Data;

/// <summary>What a benchmark data set is for in the published tables.</summary>
public enum BenchmarkRole
{
    /// <summary>One of the eleven that base-to-new, few-shot and cross-data-set figures are about.</summary>
    Eleven,
    /// <summary>Test pictures of ImageNet's classes from elsewhere; nothing is trained on it.</summary>
    ImagenetShift,
}

/// <summary>How a data set says which picture belongs to which class and part.</summary>
public enum BenchmarkLayout
{
    /// <summary>CoOp's split file, split_zhou_*.json.</summary>
    CoopSplit,
    /// <summary>FGVC-Aircraft's official lists.</summary>
    AircraftLists,
    /// <summary>ImageNet: class folders under train/ and val/; val is validation and test.</summary>
    TrainAndVal,
    /// <summary>Class folders named by synset, all of them test pictures.</summary>
    ClassFolders,
    /// <summary>Class folders 0, 1, 2, ... in the order of classnames.txt, all of them test pictures.</summary>
    NumberedFolders,
}

/// <summary>How many pictures and classes the published figures were made with; null where a data set has no such part.</summary>
public sealed record BenchmarkCounts
{
    /// <summary>Number of classes.</summary>
    public required int Classes { get; init; }

    /// <summary>Pictures of the training part, from which few are drawn.</summary>
    public int? Train { get; init; }

    /// <summary>Pictures of the validation part; ImageNet's are its test pictures.</summary>
    public int? Validation { get; init; }

    /// <summary>Test pictures.</summary>
    public required int Test { get; init; }

    /// <summary>Test pictures of the base classes: the first half, rounded up, of the labels.</summary>
    public int? TestBase { get; init; }

    /// <summary>Test pictures of the new classes: the other half.</summary>
    public int? TestNew { get; init; }
}

/// <summary>
/// One of the 15 benchmark data sets, as data (Data/Benchmarks/definitions): layout as CoOp's DATASETS.md expects it, template, published counts, terms. Immutable.
/// </summary>
public sealed record BenchmarkDefinition
{
    /// <summary>CoOp's name in lower case, such as "oxford_pets".</summary>
    public required string Id { get; init; }

    /// <summary>Place in tables, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>The name in tables, such as "OxfordPets".</summary>
    public required string Title { get; init; }

    /// <summary>The name that published tables have: that of the eleven, or "V2", "Sketch", "A", "R".</summary>
    public required string Published { get; init; }

    /// <summary>What it is for.</summary>
    public required BenchmarkRole Role { get; init; }

    /// <summary>Its folder in the folder of all data sets, such as "caltech-101".</summary>
    public required string Folder { get; init; }

    /// <summary>The folder in it that the pictures' paths start from; empty for the folder itself.</summary>
    public required string Images { get; init; }

    /// <summary>How classes and parts are told.</summary>
    public required BenchmarkLayout Layout { get; init; }

    /// <summary>Files that must lie in its folder; the first of them is how the folder is known.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The page that says where those files are to be had.</summary>
    public required string FilesPage { get; init; }

    /// <summary>What lies in its folder, one line each.</summary>
    public required IReadOnlyList<string> Tree { get; init; }

    /// <summary>How the classes got their names.</summary>
    public required string ClassNames { get; init; }

    /// <summary>The sentence of CoOp's zero-shot CLIP (trainers/zsclip.py), with one "{}".</summary>
    public required string Template { get; init; }

    /// <summary>Sentences of methods whose published code has another one for this data set, by the method's name.</summary>
    public required IReadOnlyDictionary<string, string> MethodTemplates { get; init; }

    /// <summary>Published counts.</summary>
    public required BenchmarkCounts Counts { get; init; }

    /// <summary>Terms, as far as known; the data set's own page decides.</summary>
    public required string Licence { get; init; }

    /// <summary>The official page, where the pictures are to be had.</summary>
    public required string Page { get; init; }

    /// <summary>What else must be known of it.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The sentence that the published code of a method has for this data set.</summary>
    /// <param name="method">The method's name, such as "kgcoop".</param>
    public string TemplateOf(string method) => MethodTemplates.TryGetValue(method, out var own) ? own : Template;

    /// <summary>True where there are pictures to train on.</summary>
    internal bool Trains => Role == BenchmarkRole.Eleven;

    /// <summary>Folder and files as CoOp's DATASETS.md has them, one line each.</summary>
    internal string ExpectedTree => string.Concat(Tree.Select(line => $"\n    {Folder}/{line}"));
}
