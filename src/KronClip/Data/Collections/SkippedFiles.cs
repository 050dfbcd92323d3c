using System.Globalization;

namespace KronClip.Data;

/// <summary>Counts what a walk left out, by reason, with a few examples; becomes one sentence per reason.</summary>
sealed class SkippedFiles
{
    const int Examples = 3;
    readonly SortedDictionary<string, (int Count, List<string> Names)> reasons = new(StringComparer.Ordinal);
    readonly HashSet<(string, string)> counted = [];
    readonly SortedDictionary<string, int> extensions = new(StringComparer.Ordinal);

    /// <summary>A file or folder left out for a reason that completes "3 entries skipped: …". Seen twice, it counts once.</summary>
    public void Add(string reason, string relativePath)
    {
        if (!counted.Add((reason, relativePath)))
            return;
        if (!reasons.TryGetValue(reason, out var entry))
            reasons[reason] = entry = (0, []);
        if (entry.Names.Count < Examples)
            entry.Names.Add(relativePath);
        reasons[reason] = (entry.Count + 1, entry.Names);
    }

    /// <summary>A file whose extension says that it is no picture.</summary>
    public void AddExtension(string extension)
    {
        var key = extension.ToLowerInvariant();
        extensions[key] = extensions.GetValueOrDefault(key) + 1;
    }

    /// <summary>One sentence per reason.</summary>
    public IEnumerable<string> Sentences()
    {
        if (extensions.Count > 0)
        {
            var kinds = string.Join(", ", extensions.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Value} {e.Key}")));
            yield return $"{Printable.Count(extensions.Values.Sum(), "file")} of kinds that hold no picture skipped ({kinds}).";
        }
        foreach (var (reason, (count, names)) in reasons)
        {
            var more = count > names.Count ? ", ..." : "";
            yield return $"{Printable.Count(count, "entry", "entries")} skipped: {reason} ({Printable.List(names)}{more}).";
        }
    }
}
