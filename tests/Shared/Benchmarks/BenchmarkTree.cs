using System.Globalization;
using System.Text.Json;
using KronClip.Data;

namespace KronClip.Testing;

/// <summary>
/// Writes tiny copies of all 15 benchmark data sets in their published layouts: the first classes of each, a few pictures of colours, with split files, lists and
/// classnames.txt. Every picture can be decoded, those of a class look alike, and no two files are equal.
/// </summary>
sealed class BenchmarkTree
{
    readonly string root;

    BenchmarkTree(string root) => this.root = root;

    /// <summary>Classes of each data set, at most <see cref="BenchmarkTreeNames.Most"/>; ImageNet-A and -R have half of them, at least 2.</summary>
    public int Classes { get; private init; }

    /// <summary>Pictures of each class in the training part.</summary>
    public int Train { get; private init; }

    /// <summary>Pictures of each class in the validation part.</summary>
    public int Validation { get; private init; }

    /// <summary>Pictures of each class in the test part.</summary>
    public int Test { get; private init; }

    /// <summary>Writes data sets into a folder, as --root wants it.</summary>
    /// <param name="root">The folder of all data sets.</param>
    /// <param name="classes">Classes of each.</param>
    /// <param name="train">Training pictures of each class.</param>
    /// <param name="validation">Validation pictures of each class.</param>
    /// <param name="test">Test pictures of each class.</param>
    /// <param name="ids">Which data sets; none for all.</param>
    public static BenchmarkTree Write(string root, int classes = 4, int train = 5, int validation = 3, int test = 3, params string[] ids)
    {
        var tree = new BenchmarkTree(root) { Classes = classes, Train = train, Validation = validation, Test = test };
        foreach (var definition in BenchmarkCatalogue.All.Where(d => ids.Length == 0 || ids.Contains(d.Id)))
            tree.Write(definition);
        return tree;
    }

    /// <summary>How many classes a data set has here.</summary>
    public int ClassesOf(BenchmarkDefinition definition) => definition.Id is "imagenet_a" or "imagenet_r" ? Math.Max(2, Classes / 2) : Classes;

    /// <summary>The folder of a data set.</summary>
    public string FolderOf(BenchmarkDefinition definition) => Path.Combine(root, definition.Folder);

    void Write(BenchmarkDefinition definition)
    {
        switch (definition.Layout)
        {
            case BenchmarkLayout.CoopSplit:
                WriteSplit(definition);
                break;
            case BenchmarkLayout.AircraftLists:
                WriteAircraft(definition);
                break;
            default:
                WriteSynsets(definition);
                break;
        }
    }

    void WriteSplit(BenchmarkDefinition definition)
    {
        var parts = new Dictionary<string, List<object[]>>();
        var number = 0;
        foreach (var (part, count) in Parts)
        {
            parts[part] = [];
            // Classes take turns, as in the published files of Flowers and Pets: order of first appearance is not label order.
            for (var i = 0; i < count; i++)
            {
                foreach (var label in Enumerable.Range(0, Classes).Select(c => (c + 1) % Classes))
                {
                    var (folder, name) = BenchmarkTreeNames.Of(definition.Id, label);
                    var file = BenchmarkTreeNames.Picture(definition.Id, part, folder, ++number);
                    Picture(definition, file, label, number);
                    parts[part].Add([file, label, name]);
                }
            }
        }
        Text(definition, definition.Files[0], JsonSerializer.Serialize(parts));
    }

    void WriteAircraft(BenchmarkDefinition definition)
    {
        Text(definition, "variants.txt", string.Concat(Enumerable.Range(0, Classes).Select(label => BenchmarkTreeNames.Of(definition.Id, label).Name + "\n")));
        var number = 0;
        foreach (var (part, count) in Parts)
        {
            var lines = new List<string>();
            for (var i = 0; i < count * Classes; i++)
            {
                var (label, name) = (i % Classes, (++number).ToString("0000000", CultureInfo.InvariantCulture));
                Picture(definition, name + ".jpg", label, number);
                lines.Add($"{name} {BenchmarkTreeNames.Of(definition.Id, label).Name}\n");
            }
            Text(definition, $"images_variant_{part}.txt", string.Concat(lines));
        }
    }

    void WriteSynsets(BenchmarkDefinition definition)
    {
        Text(definition, "classnames.txt", string.Concat(Enumerable.Range(0, Classes).Select(label => BenchmarkTreeNames.Of("imagenet", label)).Select(c => $"{c.Folder} {c.Name}\n")));
        var parts = definition.Layout == BenchmarkLayout.TrainAndVal ? new[] { ("train/", Train), ("val/", Test) } : [("", Test)];
        var number = 0;
        foreach (var (part, count) in parts)
        {
            for (var label = 0; label < ClassesOf(definition); label++)
            {
                var folder = definition.Layout == BenchmarkLayout.NumberedFolders ? label.ToString(CultureInfo.InvariantCulture) : BenchmarkTreeNames.Of("imagenet", label).Folder;
                for (var i = 0; i < count; i++)
                    Picture(definition, string.Create(CultureInfo.InvariantCulture, $"{part}{folder}/{++number:00000000}.jpg"), label, number);
            }
        }
    }

    (string Part, int Count)[] Parts => [("train", Train), ("val", Validation), ("test", Test)];

    void Text(BenchmarkDefinition definition, string file, string content)
    {
        Directory.CreateDirectory(FolderOf(definition));
        File.WriteAllText(Path.Combine(FolderOf(definition), file), content);
    }

    void Picture(BenchmarkDefinition definition, string file, int label, int number)
    {
        var path = Path.Combine(FolderOf(definition), definition.Images, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, BenchmarkTreePictures.Make(definition.Order, label, number, png: file.EndsWith(".png", StringComparison.Ordinal)));
    }
}
