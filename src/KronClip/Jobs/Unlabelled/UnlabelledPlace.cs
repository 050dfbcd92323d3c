using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>The pictures of the place that a person gave as unlabelled, before any is opened: those to learn from, and what their folders say of their classes.</summary>
/// <param name="Pictures">To learn from, without labels.</param>
/// <param name="Measured">Pictures of its test part, which are there to be measured.</param>
/// <param name="Parts">Pictures of its validation and test parts.</param>
/// <param name="Root">The folder that relative paths refer to.</param>
/// <param name="Notes">What was passed over.</param>
sealed record UnlabelledPlace(IReadOnlyList<LoosePicture> Pictures, IReadOnlyList<LoosePicture> Measured, int Parts, string Root, IReadOnlyList<string> Notes)
{
    /// <summary>Lists the place; a set that is named is rendered where it is missing.</summary>
    /// <exception cref="DataException">There is no picture, or none to learn from.</exception>
    public static UnlabelledPlace Find(UnlabelledOptions options, string? cache, IJobObserver observer, CancellationToken cancel)
    {
        var found = LoosePictures.Find(PicturePlace.Find(options.Pictures, cache, observer, cancel));
        var learn = found.Pictures.Where(p => p.Part is SplitPart.Unassigned or SplitPart.Train).ToArray();
        var test = found.Pictures.Where(p => p.Part == SplitPart.Test).ToArray();
        if (learn.Length == 0)
            throw new DataException($"{Printable.Quote(options.Pictures)}: all {Printable.Count(found.Pictures.Count, "picture")} lie in validation or test folders, which are never learned from. To learn from them, name the folder itself, as in {Printable.Quote(options.Pictures + "/test")}.");
        return new(learn, test, found.Pictures.Count - learn.Length, found.Root, found.Notes);
    }

    /// <summary>The test pictures whose folder names a class, with it: what a training from names alone is measured on.</summary>
    public IEnumerable<ImageItem> TestOf(IReadOnlyList<ClassDefinition> classes) =>
        from picture in Measured
        let label = LoosePictures.ClassOf(picture, classes)
        where label is not null
        select picture.Item with { Label = label.Value };

    /// <summary>The training pictures that a draw leaves over, under the label that they have.</summary>
    /// <exception cref="OptionsException">It leaves none.</exception>
    public static UnlabelledPlace RestOf(Split split, ImageCollection collection)
    {
        var validation = collection.Images.Where(image => image.Part == SplitPart.Validation).Select(image => image.Item.Path).ToHashSet(StringComparer.Ordinal);
        var rest = split.Unused.Where(u => u.Reason == UnusedReason.BeyondShots && !validation.Contains(u.Item.Path))
            .Select(u => new LoosePicture(u.Item with { Label = LoosePictures.NoLabel }, SplitPart.Train, [split.Classes[u.Item.Label].Folder])).ToArray();
        return rest.Length > 0 ? new(rest, [], 0, split.Root, []) : throw new OptionsException(
            $"--unlabelled {UnlabelledOptions.Rest}: the draw leaves no training picture over. {(split.TestKind == TestKinds.HeldOut ? "All pictures beyond the shots are the test set here, and stay it; give the pictures a test part of their own (train/ and test/), or name another folder" : "Take fewer shots, or name a folder")}. (A folder of the name is ./{UnlabelledOptions.Rest}.)");
    }
}
