using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// Which pictures a classifier was trained on, as the first 16 hexadecimal digits of each content hash, sorted: enough to tell later that a picture was seen,
/// and nothing of the picture itself.
/// </summary>
static class TrainedPictures
{
    const int Digits = 16;

    public static IReadOnlyList<string> Of(IEnumerable<ImageItem> items, ContentHashes hashes) =>
        Of(items.Select(item => hashes[item]));

    /// <summary>By the whole hashes, or such digits of them.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<string> hashes) => hashes.Select(hash => hash[..Digits]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();

    /// <summary>Whether a picture is among them.</summary>
    public static bool Contains(IReadOnlySet<string> trainedOn, string hash) => trainedOn.Contains(hash[..Digits]);
}
