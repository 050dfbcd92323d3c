namespace KronClip.Workshop;

/// <summary>Which combinations of kind, material and ground are kept for the sets: one in four, by a hash of its name. Pre-training never shows them.</summary>
static class Combinations
{
    /// <summary>Whether only the sets may show it.</summary>
    public static bool IsReserved(string combination)
    {
        var hash = 2166136261u;                                             // FNV-1a
        foreach (var letter in combination)
            hash = unchecked((hash ^ letter) * 16777619u);
        return (hash >> 16) % 4 == 0;
    }
}
