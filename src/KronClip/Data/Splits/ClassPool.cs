using KronClip.Compute;

namespace KronClip.Data;

/// <summary>The distinct pictures of a class in drawn order.</summary>
static class ClassPool
{
    /// <summary>
    /// Sorts by content hash, then shuffles with the class's own stream, so that the order depends on the seed, the class's label and the
    /// pictures' contents alone: not on file names, file-system order, culture or threads, nor on the other classes.
    /// </summary>
    public static ImageItem[] Draw(IEnumerable<ImageItem> distinct, ContentHashes hashes, long seed, string folder, string purpose)
    {
        var drawn = distinct.OrderBy(item => hashes[item], StringComparer.Ordinal).ToArray();
        new SeededRandom(seed, $"{purpose}/{folder}").Shuffle<ImageItem>(drawn);
        return drawn;
    }

    /// <summary>One picture per content (the first by relative path), and the copies.</summary>
    public static (List<ImageItem> Distinct, List<ImageItem> Copies) WithoutCopies(IEnumerable<ImageItem> items, ContentHashes hashes)
    {
        var (distinct, copies) = (new List<ImageItem>(), new List<ImageItem>());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items.OrderBy(i => i.RelativePath, StringComparer.Ordinal))
            (seen.Add(hashes[item]) ? distinct : copies).Add(item);
        return (distinct, copies);
    }
}
