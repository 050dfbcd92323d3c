namespace KronClip.Cli.Output;

/// <summary>A path as it is typed into a shell.</summary>
static class ShellWord
{
    const string Safe = "/\\._-+:@%,";

    /// <summary>The word itself where it is harmless, else between quotes.</summary>
    public static string Quote(string word)
    {
        if (word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || Safe.Contains(c, StringComparison.Ordinal)))
            return word;
        return OperatingSystem.IsWindows() ? $"\"{word}\"" : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
