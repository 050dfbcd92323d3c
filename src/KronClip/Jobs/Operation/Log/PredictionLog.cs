using System.Globalization;
using KronClip.Data;

namespace KronClip.Jobs;

/// <summary>A folder with a log of predictions: predictions-2026-01-31.jsonl, one file a day (UTC), and where pictures are kept too, those under pictures/.</summary>
public static class PredictionLog
{
    const string Prefix = "predictions-", Extension = ".jsonl", DayFormat = "yyyy-MM-dd";

    /// <summary>Folder of the kept pictures within the log's.</summary>
    public const string PicturesFolder = "pictures";

    /// <summary>Name of a day's file.</summary>
    public static string FileName(DateOnly day) => Prefix + day.ToString(DayFormat, CultureInfo.InvariantCulture) + Extension;

    /// <summary>The day of a file; null where it is none of the log's.</summary>
    public static DateOnly? DayOf(string path)
    {
        var name = Path.GetFileName(path) ?? "";
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Extension, StringComparison.Ordinal) && name.Length == Prefix.Length + DayFormat.Length + Extension.Length
            && DateOnly.TryParseExact(name.AsSpan(Prefix.Length, DayFormat.Length), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>The files of a folder, oldest first; none where there is no such folder.</summary>
    public static IReadOnlyList<string> Files(string folder) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder).Where(file => DayOf(file) is not null).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>Whether a path is the folder of a log.</summary>
    public static bool Is(string path) => Files(path).Count > 0;

    /// <summary>The lines, in the order of the files. A line that is none, such as a half one at the end of a writer that was killed, is passed over and told of.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="since">Only days from this one on; null for all.</param>
    /// <param name="note">Hears of what was passed over, once a file.</param>
    /// <exception cref="DataException">A file cannot be read.</exception>
    public static IEnumerable<LoggedPrediction> Read(string folder, DateOnly? since = null, Action<string>? note = null)
    {
        foreach (var file in Files(folder).Where(file => since is null || DayOf(file) >= since))
        {
            var (skipped, first, number) = (0, 0, 0);
            foreach (var line in Lines(file))
            {
                number++;
                if (LoggedPrediction.Read(line) is { } prediction)
                {
                    yield return prediction;
                    continue;
                }
                if (line.Length == 0)
                    continue;
                if (skipped++ == 0)
                    first = number;
            }
            if (skipped > 0)
                note?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{Printable.Quote(Path.GetFileName(file))}: {Printable.Count(skipped, "line is", "lines are")} no prediction and passed over, the first of them line {first}."));
        }
    }

    /// <summary>The lines of one file; what is none is passed over.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static IEnumerable<LoggedPrediction> ReadFile(string file) => Lines(file).Select(line => LoggedPrediction.Read(line)).OfType<LoggedPrediction>();

    static IEnumerable<byte[]> Lines(string file)
    {
        byte[] bytes;
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            bytes = new byte[stream.Length];
            bytes = bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The log {Printable.Quote(file)} cannot be read: {error.Message}", error);
        }
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var found ? found : bytes.Length - start;
            yield return bytes[start..(start + length)];
            start += length + 1;
        }
    }
}
