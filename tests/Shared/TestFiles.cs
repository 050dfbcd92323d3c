using System.Runtime.CompilerServices;

namespace KronClip.Testing;

/// <summary>Where tests find golden vectors (in the repository) and the optional development data (beside it).</summary>
static class TestFiles
{
    /// <summary>The one variable that names the development data; without it ../shared/data beside the checkout is tried.</summary>
    public const string DataVariable = "KRONCLIP_TEST_DATA";

    public static string RepositoryRoot { get; } = FindRoot();

    public static string Golden(params string[] parts) => Path.Combine([RepositoryRoot, "tests", "golden", .. parts]);

    /// <summary>A path in the development data; skips the calling test with a reason where it is absent.</summary>
    public static string Data(params string[] parts)
    {
        var root = Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } given
            ? given
            : Path.Combine(RepositoryRoot, "..", "shared", "data");
        var path = Path.GetFullPath(Path.Combine([root, .. parts]));
        if (!File.Exists(path) && !Directory.Exists(path))
            Assert.Skip($"needs the development data: '{Path.Combine(parts)}' under ${DataVariable}");
        return path;
    }

    /// <summary>A new empty folder, removed when disposed.</summary>
    public static TemporaryFolder Temporary() => new();

    static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "KronClip.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
    }
}

sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "kronclip-test-" + Guid.NewGuid().ToString("N"));

    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
