namespace KronClip.Data;

/// <summary>The kinds of test that a split allows; the word under which a figure is reported.</summary>
public static class TestKinds
{
    /// <summary>Pictures that we drew and training never saw.</summary>
    public const string HeldOut = "held-out";

    /// <summary>Too few pictures for a test set: k-fold cross-validation over the training pictures.</summary>
    public const string KFold = "k-fold";

    /// <summary>The test part that the person gave.</summary>
    public const string Given = "given";

    /// <summary>There is nothing to test on; a figure for it does not exist.</summary>
    public const string None = "none";
}

/// <summary>How one class was divided.</summary>
public enum ClassRule
{
    /// <summary>As asked: shots for training, min(shots, 4) for validation, the rest for the test.</summary>
    Shots,
    /// <summary>Too few for that (or all wanted): about 60/20/20.</summary>
    Proportional,
    /// <summary>No test set in this split: everything up to the shots trains, and is tested in folds.</summary>
    CrossValidation,
    /// <summary>Drawn inside the parts that the person gave.</summary>
    Given,
}

/// <summary>Why a picture of the collection is in no part.</summary>
public enum UnusedReason
{
    /// <summary>More pictures than were asked for.</summary>
    BeyondShots,
    /// <summary>The same bytes as another picture of its class, which was kept.</summary>
    Copy,
    /// <summary>The same bytes lie in another class too, so one of the labels is wrong.</summary>
    ContradictoryLabel,
    /// <summary>It could not be read.</summary>
    Unreadable,
    /// <summary>A list says that nothing is to be learned from it (<see cref="LeaveOutList"/>), and there is no test part for it.</summary>
    LeftOut,
}

/// <summary>A picture in no part, and why.</summary>
public sealed record UnusedImage(ImageItem Item, UnusedReason Reason);

/// <summary>How many pictures of a class went where; <paramref name="Sentence"/> says what was not as asked, or is null.</summary>
/// <param name="Folder">The class.</param>
/// <param name="Rule">The rule that was applied.</param>
/// <param name="Pictures">Distinct usable pictures of the class.</param>
/// <param name="Train">Pictures for training.</param>
/// <param name="Validation">Pictures for validation.</param>
/// <param name="Test">Pictures for the test.</param>
/// <param name="Sentence">For a person, where the class was not divided as asked.</param>
public sealed record SplitNote(string Folder, ClassRule Rule, int Pictures, int Train, int Validation, int Test, string? Sentence);

/// <summary>One round of cross-validation: train on the one list, measure on the other. Together they are the split's training pictures.</summary>
public sealed record Fold(IReadOnlyList<ImageItem> Train, IReadOnlyList<ImageItem> Held);

/// <summary>
/// Which pictures train, choose and test. The parts are disjoint by content where we drew them, and together with <see cref="Unused"/> they
/// are the collection. Lists are ordered by class, then by draw: the first n training pictures of a class are the draw for n shots. Immutable.
/// </summary>
public sealed record Split
{
    /// <summary>Absolute path of the folder that relative paths refer to.</summary>
    public required string Root { get; init; }

    /// <summary>The classes; an item's label is an index into them.</summary>
    public required IReadOnlyList<ClassDefinition> Classes { get; init; }

    /// <summary>The numbers it was drawn with.</summary>
    public required SplitOptions Options { get; init; }

    /// <summary>Pictures the parameters learn from.</summary>
    public required IReadOnlyList<ImageItem> Train { get; init; }

    /// <summary>Pictures hyper-parameters are chosen on; may be empty.</summary>
    public required IReadOnlyList<ImageItem> Validation { get; init; }

    /// <summary>Pictures measured once; empty if <see cref="TestKind"/> is "k-fold" or "none".</summary>
    public required IReadOnlyList<ImageItem> Test { get; init; }

    /// <summary>Cross-validation rounds if <see cref="TestKind"/> is "k-fold", else null.</summary>
    public IReadOnlyList<Fold>? Folds { get; init; }

    /// <summary>"held-out", "k-fold", "given" or "none"; see <see cref="TestKinds"/>.</summary>
    public required string TestKind { get; init; }

    /// <summary>One note per class, in class order.</summary>
    public required IReadOnlyList<SplitNote> Notes { get; init; }

    /// <summary>Pictures in no part.</summary>
    public required IReadOnlyList<UnusedImage> Unused { get; init; }

    /// <summary>What a person should look at: copies, contradictory labels, leaks between given parts, unreadable pictures.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The split of classes that are known by name alone: nothing to train on, and what the collection has is the test part.</summary>
    internal static Split OfTest(ImageCollection collection, ContentHashes hashes, SplitOptions options)
    {
        var test = collection.Images.Select(image => image.Item).Where(item => hashes.TryGet(item, out _)).ToArray();
        var unreadable = collection.Images.Select(image => image.Item).Where(item => !hashes.TryGet(item, out _)).ToArray();
        return new()
        {
            Root = collection.Root,
            Classes = collection.Classes,
            Options = options,
            Train = [],
            Validation = [],
            Test = test,
            TestKind = test.Length > 0 ? TestKinds.Given : TestKinds.None,
            Notes = [],
            Unused = [.. unreadable.Select(item => new UnusedImage(item, UnusedReason.Unreadable))],
            Warnings = unreadable.Length == 0 ? [] : [$"Left out, as they cannot be read: {string.Join(' ', hashes.Unusable.Take(3).Select(u => u.Reason))}{(unreadable.Length > 3 ? $" And {unreadable.Length - 3} more." : "")}"],
        };
    }

    /// <summary>
    /// The same draw with fewer training pictures: the first of each class, and at most min(shots, 4) validation pictures. Of a class that had enough pictures for this draw
    /// they are those of a draw for so many shots. The test pictures stay, so that figures of several numbers of shots are figures of the same pictures. Notes and unused pictures stay those of the whole draw;
    /// folds, which are of all training pictures, go.
    /// </summary>
    /// <exception cref="OptionsException">Shots is not positive, or more than the draw has.</exception>
    public Split First(int shots)
    {
        var options = Options with { Shots = shots };
        options.Validate();
        if (shots > Options.Shots)
            throw new OptionsException(FormattableString.Invariant($"A draw for {Options.Shots} shots has no {shots}; draw for the most shots, and take the first of it."));
        return this with { Options = options, Train = OfEach(Train, shots), Folds = null, Validation = OfEach(Validation, options.ValidationShots) };
    }

    static ImageItem[] OfEach(IReadOnlyList<ImageItem> items, int most) => [.. items.GroupBy(item => item.Label).SelectMany(own => own.Take(most))];
}
