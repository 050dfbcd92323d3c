using KronClip.Data;

namespace KronClip.Tests.Data;

public class CacheFolderTests
{
    static readonly string Home = Path.GetFullPath("/home/me"), Elsewhere = Path.GetFullPath("/elsewhere");

    [Fact]
    public void I20TheUsersOwnVariableComesFirstThenXdgThenHome()
    {
        Assert.Equal(Elsewhere, Resolve(Elsewhere, Home));
        Assert.Equal(Path.Combine(Elsewhere, "kronclip"), Resolve("", Elsewhere));
        Assert.Equal(Path.Combine(Home, ".cache", "kronclip"), Resolve(null, null));
        Assert.Equal(Path.Combine(Home, ".cache", "kronclip"), Resolve(null, "relative"));
        Assert.Equal(Path.Combine(Home, "kronclip"), CacheFolder.Resolve(_ => null, Home, windows: true));
    }

    [Fact]
    public void WithoutAHomeTheVariableIsAskedFor() =>
        Assert.Contains("KRONCLIP_CACHE", Assert.Throws<StorageException>(() => CacheFolder.Resolve(_ => null, "", windows: false)).Message);

    static string Resolve(string? own, string? xdg) =>
        CacheFolder.Resolve(name => name == "KRONCLIP_CACHE" ? own : name == "XDG_CACHE_HOME" ? xdg : null, Home, windows: false);
}
