using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>
/// The run folder that a classifier came from: its split says which picture of which class was trained on or kept apart, with the hashes by which the cache knows them.
/// A classifier names no place on a machine, so its run is found by having the same bytes in it.
/// </summary>
static class EarlierRun
{
    const string SplitName = "split.jsonl", ClassifierName = "classifier.kronclip";

    /// <summary>Whether a folder is that of a run.</summary>
    public static bool IsRun(string folder) => File.Exists(Path.Combine(folder, SplitName));

    /// <summary>The split of a run folder.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static RecordedSplit Read(string folder) => SplitFile.Read(Path.Combine(folder, SplitName));

    /// <summary>Looks beside the classifier, and under runs/ there and in the current folder; null where its run is not there.</summary>
    /// <param name="classifier">The file.</param>
    /// <param name="bytes">What is in it.</param>
    public static string? Of(string classifier, byte[] bytes)
    {
        var beside = Path.GetDirectoryName(Path.GetFullPath(classifier))!;
        return new[] { beside }.Concat(Folders(Path.Combine(Environment.CurrentDirectory, "runs"))).Concat(Folders(Path.Combine(beside, "runs")))
            .FirstOrDefault(folder => IsRun(folder) && Holds(Path.Combine(folder, ClassifierName), bytes));
    }

    static IEnumerable<string> Folders(string runs)
    {
        try
        {
            return [.. Directory.EnumerateDirectories(runs).Order(StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    static bool Holds(string file, byte[] bytes)
    {
        try
        {
            return new FileInfo(file) is { Exists: true } info && info.Length == bytes.Length && File.ReadAllBytes(file).AsSpan().SequenceEqual(bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
