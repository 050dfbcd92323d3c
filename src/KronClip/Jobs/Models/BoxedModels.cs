namespace KronClip.Jobs;

/// <summary>Models that come with the program: the folders in "models" beside it.</summary>
static class BoxedModels
{
    /// <summary>The small CLIP that this project trained itself.</summary>
    public const string KronMini = "kron-mini";

    /// <summary>Where they are.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names => Directory.Exists(Folder)
        ? [.. Directory.EnumerateDirectories(Folder).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The folder of a name, or null. Only a plain name is one, so that nothing leads out of the box.</summary>
    public static string? Find(string name) => Names.Contains(name, StringComparer.Ordinal) ? Path.Combine(Folder, name) : null;
}
