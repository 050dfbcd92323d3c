namespace KronClip.Data;

/// <summary>A published draw as a <see cref="Split"/>: the drawn lists are the parts, in their order; nothing is drawn again for a picture that cannot be read.</summary>
static class DrawnSplit
{
    public static Split Of(ImageCollection collection, ContentHashes hashes, FewShotDraw draw, IReadOnlyList<BenchmarkPicture> test)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ArgumentNullException.ThrowIfNull(hashes);
        var items = collection.Images.ToDictionary(image => image.Item.RelativePath, image => image.Item, StringComparer.Ordinal);
        ImageItem[] Listed(IEnumerable<BenchmarkPicture> pictures) => [.. pictures.Select(p => items.TryGetValue(p.Path, out var item) ? item
            : throw new ArgumentException($"The picture '{p.Path}' is not in the collection; make it with this draw.", nameof(collection)))];
        var tested = Readable(Listed(test), hashes);
        var held = tested.Select(item => item.RelativePath).ToHashSet(StringComparer.Ordinal);
        ImageItem[] Apart(IEnumerable<BenchmarkPicture> pictures) => [.. Readable(Listed(pictures), hashes).Where(item => !held.Contains(item.RelativePath))];
        var split = new Split
        {
            Root = collection.Root,
            Classes = collection.Classes,
            Options = new() { Shots = draw.Shots, Seed = draw.Seed },
            Train = Apart(draw.Train),
            Validation = Apart(draw.Validation),
            Test = tested,
            TestKind = tested.Length > 0 ? TestKinds.Given : TestKinds.None,
            Notes = [],
            Unused = [],
            Warnings = [.. collection.Warnings, .. Unread(collection, hashes)],
        };
        RequireTraining(split, draw);
        return split with { Notes = Notes(split), Unused = Unused(split, collection, hashes), Warnings = [.. split.Warnings, .. Copies(split, hashes)] };
    }

    static ImageItem[] Readable(IEnumerable<ImageItem> items, ContentHashes hashes) => [.. items.Where(item => hashes.TryGet(item, out _))];

    static IEnumerable<string> Unread(ImageCollection collection, ContentHashes hashes)
    {
        var bad = hashes.Unusable.Select(u => u.Reason).ToArray();
        var count = collection.Images.Count(image => !hashes.TryGet(image.Item, out _));
        if (count > 0)
            yield return $"{Printable.Count(count, "picture")} left out, as {(count == 1 ? "it" : "they")} cannot be read: {string.Join(' ', bad.Take(3))}{(bad.Length > 3 ? $" And {bad.Length - 3} more." : "")}";
    }

    static void RequireTraining(Split split, FewShotDraw draw)
    {
        var left = split.Train.Select(item => item.Label).ToHashSet();
        foreach (var label in draw.Train.Select(picture => picture.Label).Distinct())
        {
            if (!left.Contains(label))
                throw new DataException($"The class {Printable.Quote(split.Classes[label].Folder)} has no usable training picture left.{string.Concat(split.Warnings.Select(w => " " + w))} Get its pictures again.");
        }
    }

    static SplitNote[] Notes(Split split)
    {
        var (train, validation, test) = (Counts(split.Train, split), Counts(split.Validation, split), Counts(split.Test, split));
        return [.. split.Classes.Index().Select(c =>
        {
            var asked = train[c.Index] == split.Options.Shots || split.Train.Count == 0;
            var sentence = asked ? null : FormattableString.Invariant($"Class {Printable.Quote(c.Item.Folder)} has {train[c.Index]} of {Printable.Count(split.Options.Shots, "picture")} for training; the published part has no more that can be read.");
            return new SplitNote(c.Item.Folder, ClassRule.Given, train[c.Index] + validation[c.Index] + test[c.Index], train[c.Index], validation[c.Index], test[c.Index], sentence);
        })];
    }

    static int[] Counts(IEnumerable<ImageItem> items, Split split)
    {
        var counts = new int[split.Classes.Count];
        foreach (var item in items)
            counts[item.Label]++;
        return counts;
    }

    /// <summary>What belongs to other draws, and what cannot be read.</summary>
    static UnusedImage[] Unused(Split split, ImageCollection collection, ContentHashes hashes)
    {
        var used = split.Train.Concat(split.Validation).Concat(split.Test).Select(item => item.RelativePath).ToHashSet(StringComparer.Ordinal);
        return [.. collection.Images.Where(image => !used.Contains(image.Item.RelativePath))
            .Select(image => new UnusedImage(image.Item, hashes.TryGet(image.Item, out _) ? UnusedReason.BeyondShots : UnusedReason.Unreadable))];
    }

    /// <summary>The published sets have copies across their parts. Figures are of the parts as published, so they stay and are named.</summary>
    static IEnumerable<string> Copies(Split split, ContentHashes hashes)
    {
        var pairs = DuplicatePictures.Between(split.Train, split.Test, hashes);
        if (pairs.Count > 0)
            yield return $"{Printable.Count(pairs.Count, "test picture")} with the bytes of a training picture, kept as the published parts have {(pairs.Count == 1 ? "it" : "them")}: "
                + $"{Printable.List([.. pairs.Select(p => p.Second.RelativePath)], 3)}.";
    }
}
