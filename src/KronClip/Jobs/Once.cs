namespace KronClip.Jobs;

/// <summary>A thing given twice would count double.</summary>
static class Once
{
    /// <exception cref="OptionsException">One of the things is there twice.</exception>
    public static void Require<T>(IEnumerable<T> things, string kind) where T : notnull
    {
        if (things.GroupBy(t => t).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new OptionsException(FormattableString.Invariant($"The {kind} {twice.Key} is given twice; give each once."));
    }
}
