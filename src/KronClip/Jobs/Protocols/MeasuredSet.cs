using KronClip.Data;
using KronClip.Evaluation;

namespace KronClip.Jobs;

/// <summary>A set of pictures in a protocol: its classes, and which of its pictures are measured.</summary>
sealed class MeasuredSet
{
    readonly int[] sourceLabels;

    MeasuredSet(string name, SetRole role, ImageCollection collection, int[] sourceLabels) => (Name, Role, Collection, this.sourceLabels) = (name, role, collection, sourceLabels);

    public string Name { get; }

    public SetRole Role { get; }

    public ImageCollection Collection { get; }

    /// <summary>Embeddings; known once the set is prepared.</summary>
    public PreparedPictures Pictures { get; private set; } = null!;

    /// <summary>For each class its label in the source; for the source and a shift only.</summary>
    public IReadOnlyList<int> SourceLabels => sourceLabels;

    /// <summary>Pictures that are trained on, all classes together.</summary>
    public static MeasuredSet Whole(NamedPictures pictures, ClassFile? classes = null)
    {
        var collection = ImageCollection.Open(pictures.Images, classes);
        return new MeasuredSet(pictures.Name, SetRole.Source, collection, [.. Enumerable.Range(0, collection.Classes.Count)]);
    }

    /// <summary>Pictures that are trained on, also by halves of their classes.</summary>
    /// <exception cref="DataException">There are too few classes for two halves.</exception>
    public static MeasuredSet Source(NamedPictures pictures)
    {
        var set = Whole(pictures);
        return set.Collection.Classes.Count >= ClassHalves.FewestClasses
            ? set
            : throw new DataException(
                $"'{pictures.Images}' has {set.Collection.Classes.Count} classes; base-to-new divides them into two halves, each with at least two to tell apart, so give {ClassHalves.FewestClasses} or more.");
    }

    /// <summary>Pictures of the source's classes, or of some of them, which are then told apart among themselves.</summary>
    /// <exception cref="DataException">A class folder is unknown to the source, or there is only one.</exception>
    public static MeasuredSet Shift(NamedPictures pictures, MeasuredSet source)
    {
        var collection = Others(pictures);
        var known = source.Collection.Classes.Select(c => c.Folder).ToArray();
        var labels = ClassMatch.Labels(known, [.. collection.Classes.Select(c => c.Folder)]);
        var unknown = collection.Classes.Where((_, i) => labels[i] < 0).Select(c => c.Folder).ToArray();
        if (unknown.Length == 0)
            return new MeasuredSet(pictures.Name, SetRole.Shift, collection, labels);
        var near = CloseNames.To(unknown[0], known);
        throw new DataException($"'{pictures.Images}' has the class folders {Printable.List(unknown, 20)}, which '{source.Name}' does not have. "
            + $"{(near.Count > 0 ? $"Did you mean {Printable.Quote(near[0])}? " : "")}A shifted set holds the source's classes under the same names, or some of them; other classes are a task.");
    }

    public static MeasuredSet Task(NamedPictures pictures) => new(pictures.Name, SetRole.Task, Others(pictures), []);

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
