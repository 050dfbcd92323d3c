namespace KronClip.Data;

/// <summary>A split read from a file, with the hashes that its pictures had when it was drawn. Immutable and thread-safe.</summary>
public sealed class RecordedSplit
{
    internal RecordedSplit(string file, Split split, ContentHashes hashes) => (File, Split, Hashes) = (file, split, hashes);

    /// <summary>The file it was read from.</summary>
    public string File { get; }

    /// <summary>The split.</summary>
    public Split Split { get; }

    /// <summary>The recorded hashes; not recomputed.</summary>
    public ContentHashes Hashes { get; }

    /// <summary>Hashes a picture now and compares. Meant to be called when the picture is read anyway.</summary>
    /// <exception cref="DataException">The picture is gone, cannot be read, or has other bytes than when the split was recorded.</exception>
    public void Verify(ImageItem item) => Verify(item, ContentHashes.OfFile(item.Path));

    /// <summary>Compares a hash that the caller computed.</summary>
    /// <exception cref="DataException">It is not the recorded one.</exception>
    public void Verify(ImageItem item, string hash)
    {
        if (Hashes.TryGet(item, out var recorded) && recorded != hash)
            throw new DataException($"The picture {Printable.Quote(item.Path)} has changed since {Printable.Quote(File)} was recorded. "
                + $"Restore it, or draw a new split.");
    }

    internal FoundPictures AsPictures()
    {
        var pictures = Part(Split.Train, SplitPart.Train).Concat(Part(Split.Validation, SplitPart.Validation)).Concat(Part(Split.Test, SplitPart.Test)).ToList();
        List<string> notes = Split.Unused.Count > 0 ? [$"{Printable.Count(Split.Unused.Count, "picture")} that the split does not use were "
            + $"passed over."] : [];
        return new(Split.Root, [.. Split.Classes.Select(c => c.Folder)], pictures, [], notes) { Definitions = Split.Classes };
    }

    static IEnumerable<AssignedImage> Part(IReadOnlyList<ImageItem> items, SplitPart part) => items.Select(item => new AssignedImage(item, part));
}
