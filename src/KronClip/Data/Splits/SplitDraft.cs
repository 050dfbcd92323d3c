using System.Globalization;

namespace KronClip.Data;

/// <summary>A split while it is being drawn: the lists, and the words about what was not as asked.</summary>
sealed class SplitDraft(ImageCollection collection, ContentHashes hashes, SplitOptions options, IReadOnlySet<ImageItem> listed)
{
    readonly List<UnusedImage> unused = [];
    readonly List<SplitNote> notes = [];
    readonly List<string> warnings = [];

    public ContentHashes Hashes => hashes;

    public SplitOptions Options => options;

    public IReadOnlyList<ClassDefinition> Classes => collection.Classes;

    public List<ImageItem> Train { get; } = [];

    public List<ImageItem> Validation { get; } = [];

    public List<ImageItem> Test { get; } = [];

    public string TestKind { get; set; } = TestKinds.None;

    public IReadOnlyList<Fold>? Folds { get; set; }

    /// <summary>How many pictures of a class may be learned from.</summary>
    public int Learnable(List<ImageItem> pool) => pool.Count(item => !listed.Contains(item));

    /// <summary>Drawn pictures apart: those that may be learned from, and those that a list keeps out; each in its order.</summary>
    public (ImageItem[] Free, ImageItem[] Listed) Divide(ImageItem[] drawn) => ([.. drawn.Where(item => !listed.Contains(item))], [.. drawn.Where(listed.Contains)]);

    /// <exception cref="DataException">The list keeps out every picture of a class.</exception>
    public void RequireFree(ImageItem[] free, int label)
    {
        if (free.Length == 0)
            throw new DataException($"The class {Printable.Quote(Folder(label))} has no training picture left: the list of pictures to leave out names all of them. Take lines out of the list, add pictures, or take the class out.");
    }

    public string Folder(int label) => Classes[label].Folder;

    public void LeaveOut(IEnumerable<ImageItem> items, UnusedReason reason) => unused.AddRange(items.Select(item => new UnusedImage(item, reason)));

    public List<AssignedImage> LeaveOutUnreadable()
    {
        var bad = hashes.Unusable.Select(u => u.Item.Path).ToHashSet(StringComparer.Ordinal);
        LeaveOut(collection.Images.Select(image => image.Item).Where(item => bad.Contains(item.Path)), UnusedReason.Unreadable);
        if (bad.Count > 0)
        {
            var more = bad.Count > 3 ? $" And {bad.Count - 3} more." : "";
            warnings.Add($"Left out, as they cannot be read: {string.Join(' ', hashes.Unusable.Take(3).Select(u => u.Reason))}{more}");
        }
        return [.. collection.Images.Where(image => !bad.Contains(image.Item.Path))];
    }

    public IEnumerable<ImageItem> LeaveOutContradictions(List<ImageItem> items)
    {
        var groups = DuplicatePictures.AcrossClasses(items, hashes);
        var bad = groups.SelectMany(g => g).ToHashSet();
        LeaveOut(items.Where(bad.Contains), UnusedReason.ContradictoryLabel);
        Warn(DuplicatePictures.ContradictionWarning(groups, leftOut: true));
        return items.Where(item => !bad.Contains(item));
    }

    public void WarnOfLeaks(ILookup<SplitPart, ImageItem> parts)
    {
        var (train, validation, test) = (parts[SplitPart.Train], parts[SplitPart.Validation], parts[SplitPart.Test]);
        Warn(DuplicatePictures.LeakWarning(DuplicatePictures.Between(train, test, hashes), "training", "test"));
        Warn(DuplicatePictures.LeakWarning(DuplicatePictures.Between(validation, test, hashes), "validation", "test"));
        Warn(DuplicatePictures.LeakWarning(DuplicatePictures.Between(train, validation, hashes), "training", "validation"));
        Warn(DuplicatePictures.ContradictionWarning(DuplicatePictures.AcrossClasses(parts.SelectMany(p => p), hashes), leftOut: false));
    }

    public void Note(int label, ClassDivision division, int pictures) => notes.Add(new(
        Folder(label), division.Rule, pictures, division.Train, division.Validation, division.Test, Sentence(label, division, pictures)));

    public DataException NothingLeft(int label) => new(
        $"The class {Printable.Quote(Folder(label))} has no usable training picture left.{string.Concat(warnings.Select(w => " " + w))} "
            + $"Add pictures, or take the class out.");

    public Split Finish()
    {
        var copies = unused.Where(u => u.Reason == UnusedReason.Copy).Select(u => u.Item.RelativePath).ToList();
        if (copies.Count > 0)
            warnings.Add($"{Printable.Count(copies.Count, "exact copy", "exact copies")} of pictures in the same class left out: "
                + $"{Printable.List(copies)}.");
        return new()
        {
            Root = collection.Root,
            Classes = Classes,
            Options = options,
            Train = Train,
            Validation = Validation,
            Test = Test,
            Folds = Folds,
            TestKind = TestKind,
            Notes = notes,
            Unused = unused,
            Warnings = warnings,
        };
    }

    void Warn(string? sentence)
    {
        if (sentence is not null)
            warnings.Add(sentence);
    }

    string? Sentence(int label, ClassDivision division, int pictures)
    {
        var asked = !options.AllAvailable && division.Rule is ClassRule.Shots or ClassRule.Given && division.Train == options.Shots;
        if (asked || options.AllAvailable && division.Rule != ClassRule.CrossValidation)
            return null;
        var counts = string.Create(CultureInfo.InvariantCulture, $"{division.Train} for training, {division.Validation} for validation, "
            + $"{division.Test} for the test");
        var wanted = options.AllAvailable ? "" : $" for {Printable.Count(options.Shots, "shot")}";
        var have = $"Class {Printable.Quote(Folder(label))} has {Printable.Count(pictures, "picture")}{wanted}";
        return division.Rule switch
        {
            ClassRule.CrossValidation when pictures == 1 => $"{have}: it is always trained on and never tested.",
            ClassRule.CrossValidation => $"{have}: {counts}; tested by cross-validation, as a class is too small for a test set.",
            _ => $"{have}: {counts}.",
        };
    }
}
