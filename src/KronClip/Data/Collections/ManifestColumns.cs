namespace KronClip.Data;

/// <summary>A line of a manifest, as written: where it stands, the picture's path, its label, and its split or nothing.</summary>
readonly record struct ManifestEntry(int Line, string Path, string Label, string Split);

/// <summary>What the columns of a manifest may be called.</summary>
/// <param name="Path">Names of the column of paths.</param>
/// <param name="Label">Names of the column of labels.</param>
/// <param name="Split">Names of the column of splits, which may be absent.</param>
/// <param name="FirstWins">Where several columns might be meant, the one of the first name is; else, and without it, that is an error.</param>
/// <param name="Expected">A sentence that says what is expected.</param>
sealed record ManifestColumns(string[] Path, string[] Label, string[] Split, bool FirstWins, string Expected)
{
    /// <summary>Where they stand; -1 for what is absent.</summary>
    /// <exception cref="DataException">Several may be meant.</exception>
    public (int Path, int Label, int Split) Find(string file, IReadOnlyList<string> found) =>
        (Find(file, found, Path, FirstWins), Find(file, found, Label, FirstWins), Find(file, found, Split, FirstWins));

    /// <summary>Where one of the names stands; -1 if none does.</summary>
    /// <exception cref="DataException">Several stand there.</exception>
    public static int Find(string file, IReadOnlyList<string> found, string[] names, bool firstWins)
    {
        var matching = found.Index().Where(f => names.Contains(f.Item.ToLowerInvariant(), StringComparer.Ordinal)).ToList();
        if (matching.Count > 1 && firstWins && matching.Where(m => m.Item.Equals(names[0], StringComparison.OrdinalIgnoreCase)).ToList() is { Count: 1 } first)
            return first[0].Index;
        return matching.Count switch
        {
            0 => -1,
            1 => matching[0].Index,
            _ => throw new DataException(
                $"{Printable.Quote(file)}: the columns {Printable.List([.. matching.Select(m => m.Item)])} mean the same. Keep one of "
                    + $"them, or rename the other."),
        };
    }
}
