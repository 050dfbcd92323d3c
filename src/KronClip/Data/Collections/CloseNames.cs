namespace KronClip.Data;

/// <summary>"Did you mean …": names within a few typing slips (Levenshtein distance on folded names).</summary>
static class CloseNames
{
    /// <summary>Up to three names that differ in at most a third of the letters (at least two), closest first.</summary>
    public static IReadOnlyList<string> To(string name, IEnumerable<string> candidates)
    {
        var folded = ClassNames.Fold(name);
        var limit = Math.Max(2, folded.Length / 3);
        return candidates
            .Select(c => (Name: c, Distance: Distance(folded, ClassNames.Fold(c))))
            .Where(c => c.Distance <= limit)
            .OrderBy(c => c.Distance).ThenBy(c => c.Name, StringComparer.Ordinal)
            .Take(3).Select(c => c.Name).ToList();
    }

    /// <summary>The least number of insertions, deletions and replacements that turn one text into the other.</summary>
    static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.Length];
    }
}
