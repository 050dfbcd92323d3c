using KronClip.Data;
using KronClip.Images;

namespace KronClip.Jobs;

/// <summary>The pictures of a run, found by its split.jsonl, as small copies for its page. One that is gone or has other bytes than when the run began is not shown.</summary>
sealed class RunPictures
{
    const int TileSide = 176;

    readonly RecordedSplit? split;
    readonly Dictionary<string, ImageItem> items = new(StringComparer.Ordinal);
    readonly List<string> gone = [];
    readonly string? unreadable;

    /// <summary>Reads the split; without one no picture is found.</summary>
    public RunPictures(string run)
    {
        try
        {
            split = SplitFile.Read(Path.Combine(run, "split.jsonl"));
            foreach (var item in split.Split.Train.Concat(split.Split.Validation).Concat(split.Split.Test))
                items.TryAdd(item.RelativePath, item);
        }
        catch (DataException error)
        {
            unreadable = error.Message;
        }
    }

    /// <summary>Why pictures that were asked for are not shown, one sentence each.</summary>
    public IReadOnlyList<string> Gone => gone;

    /// <summary>The data: address of a picture by its path below the root; null where it cannot be shown.</summary>
    public string? Address(string path)
    {
        try
        {
            if (split is null || !items.TryGetValue(path, out var item))
                throw new DataException(unreadable ?? $"'{path}' is not among the pictures of the run's split.jsonl.");
            split.Verify(item);
            return Thumbnail.DataAddress(item.Path, TileSide);
        }
        catch (KronClipException error) when (error is DataException or ImageException)
        {
            gone.Add(error.Message);
            return null;
        }
    }
}
