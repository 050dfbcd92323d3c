namespace KronClip.Data;

/// <summary>Two files with the same bytes.</summary>
public sealed record DuplicatePair(ImageItem First, ImageItem Second);

/// <summary>Finds the same picture, by content hash, where it must not be twice.</summary>
public static class DuplicatePictures
{
    /// <summary>
    /// Pairs of the same picture in two lists, such as training and test: what was learnt by heart is then measured.
    /// One pair per picture of <paramref name="second"/>.
    /// </summary>
    public static IReadOnlyList<DuplicatePair> Between(IEnumerable<ImageItem> first, IEnumerable<ImageItem> second, ContentHashes hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        var byHash = new Dictionary<string, ImageItem>(StringComparer.Ordinal);
        foreach (var item in first)
            byHash.TryAdd(hashes[item], item);
        return [.. second.Where(item => byHash.ContainsKey(hashes[item])).Select(item => new DuplicatePair(byHash[hashes[item]], item))];
    }

    /// <summary>Groups of files with the same bytes under different labels; at most one of the labels is right.</summary>
    public static IReadOnlyList<IReadOnlyList<ImageItem>> AcrossClasses(IEnumerable<ImageItem> items, ContentHashes hashes)
    {
        ArgumentNullException.ThrowIfNull(hashes);
        return [.. items.GroupBy(item => hashes[item], StringComparer.Ordinal)
            .Where(group => group.Select(item => item.Label).Distinct().Count() > 1)
            .Select(group => (IReadOnlyList<ImageItem>)[.. group])];
    }

    internal static string? LeakWarning(IReadOnlyList<DuplicatePair> pairs, string first, string second) => pairs.Count == 0 ? null
        : $"Leak: {Printable.Count(pairs.Count, "picture of", "pictures of")} the {second} part {(pairs.Count == 1 ? "is" : "are")} also in the {first} part, so the {second} figure is too good: "
            + $"{List(pairs.Select(p => (p.First, p.Second)))}. Remove them from one part.";

    internal static string? ContradictionWarning(IReadOnlyList<IReadOnlyList<ImageItem>> groups, bool leftOut)
    {
        if (groups.Count == 0)
            return null;
        var what = leftOut ? "They were left out." : "They were kept where they are.";
        var examples = List(groups.Select(g => (g[0], g.First(item => item.Label != g[0].Label))));
        return $"{Printable.Count(groups.Count, "picture")} lie in more than one class, so a label is wrong: {examples}. {what}";
    }

    static string List(IEnumerable<(ImageItem First, ImageItem Second)> pairs)
    {
        var all = pairs.Select(p => $"{Printable.Quote(p.First.RelativePath)} = {Printable.Quote(p.Second.RelativePath)}").ToList();
        return string.Join(", ", all.Take(5)) + (all.Count > 5 ? $" and {all.Count - 5} more" : "");
    }
}
