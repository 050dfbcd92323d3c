using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The pictures whose labels are looked at, and what was passed over.</summary>
/// <param name="Items">One of each content and class, ordered by class and path.</param>
/// <param name="Contradictions">Groups of files with the same bytes under several labels; they teach nothing and are not judged.</param>
/// <param name="Notes">What was passed over, one sentence each.</param>
sealed record LabelledPictures(IReadOnlyList<ImageItem> Items, IReadOnlyList<IReadOnlyList<ImageItem>> Contradictions, IReadOnlyList<string> Notes)
{
    /// <exception cref="DataException">A class has too few pictures to say anything of.</exception>
    public static LabelledPictures Of(ImageCollection collection, ContentHashes hashes)
    {
        var usable = collection.Images.Where(image => hashes.TryGet(image.Item, out _)).ToArray();
        var given = usable.Where(image => image.Part is SplitPart.Unassigned or SplitPart.Train).Select(image => image.Item).ToArray();
        var notes = new List<string>();
        if (given.Length < usable.Length)
            notes.Add($"{Printable.Count(usable.Length - given.Length, "picture")} of the validation and test parts were not looked at.");
        var contradictions = DuplicatePictures.AcrossClasses(given, hashes);
        var twofold = contradictions.SelectMany(group => group).ToHashSet();
        var items = new List<ImageItem>();
        var copies = 0;
        for (var label = 0; label < collection.Classes.Count; label++)
        {
            var (own, more) = ClassPool.WithoutCopies(given.Where(item => item.Label == label && !twofold.Contains(item)), hashes);
            items.AddRange(own);
            copies += more.Count;
        }
        if (copies > 0)
            notes.Add($"{Printable.Count(copies, "exact copy", "exact copies")} of pictures in the same class were passed over: a copy would vouch for itself.");
        RequireEnough(collection, items);
        return new LabelledPictures(items, contradictions, notes);
    }

    static void RequireEnough(ImageCollection collection, List<ImageItem> items)
    {
        var counts = collection.Classes.Select((_, label) => items.Count(item => item.Label == label)).ToArray();
        var few = collection.Classes.Index().Where(c => counts[c.Index] < LabelsRequest.FewestPictures).ToArray();
        if (few.Length > 0)
            throw new DataException(
                $"{Printable.Quote(collection.Root)}: {(few.Length == 1 ? "a class has" : $"{few.Length} classes have")} too few pictures to tell a wrong label from an unusual picture: "
                + $"{Printable.List([.. few.Select(c => $"{c.Item.Folder} ({counts[c.Index]})")])}. Each class needs {LabelsRequest.FewestPictures} different pictures or more; add some, or take the class out.");
    }
}
