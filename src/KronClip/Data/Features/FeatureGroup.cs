using KronClip.Storage;
using Microsoft.Win32.SafeHandles;

namespace KronClip.Data;

/// <summary>Writes bytes at an offset; tests put one in its place that fails like a full disk.</summary>
delegate void WriteAt(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset);

/// <summary>The cached features of one model and preprocessing: all segments for reading, one of its own for writing.</summary>
sealed class FeatureGroup(string folder, WriteAt write) : IDisposable
{
    /// <summary>Where a record lies.</summary>
    readonly record struct Place(string Segment, long Offset, int Width);

    readonly Lock gate = new();
    readonly Dictionary<int, (SafeFileHandle File, string Path, long Length)> own = [];      // by width; in practice one
    Dictionary<FeatureDigest, Place>? index;

    public bool TryRead(FeatureDigest digest, Span<float> feature)
    {
        Place place;
        lock (gate)
        {
            index ??= Scan();
            if (!index.TryGetValue(digest, out place) || place.Width != feature.Length)
                return false;
        }
        if (TryRead(place, digest, feature))
            return true;
        lock (gate)
        {
            if (index.TryGetValue(digest, out var current) && current == place)
                index.Remove(digest);                               // damaged: it will be computed and written again
        }
        return false;
    }

    /// <summary>Appends a record to this process's own segment; a failed write leaves it as long as it was.</summary>
    public void Write(FeatureDigest digest, ReadOnlySpan<float> feature)
    {
        var record = new byte[FeatureSegment.RecordSize(feature.Length)];
        FeatureSegment.WriteRecord(record, digest, feature);
        lock (gate)
        {
            index ??= Scan();
            if (index.TryGetValue(digest, out var known) && known.Width == feature.Length)
                return;
            try
            {
                var segment = own.TryGetValue(feature.Length, out var open) ? open : Create(feature.Length);
                write(segment.File, record, segment.Length);
                own[feature.Length] = segment with { Length = segment.Length + record.Length };
                index[digest] = new(segment.Path, segment.Length, feature.Length);
            }
            catch (Exception error) when (DiskFault.Is(error))
            {
                throw new StorageException(
                    $"The feature cache {Printable.Quote(folder)} cannot be written: {error.Message} What it held before is untouched. "
                        + $"Free some space, or set {CacheFolder.Variable} to another folder.",
                    error);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var segment in own.Values)
                segment.File.Dispose();
            own.Clear();
            index = null;
        }
    }

    (SafeFileHandle File, string Path, long Length) Create(int width)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Guid.NewGuid():N}{FeatureSegment.Extension}");
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        try
        {
            write(file, FeatureSegment.Header(width), 0);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        return own[width] = (file, path, FeatureSegment.HeaderSize);
    }

    Dictionary<FeatureDigest, Place> Scan()
    {
        var found = new Dictionary<FeatureDigest, Place>();
        foreach (var path in Segments())
        {
            try
            {
                Scan(path, found);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // A segment that cannot be read is as good as absent: its features are computed again.
            }
        }
        return found;
    }

    IReadOnlyList<string> Segments()
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*" + FeatureSegment.Extension).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];                                              // not there yet, or not for us: nothing is cached
        }
    }

    static void Scan(string path, Dictionary<FeatureDigest, Place> found)
    {
        using var file = Open(path);
        Span<byte> start = stackalloc byte[FeatureSegment.HeaderSize];
        if (RandomAccess.Read(file, start, 0) != start.Length || FeatureSegment.Width(start) is not { } width)
            return;
        var size = FeatureSegment.RecordSize(width);
        var end = RandomAccess.GetLength(file) - size;
        for (long offset = FeatureSegment.HeaderSize; offset <= end; offset += size)
        {
            if (RandomAccess.Read(file, start, offset) != start.Length)
                return;
            var digest = FeatureDigest.Read(start);
            var place = new Place(path, offset, width);
            // The same key twice: two processes computed it, or one copy was found damaged and written again. Keep the whole one.
            if (!found.TryAdd(digest, place) && !(found[digest].Width == width && TryRead(found[digest], digest, new float[width])))
                found[digest] = place;
        }
    }

    static bool TryRead(Place place, FeatureDigest digest, Span<float> feature)
    {
        try
        {
            using var file = Open(place.Segment);
            var record = new byte[FeatureSegment.RecordSize(place.Width)];
            return RandomAccess.Read(file, record, place.Offset) == record.Length && FeatureSegment.TryReadRecord(record, digest, feature);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
}
