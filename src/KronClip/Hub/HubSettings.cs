using System.Text.RegularExpressions;

namespace KronClip.Hub;

/// <summary>Where models come from and where they are kept: the environment variables of Hugging Face's own clients, with their meaning.</summary>
sealed partial record HubSettings
{
    /// <summary>The Hub where nobody says otherwise.</summary>
    public static Uri DefaultEndpoint { get; } = new("https://huggingface.co/");

    /// <summary>The cache: HF_HUB_CACHE, else HUGGINGFACE_HUB_CACHE, else "hub" in HF_HOME.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>HF_ENDPOINT; ends with a slash and may have a path.</summary>
    public Uri Endpoint { get; init; } = DefaultEndpoint;

    /// <summary>HF_TOKEN, or the file that `hf auth login` writes; null where there is none.</summary>
    public HubToken? Token { get; init; }

    /// <summary>The variable that forbids the network, or null where it may be used.</summary>
    public string? OfflineVariable { get; init; }

    /// <summary>Whether the network must not be used.</summary>
    public bool Offline => OfflineVariable is not null;

    /// <summary>How long a host may take to answer, and how long a download may stand still.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What this process's environment says.</summary>
    /// <exception cref="OptionsException">A variable holds something that cannot be meant.</exception>
    /// <exception cref="StorageException">There is no home folder, and no variable names a place.</exception>
    public static HubSettings FromEnvironment() => From(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    internal static HubSettings From(Func<string, string?> variable, string home)
    {
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
        string Place(string path) => Path.GetFullPath(Expand(path, variable, home));
        string Home() => Set("HF_HOME") is { } own ? Place(own)
            : Set("XDG_CACHE_HOME") is { } xdg ? Path.Combine(Place(xdg), "huggingface")
            : home.Length > 0 ? Path.Combine(home, ".cache", "huggingface")
            : throw new StorageException("There is no home folder to keep models in. Set HF_HOME to a folder that can be written.");
        return new HubSettings
        {
            CacheFolder = (Set("HF_HUB_CACHE") ?? Set("HUGGINGFACE_HUB_CACHE")) is { } cache ? Place(cache) : Path.Combine(Home(), "hub"),
            Endpoint = Set("HF_ENDPOINT") is { } endpoint ? ReadEndpoint(endpoint) : DefaultEndpoint,
            OfflineVariable = new[] { "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE" }.FirstOrDefault(name => IsTrue(variable(name))),
            Token = IsTrue(variable("HF_HUB_DISABLE_IMPLICIT_TOKEN")) ? null
                : HubToken.From(variable("HF_TOKEN"), "HF_TOKEN") ?? HubToken.From(variable("HUGGING_FACE_HUB_TOKEN"), "HUGGING_FACE_HUB_TOKEN")
                ?? TokenFile(Set("HF_TOKEN_PATH") is { } file ? Place(file) : Path.Combine(Home(), "token")),
        };
    }

    static HubToken? TokenFile(string path)
    {
        try
        {
            return File.Exists(path) ? HubToken.From(File.ReadAllText(path), $"'{path}'") : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;            // what may not be read is not there; the Hub says where a token is needed
        }
    }

    static Uri ReadEndpoint(string text) => Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        ? new UriBuilder(uri) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri
        : throw new OptionsException("HF_ENDPOINT is no address of a web site. Write it like https://huggingface.co, or unset it.");

    /// <summary>"~" and "$NAME" as Hugging Face's clients resolve them.</summary>
    static string Expand(string path, Func<string, string?> variable, string home)
    {
        if (path == "~" || path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
            path = home + path[1..];
        return Variable().Replace(path, match => variable(match.Groups["name"].Value) ?? match.Value);
    }

    static bool IsTrue(string? value) => value?.ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";

    [GeneratedRegex(@"\$(\{(?<name>\w+)\}|(?<name>\w+))")]
    private static partial Regex Variable();
}
