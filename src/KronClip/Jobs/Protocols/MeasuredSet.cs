using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A set of pictures in a protocol: its classes, and which of its pictures are measured.</summary>
sealed class MeasuredSet
{
    readonly int[] sourceLabels;
    readonly DrawRule rule;

    MeasuredSet(string name, SetRole role, ImageCollection collection, int[] sourceLabels, DrawRule? rule = null) =>
        (Name, Role, Collection, this.sourceLabels, this.rule) = (name, role, collection, sourceLabels, rule ?? DrawRules.Nested);

    public string Name { get; }

    public SetRole Role { get; }

    public ImageCollection Collection { get; }

    /// <summary>Embeddings; known once the set is prepared.</summary>
    public PreparedPictures Pictures { get; private set; } = null!;

    /// <summary>For each class its label in the source; for the source and a shift only.</summary>
    public IReadOnlyList<int> SourceLabels => sourceLabels;

    /// <summary>What is to be said of pictures that could not be used, once the set is prepared.</summary>
    public IEnumerable<string> SetAside => Pictures.Hashes.Unusable.Select(unusable => $"Set aside: {unusable.Reason}");

    /// <summary>Pictures that are trained on, all classes together.</summary>
    public static MeasuredSet Whole(NamedPictures pictures, ClassFile? classes = null) => Whole(pictures.Name, ImageCollection.Open(pictures.Images, classes));

    /// <summary>The same with a collection that is open, and a rule of its own for the draw.</summary>
    public static MeasuredSet Whole(string name, ImageCollection collection, DrawRule? rule = null) =>
        new(name, SetRole.Source, collection, [.. Enumerable.Range(0, collection.Classes.Count)], rule);

    /// <summary>Pictures that are trained on, also by halves of their classes.</summary>
    /// <exception cref="DataException">There are too few classes for two halves.</exception>
    public static MeasuredSet Source(NamedPictures pictures)
    {
        var set = Whole(pictures);
        set.RequireHalves(pictures.Images);
        return set;
    }

    /// <summary>Refuses a set that has no two halves.</summary>
    /// <exception cref="DataException">There are too few classes.</exception>
    public void RequireHalves(string where)
    {
        if (Collection.Classes.Count < ClassHalves.FewestClasses)
            throw new DataException(
                $"'{where}' has {Collection.Classes.Count} classes; base-to-new divides them into two halves, each with at least two to tell apart, so give {ClassHalves.FewestClasses} or more.");
    }

    /// <summary>Pictures of the source's classes, or of some of them, which are then told apart among themselves.</summary>
    /// <exception cref="DataException">A class folder is unknown to the source, or there is only one.</exception>
    public static MeasuredSet Shift(NamedPictures pictures, MeasuredSet source) => Shift(pictures, Others(pictures), source);

    /// <summary>The same with a collection that is open.</summary>
    public static MeasuredSet Shift(NamedPictures pictures, ImageCollection collection, MeasuredSet source)
    {
        var known = source.Collection.Classes.Select(c => c.Folder).ToArray();
        var labels = ClassMatch.Labels(known, [.. collection.Classes.Select(c => c.Folder)]);
        var unknown = collection.Classes.Where((_, i) => labels[i] < 0).Select(c => c.Folder).ToArray();
        if (unknown.Length == 0)
            return new MeasuredSet(pictures.Name, SetRole.Shift, collection, labels);
        var near = CloseNames.To(unknown[0], known);
        throw new DataException($"'{pictures.Images}' has the class folders {Printable.List(unknown, 20)}, which '{source.Name}' does not have. "
            + $"{(near.Count > 0 ? $"Did you mean {Printable.Quote(near[0])}? " : "")}A shifted set holds the source's classes under the same names, or some of them; other classes are a task.");
    }

    public static MeasuredSet Task(NamedPictures pictures) => Task(pictures.Name, Others(pictures));

    /// <summary>The same with a collection that is open.</summary>
    public static MeasuredSet Task(string name, ImageCollection collection) => new(name, SetRole.Task, collection, []);

    /// <summary>The pictures of one seed, for each number of shots, once the set is prepared.</summary>
    public IReadOnlyList<Split> Draw(IReadOnlyList<int> shots, long seed) => rule(Collection, Pictures.Hashes, shots, seed);

    public void Prepare(PictureEncoder encoder, IJobObserver observer, CancellationToken cancel) => Pictures = PreparedPictures.Prepare(Collection, encoder, observer, cancel);

    /// <summary>The pictures that are measured where no split is drawn: the test part, or all where there is none.</summary>
    public IReadOnlyList<ImageItem> Measured()
    {
        var usable = Collection.Images.Where(image => Pictures.Hashes.TryGet(image.Item, out _)).ToArray();
        var test = usable.Where(image => image.Part == SplitPart.Test).ToArray();
        return (test.Length > 0 ? test : usable) is { Length: > 0 } some
            ? [.. some.Select(image => image.Item)]
            : throw new DataException($"'{Collection.Root}': no picture could be read, so there is nothing to measure.");
    }

    static ImageCollection Others(NamedPictures pictures)
    {
        var collection = ImageCollection.Open(pictures.Images, null, new CollectionOptions { ForTraining = false });
        return collection.Classes.Count >= 2
            ? collection
            : throw new DataException($"'{pictures.Images}' has one class with pictures, {Printable.Quote(collection.Classes[0].Folder)}; there is nothing to tell apart. Give two or more.");
    }
}
