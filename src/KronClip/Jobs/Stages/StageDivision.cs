using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// How the pictures of an extension are divided. What the classifier was trained on may be trained on again and is never measured; what was kept apart from that training
/// stays apart; everything else is new and drawn as 'train' draws it, whatever class it is of.
/// </summary>
/// <param name="New">Pictures to train on for the first time.</param>
/// <param name="Validation">New pictures that are kept apart and not measured.</param>
/// <param name="Test">Pictures that are measured, of old classes and new ones.</param>
/// <param name="TestKind">How the new pictures came to their test pictures; see <see cref="TestKinds"/>.</param>
/// <param name="Notes">What should be known.</param>
/// <param name="Warnings">What should be looked at.</param>
sealed record StageDivision(IReadOnlyList<StagePicture> New, IReadOnlyList<StagePicture> Validation, IReadOnlyList<StagePicture> Test, string TestKind, IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings)
{
    /// <summary>Divides a folder.</summary>
    /// <param name="prepared">The folder.</param>
    /// <param name="merged">Its classes among the classifier's.</param>
    /// <param name="earlier">What is known of earlier pictures; it takes those that it finds here.</param>
    /// <param name="options">Shots and seed.</param>
    /// <param name="freeze">Nothing is trained, so no picture is needed for it.</param>
    /// <exception cref="DataException">A new class has no usable picture.</exception>
    public static StageDivision Of(PreparedPictures prepared, MergedClasses merged, EarlierPictures earlier, SplitOptions options, bool freeze)
    {
        List<(StagePicture Picture, SplitPart Part)> left = [.. EarlierPictures.Pictures(prepared, merged.Labels).Where(p => !earlier.Take(p.Picture))];
        var known = earlier.Test.Select(p => p.Hash).ToHashSet(StringComparer.Ordinal);
        var found = left.Select(p => p.Picture).DistinctBy(p => p.Item.Path, StringComparer.Ordinal).ToDictionary(p => p.Item.Path, StringComparer.Ordinal);
        StagePicture[] Of(IEnumerable<ImageItem> items) => [.. items.Select(item => found[item.Path]).Where(p => !known.Contains(p.Hash))];
        var parts = left.ToLookup(p => p.Part, p => p.Picture.Item);
        if (freeze)
        {
            ImageItem[] measured = parts[SplitPart.Test].Any() ? [.. parts[SplitPart.Test]] : [.. left.Select(p => p.Picture.Item)];
            return new StageDivision([], [], [.. earlier.Test, .. Of(measured)], parts[SplitPart.Test].Any() ? TestKinds.Given : TestKinds.HeldOut, [], []);
        }

        // A class whose pictures are all known, or only there to be measured, has nothing to draw from.
        var drawable = left.Where(p => p.Part is SplitPart.Train or SplitPart.Unassigned).Select(p => p.Picture.Item.Label).ToHashSet();
        if (Enumerable.Range(merged.Old, merged.Classes.Count - merged.Old).FirstOrDefault(label => !drawable.Contains(label), -1) is >= 0 and var empty)
            throw new DataException($"The new class {Printable.Quote(merged.Classes[empty].Folder)} has no training picture that can be used. Add pictures, take the class out, or only name it (--freeze).");
        ImageItem[] aside = [.. left.Where(p => p.Part == SplitPart.Test && !drawable.Contains(p.Picture.Item.Label)).Select(p => p.Picture.Item)];
        if (drawable.Count == 0)
            return new StageDivision([], [], [.. earlier.Test, .. Of(aside)], TestKinds.Given, [], []);
        var split = FewShotSplit.Draw(Collection(prepared.Collection, merged, left, drawable), Hashes(found.Values, prepared), options);
        ImageItem Whole(ImageItem item) => found[item.Path].Item;
        return new StageDivision(Of(split.Train.Select(Whole)), Of(split.Validation.Select(Whole)), [.. earlier.Test, .. Of(split.Test.Select(Whole).Concat(aside))],
            split.TestKind, [.. split.Notes.Select(n => n.Sentence).OfType<string>()], split.Warnings);
    }

    /// <summary>The pictures that are left, as a collection of the classes that have some to train on.</summary>
    static ImageCollection Collection(ImageCollection all, MergedClasses merged, List<(StagePicture Picture, SplitPart Part)> left, HashSet<int> drawable)
    {
        int[] labels = [.. drawable.Order()];
        var places = labels.Index().ToDictionary(l => l.Item, l => l.Index);
        AssignedImage[] images = [.. left.Where(p => places.ContainsKey(p.Picture.Item.Label)).Select(p => new AssignedImage(p.Picture.Item with { Label = places[p.Picture.Item.Label] }, p.Part))];
        ClassDefinition[] classes = [.. labels.Select(l => merged.Classes[l])];
        return ImageCollection.Name(new FoundPictures(all.Root, [.. classes.Select(c => c.Folder)], images, [], []) { Definitions = classes }, null, new CollectionOptions { ForTraining = false }, all.Root);
    }

    /// <summary>Of the pictures that are left; those that could not be read are told with them.</summary>
    static ContentHashes Hashes(IEnumerable<StagePicture> left, PreparedPictures prepared) => StagePicture.Hashes(left).Without([.. prepared.Hashes.Unusable]);
}
