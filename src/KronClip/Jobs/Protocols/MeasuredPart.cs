using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A question to a classifier: pictures of a set, the classes that it is given names of, and which of them come into question.</summary>
sealed class MeasuredPart
{
    readonly int[] truth;
    readonly Lazy<string> fingerprint, classesHash;

    MeasuredPart(string name, MeasuredSet set, IReadOnlyList<ImageItem> items, int[] truth, IReadOnlyList<ClassDefinition> named, IReadOnlyList<int> among)
    {
        (Name, Set, Items, this.truth, Named, Among) = (name, set, items, truth, named, among);
        fingerprint = new(() => Hash(items, truth, set.Pictures.Hashes));
        classesHash = new(() => Jobs.ClassesHash.Of([.. among.Select(label => named[label])]));
    }

    /// <summary>"test", "base", "new" or "joint".</summary>
    public string Name { get; }

    public MeasuredSet Set { get; }

    public IReadOnlyList<ImageItem> Items { get; }

    /// <summary>The classes of the classifier that is asked.</summary>
    public IReadOnlyList<ClassDefinition> Named { get; }

    /// <summary>Those of its labels that come into question.</summary>
    public IReadOnlyList<int> Among { get; }

    /// <summary>Hash over contents and true classes of the pictures, in their order.</summary>
    public string Fingerprint => fingerprint.Value;

    /// <summary>Hash over the classes that come into question.</summary>
    public string ClassesHash => classesHash.Value;

    /// <summary>The source's own test pictures, all classes.</summary>
    public static MeasuredPart Test(MeasuredSet source, SeedDraw draw) => All(source, draw.Test);

    /// <summary>The classifier of the source on another kind of its pictures: the names that the shifted set has.</summary>
    public static MeasuredPart Shifted(MeasuredSet shift, MeasuredSet source)
    {
        var items = shift.Measured();
        return new(ProtocolCell.Test, shift, items, [.. items.Select(item => item.Label)], source.Collection.Classes, shift.SourceLabels);
    }

    /// <summary>A classifier of the task's own names.</summary>
    public static MeasuredPart Task(MeasuredSet task) => All(task, task.Measured());

    /// <summary>A classifier of some classes' names on their test pictures, group after group; within a group in the order of the draw.</summary>
    public static MeasuredPart OfClasses(string name, MeasuredSet source, SeedDraw draw, params IReadOnlyList<IReadOnlyList<int>> groups)
    {
        int[] labels = [.. groups.SelectMany(group => group)];
        var places = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        ImageItem[] items = [.. groups.Select(group => group.ToHashSet()).SelectMany(group => draw.Test.Where(item => group.Contains(item.Label)))];
        return new(name, source, items, [.. items.Select(item => places[item.Label])], [.. labels.Select(label => source.Collection.Classes[label])], [.. Enumerable.Range(0, labels.Length)]);
    }

    static MeasuredPart All(MeasuredSet set, IReadOnlyList<ImageItem> items) =>
        new(ProtocolCell.Test, set, items, [.. items.Select(item => item.Label)], set.Collection.Classes, [.. Enumerable.Range(0, set.Collection.Classes.Count)]);

    /// <summary>Asks a classifier of the classes <see cref="Named"/>.</summary>
    public PictureAnswers Measure(Classifier classifier) => ProtocolMeasurement.Answers(classifier, Set.Pictures, Items, truth, Among);

    /// <summary>Hash over contents and labels of pictures, in their order.</summary>
    public static string Hash(IReadOnlyList<ImageItem> items, IReadOnlyList<int> labels, ContentHashes hashes)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (item, label) in items.Zip(labels))
            sha.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{hashes[item]} {label}\n")));
        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
