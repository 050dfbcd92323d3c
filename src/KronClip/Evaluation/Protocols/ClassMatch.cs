namespace KronClip.Evaluation;

/// <summary>Finds the classes of one set of pictures in those of another by their folders' names. Case counts, composed and decomposed Unicode are the same.</summary>
public static class ClassMatch
{
    /// <summary>The label in <paramref name="known"/> of each of <paramref name="folders"/>; -1 where there is none. A shifted set may hold some of the classes only.</summary>
    public static int[] Labels(IReadOnlyList<string> known, IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(folders);
        var labels = known.Index().ToDictionary(k => k.Item.Normalize(), k => k.Index, StringComparer.Ordinal);
        return [.. folders.Select(folder => labels.GetValueOrDefault(folder.Normalize(), -1))];
    }
}
