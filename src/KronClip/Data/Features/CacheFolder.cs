namespace KronClip.Data;

/// <summary>Where caches go when nobody says otherwise; never beside a person's pictures.</summary>
public static class CacheFolder
{
    /// <summary>The variable that names the folder.</summary>
    public const string Variable = "KRONCLIP_CACHE";

    /// <summary>$KRONCLIP_CACHE, else $XDG_CACHE_HOME/kronclip, else ~/.cache/kronclip (on Windows the local application data).</summary>
    /// <exception cref="StorageException">The user has no home folder and the variable is not set.</exception>
    public static string Default() => Resolve(
        Environment.GetEnvironmentVariable,
        Environment.GetFolderPath(OperatingSystem.IsWindows() ? Environment.SpecialFolder.LocalApplicationData : Environment.SpecialFolder.UserProfile),
        OperatingSystem.IsWindows());

    internal static string Resolve(Func<string, string?> variable, string home, bool windows)
    {
        if (variable(Variable) is { Length: > 0 } own)
            return Path.GetFullPath(own);
        if (variable("XDG_CACHE_HOME") is { Length: > 0 } xdg && Path.IsPathFullyQualified(xdg))     // a relative one is void, says the specification
            return Path.Combine(xdg, "kronclip");
        if (home.Length == 0)
            throw new StorageException($"There is no home folder to keep the cache in. Set {Variable} to a folder that can be written.");
        return windows ? Path.Combine(home, "kronclip") : Path.Combine(home, ".cache", "kronclip");
    }
}
