namespace KronClip.Cli.Options;

/// <summary>Class folders in a file, one on each line.</summary>
static class BaseClassFile
{
    /// <exception cref="OptionsException">The file cannot be read or names nothing.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        try
        {
            string[] names = [.. File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0)];
            return names.Length > 0 ? names : throw new OptionsException($"'{path}' names no class; write one class folder on each line.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException($"'{path}' cannot be read: {error.Message}", error);
        }
    }
}
