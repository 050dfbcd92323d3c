using System.Globalization;
using System.Text.Json;

namespace KronClip.Data;

/// <summary>Reads what <see cref="SplitFile"/> writes, line by line, and says which line is wrong.</summary>
sealed class SplitReader
{
    readonly string path;
    readonly List<ImageItem> train = [], validation = [], test = [];
    readonly List<UnusedImage> unused = [];
    readonly Dictionary<ImageItem, int> foldOf = [];
    readonly List<(ImageItem Item, string Hash)> hashes = [];
    int line;

    SplitReader(string path) => this.path = path;

    public static RecordedSplit Read(string path, string? root) => new SplitReader(path).Read(root);

    RecordedSplit Read(string? givenRoot)
    {
        using var lines = new StringReader(JsonText.ReadFile(path));
        line = 1;
        using var headerDocument = JsonText.Parse(lines.ReadLine() ?? "", path);
        var header = headerDocument.RootElement;
        if (header.ValueKind != JsonValueKind.Object || header.Text("format") != SplitFile.Format)
            throw Fault($"not a split file; the first line must say \"format\":\"{SplitFile.Format}\"");
        if (Number(header, "version") != SplitFile.Version)
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"version {Number(header, "version")}; this program reads version "
                + $"{SplitFile.Version}"));
        var classes = Items(header, "classes").Select(Class).ToList();
        var recordedRoot = RealPath.Below(Path.GetDirectoryName(path)!, Required(header, "root"));
        var root = givenRoot is null ? recordedRoot : Path.GetFullPath(givenRoot);
        var first = true;
        while (lines.ReadLine() is { } content)
        {
            line++;
            if (content.Length == 0)
                continue;
            using var document = JsonText.Parse(content, path, line);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                throw Fault("not a JSON object");
            if (first && givenRoot is null)
                root = RootOf(recordedRoot, Required(document.RootElement, "path"));
            first = false;
            Picture(document.RootElement, classes, root);
        }
        return new(path, Build(header, root, classes), ContentHashes.From(hashes));
    }

    /// <summary>The recorded root, or the split file's own folder if the pictures travelled there with it.</summary>
    string RootOf(string recorded, string firstPicture)
    {
        var beside = Path.GetDirectoryName(path)!;
        return !Directory.Exists(recorded) && File.Exists(Path.Combine(beside, firstPicture)) ? beside : recorded;
    }

    Split Build(JsonElement header, string root, List<ClassDefinition> classes)
    {
        line = 1;
        var options = new SplitOptions
        {
            Seed = Number(header, "seed"),
            Shots = (int)Math.Clamp(Number(header, "shots"), int.MinValue, int.MaxValue),
            AllAvailable = header.TryGetProperty("allAvailable", out var all) && all.ValueKind == JsonValueKind.True,
        };
        options.Validate();
        var kind = Required(header, "testKind");
        if (kind is not (TestKinds.HeldOut or TestKinds.KFold or TestKinds.Given or TestKinds.None))
            throw Fault($"unknown testKind {Printable.Quote(kind)}");
        var folds = header.TryGetProperty("folds", out _) ? Number(header, "folds") : 0;
        if (folds is < 0 or 1 || folds > train.Count || foldOf.Values.Any(f => f < 0 || f >= folds))
            throw Fault("the number of folds does not fit the pictures");
        return new()
        {
            Root = root,
            Classes = classes,
            Options = options,
            Train = train,
            Validation = validation,
            Test = test,
            Folds = folds == 0 ? null : CrossValidation.Gather(train, (int)folds, item => foldOf.TryGetValue(item, out var fold) ? fold : null),
            TestKind = kind,
            Notes = Items(header, "notes").Select(Note).ToList(),
            Unused = unused,
            Warnings = Texts(header, "warnings"),
        };
    }

    void Picture(JsonElement picture, List<ClassDefinition> classes, string root)
    {
        var relative = Required(picture, "path");
        var label = Number(picture, "label");
        if (label < 0 || label >= classes.Count || classes[(int)label].Folder != Required(picture, "class"))
            throw Fault($"the label and class of {Printable.Quote(relative)} do not fit the classes of the first line");
        var item = new ImageItem(RealPath.Below(root, relative), relative, (int)label);
        var part = Required(picture, "part");
        switch (part)
        {
            case "train":
                train.Add(item);
                if (picture.TryGetProperty("fold", out _))
                    foldOf[item] = (int)Math.Clamp(Number(picture, "fold"), -1, int.MaxValue);
                break;
            case "validation":
                validation.Add(item);
                break;
            case "test":
                test.Add(item);
                break;
            case "unused":
                unused.Add(new(item, Named<UnusedReason>(picture, "reason")));
                break;
            default:
                throw Fault($"unknown part {Printable.Quote(part)}");
        }
        if (picture.Text("sha256") is { } hash)
            hashes.Add((item, hash));
    }

    ClassDefinition Class(JsonElement definition) => new()
    {
        Folder = Required(definition, "folder"),
        Name = Required(definition, "name"),
        Words = Required(definition, "words"),
        Description = definition.Text("description"),
        Templates = definition.TryGetProperty("templates", out _) ? Texts(definition, "templates") : null,
    };

    SplitNote Note(JsonElement note) => new(
        Required(note, "class"), Named<ClassRule>(note, "rule"), (int)Number(note, "pictures"), (int)Number(note, "train"),
        (int)Number(note, "validation"), (int)Number(note, "test"), note.Text("sentence"));

    T Named<T>(JsonElement element, string property) where T : struct, Enum =>
        Enum.GetValues<T>().Cast<T?>().FirstOrDefault(value => SplitParts.Name(value!.Value) == Required(element, property))
        ?? throw Fault($"unknown {property} {Printable.Quote(Required(element, property))}");

    List<string> Texts(JsonElement element, string property) =>
        [.. Items(element, property).Select(t => t.ValueKind == JsonValueKind.String ? t.String() : throw Fault($"\"{property}\" is not a "
            + $"list of texts"))];

    JsonElement.ArrayEnumerator Items(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : throw Fault($"the list \"{property}\" is missing");

    string Required(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.Text(property) is { } text ? text : throw Fault($"the text \"{property}\" is missing");

    long Number(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value)
            && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : throw Fault($"the whole number \"{property}\" is missing");

    DataException Fault(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{Printable.Quote(path)}, line {line}: {what}."));
}
