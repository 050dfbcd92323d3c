using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace KronClip.Data;

/// <summary>
/// Image features on disk, so that a picture is encoded once per model, preprocessing and view. One folder per model and preprocessing holds
/// append-only segments. Each process appends to a segment of its own, so several may run at once without a lock, and a process killed at
/// any moment leaves at worst one torn record at its segment's end. Every record has a checksum: a damaged one is reported as
/// absent, computed again and never used. What a process wrote is seen by itself at once and by others when they open the cache. Thread-safe.
/// </summary>
public sealed class FeatureCache : IDisposable
{
    readonly ConcurrentDictionary<string, FeatureGroup> groups = new(StringComparer.Ordinal);
    readonly WriteAt write;

    /// <summary>A cache in a folder, which is created at the first write.</summary>
    public FeatureCache(string folder) : this(folder, RandomAccess.Write) { }

    internal FeatureCache(string folder, WriteAt write)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Folder = Path.GetFullPath(folder);
        this.write = write;
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The folder "features" in <see cref="CacheFolder.Default"/>.</summary>
    /// <exception cref="StorageException">See there.</exception>
    public static string DefaultFolder() => Path.Combine(CacheFolder.Default(), "features");

    /// <summary>Reads a feature; false, with <paramref name="feature"/> untouched, if it is absent, damaged or of another width.</summary>
    /// <param name="key">What the feature depends on.</param>
    /// <param name="feature">Receives the values, [e].</param>
    public bool TryRead(FeatureKey key, Span<float> feature)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Group(key).TryRead(key.Digest(), feature);
    }

    /// <summary>Keeps a feature, bit for bit; one that is there already is not written again.</summary>
    /// <param name="key">What the feature depends on.</param>
    /// <param name="feature">The values, [e].</param>
    /// <exception cref="StorageException">The disk is full or the folder cannot be written; what the cache held is untouched.</exception>
    public void Write(FeatureKey key, ReadOnlySpan<float> feature)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentOutOfRangeException.ThrowIfZero(feature.Length, nameof(feature));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(feature.Length, FeatureSegment.MostWidth, nameof(feature));
        Group(key).Write(key.Digest(), feature);
    }

    /// <summary>Closes the segments.</summary>
    public void Dispose()
    {
        foreach (var group in groups.Values)
            group.Dispose();
    }

    FeatureGroup Group(FeatureKey key) =>
        groups.GetOrAdd(key.GroupName(), static (name, cache) => new(Path.Combine(cache.Folder, name), cache.write), this);
}
