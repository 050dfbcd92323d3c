using KronClip.Data;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>The caches of a job: null means the user's own folder, an empty string means none.</summary>
static class Caches
{
    public static FeatureCache? Features(string? folder) => folder switch
    {
        null => new FeatureCache(FeatureCache.DefaultFolder()),
        "" => null,
        _ => new FeatureCache(Path.Combine(folder, "features")),
    };

    public static TokenDictionaries Dictionaries(string? folder, string modelHash) => new(modelHash, folder switch
    {
        null => Path.Combine(CacheFolder.Default(), "dictionaries"),
        "" => null,
        _ => Path.Combine(folder, "dictionaries"),
    });
}
