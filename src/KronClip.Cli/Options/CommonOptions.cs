using System.CommandLine;

namespace KronClip.Cli.Options;

/// <summary>Options that several verbs have.</summary>
static class CommonOptions
{
    public static Option<bool> Json(string what) => Flag("--json", $"Prints {what} on standard output, and nothing else there.");

    public static Option<string?> Model() => Path("--model", "model", "The base model, as for 'train' (default: the one that the classifier remembers).");

    public static Option<string?> Cache() => Path("--cache", "folder", "Keeps picture embeddings here (default: $KRONCLIP_CACHE, else the user's cache folder).");

    public static Option<bool> NoCache() => Flag("--no-cache", "Neither reads nor writes the cache.");

    public static Option<string?> Path(string name, string kind, string description) => new(name) { Description = description, HelpName = kind };

    public static Option<bool> Flag(string name, string description) => new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>As <see cref="Jobs.TrainRequest.Cache"/> wants it: null for the user's own, empty for none.</summary>
    public static string? CacheFolder(string? folder, bool none) => none ? "" : folder;
}
