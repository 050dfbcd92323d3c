using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The pictures of one seed. Drawn over all classes, before any half is taken, so that the base classes' pictures are the same in every protocol.</summary>
sealed class SeedDraw
{
    readonly MeasuredSet source;
    readonly Split split;

    SeedDraw(MeasuredSet source, Split split) => (this.source, this.split) = (source, split);

    public long Seed => split.Options.Seed;

    public IReadOnlyList<ImageItem> Train => split.Train;

    public IReadOnlyList<ImageItem> Validation => split.Validation;

    /// <summary>The pictures that are measured; they reach no fit.</summary>
    public IReadOnlyList<ImageItem> Test => split.Test;

    public string TestKind => split.TestKind;

    public IReadOnlyList<string> Warnings => split.Warnings;

    public string Fingerprint => DataFingerprint.Of(split, source.Pictures.Hashes);

    public IReadOnlyList<string> TrainedOn => TrainedPictures.Of(split.Train, source.Pictures.Hashes);

    /// <exception cref="DataException">A class has no test pictures.</exception>
    public static SeedDraw Of(MeasuredSet source, int shots, long seed) => Of(source, [shots], seed)[0];

    /// <summary>The draws of one seed, in the order of the shots.</summary>
    /// <exception cref="DataException">A class has no test pictures.</exception>
    public static IReadOnlyList<SeedDraw> Of(MeasuredSet source, IReadOnlyList<int> shots, long seed)
    {
        var splits = source.Draw(shots, seed);
        RequireTests(source, splits[^1]);
        return [.. splits.Select(split => new SeedDraw(source, split))];
    }

    static void RequireTests(MeasuredSet source, Split split)
    {
        var tested = split.Test.Select(i => i.Label).ToHashSet();
        // One class that is too small takes the test pictures from all; it is the one to name.
        var small = split.Notes.Where(n => n.Rule == ClassRule.CrossValidation && n.Pictures < ClassDivision.Least).Select(n => n.Folder).ToArray();
        var without = small.Length > 0 ? small : source.Collection.Classes.Where((_, label) => !tested.Contains(label)).Select(c => c.Folder).ToArray();
        if (without.Length > 0)
            throw new DataException(
                $"'{source.Name}' has no test pictures for {Printable.List(without)}. A protocol measures every class: give each at least three pictures, or a test part with all classes.");
    }

    /// <summary>What a fit may look at, of all classes.</summary>
    public FitData Data(MethodPlan plan, PictureEncoder encoder, IJobObserver observer, CancellationToken cancel) => Data(plan, split.Train, split.Validation, encoder, observer, cancel);

    /// <summary>What a fit of some classes may look at; their labels become their places in <paramref name="labels"/>. Views are made of these classes' pictures alone.</summary>
    public FitData Data(MethodPlan plan, IReadOnlyList<int> labels, PictureEncoder encoder, IJobObserver observer, CancellationToken cancel)
    {
        var wanted = labels.ToHashSet();
        ImageItem[] Of(IReadOnlyList<ImageItem> items) => [.. items.Where(item => wanted.Contains(item.Label))];
        return Data(plan, Of(split.Train), Of(split.Validation), encoder, observer, cancel).OfClasses(labels);
    }

    FitData Data(MethodPlan plan, IReadOnlyList<ImageItem> train, IReadOnlyList<ImageItem> validation, PictureEncoder encoder, IJobObserver observer, CancellationToken cancel) => new(
        new TrainingViews(encoder, Seed, plan.Definition.HasRecipe ? plan.Recipe : plan.Recipe with { Views = 1 }).Encode(train, source.Pictures, observer, cancel),
        source.Pictures.Labelled(train),
        source.Pictures.Labelled(validation));
}
