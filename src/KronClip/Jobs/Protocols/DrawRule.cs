using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>How the pictures of one seed are drawn: a split for each number of shots, in their order. For one seed all have the same test pictures.</summary>
/// <param name="collection">The pictures.</param>
/// <param name="hashes">Their hashes; what cannot be read is not among them.</param>
/// <param name="shots">Training pictures per class, one split for each.</param>
/// <param name="seed">The seed.</param>
delegate IReadOnlyList<Split> DrawRule(ImageCollection collection, ContentHashes hashes, IReadOnlyList<int> shots, long seed);

/// <summary>The rules of the house; a published data set brings its own.</summary>
static class DrawRules
{
    /// <summary>A person's pictures: all numbers of shots share the draw of the largest, and fewer shots are the first of more.</summary>
    public static IReadOnlyList<Split> Nested(ImageCollection collection, ContentHashes hashes, IReadOnlyList<int> shots, long seed)
    {
        var whole = FewShotSplit.Draw(collection, hashes, new SplitOptions { Shots = shots.Max(), Seed = seed });
        return [.. shots.Select(whole.First)];
    }
}
