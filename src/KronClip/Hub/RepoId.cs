using System.Text.RegularExpressions;

namespace KronClip.Hub;

/// <summary>A repository of the Hub, and which revision of it: "owner/name", or "owner/name@revision" with a branch, a tag, "refs/pr/1" or a commit.</summary>
public sealed partial record RepoId
{
    const int LongestId = 96;

    RepoId(string owner, string name, string revision) => (Owner, Name, Revision) = (owner, name, revision);

    /// <summary>The revision where none is named.</summary>
    public const string MainBranch = "main";

    /// <summary>User or organisation.</summary>
    public string Owner { get; }

    /// <summary>The repository's own name.</summary>
    public string Name { get; }

    /// <summary>Branch, tag, reference or commit.</summary>
    public string Revision { get; }

    /// <summary>"owner/name".</summary>
    public string Id => $"{Owner}/{Name}";

    /// <summary>Whether the revision is a whole commit hash, which never changes its meaning.</summary>
    public bool IsCommit => Commit().IsMatch(Revision);

    /// <summary>The repository's folder in the cache, as every client of the Hub names it.</summary>
    public string FolderName => $"models--{Owner}--{Name}";

    /// <summary>The same repository at another revision.</summary>
    public RepoId At(string revision) => new(Owner, Name, revision);

    /// <summary>Reads an id; null where the text is none.</summary>
    public static RepoId? TryParse(string? text)
    {
        if (text is null || Spelling().Match(text) is not { Success: true } match)
            return null;
        var (owner, name) = (match.Groups["owner"].Value, match.Groups["name"].Value);
        var revision = match.Groups["revision"] is { Success: true } given ? given.Value : MainBranch;
        return IsPlain(owner) && IsPlain(name) && owner.Length + name.Length < LongestId && IsRevision(revision) ? new(owner, name, revision) : null;
    }

    /// <summary>The repository whose folder in the cache has this name, or null.</summary>
    public static RepoId? FromFolderName(string folder) => folder.Split("--") is ["models", var owner, var name] ? TryParse($"{owner}/{name}") : null;

    /// <summary>As it is typed.</summary>
    public override string ToString() => Revision == MainBranch ? Id : $"{Id}@{Revision}";

    /// <summary>Whether a text is a commit hash.</summary>
    internal static bool IsCommitHash(string? text) => text is not null && Commit().IsMatch(text);

    // The separator of the cache's folder names, and what would lead out of a folder, are in no id.
    static bool IsPlain(string part) =>
        part[0] is not ('-' or '.') && part[^1] is not ('-' or '.') && !part.Contains("--", StringComparison.Ordinal) && !part.Contains("..", StringComparison.Ordinal);

    static bool IsRevision(string revision) => !revision.Contains("..", StringComparison.Ordinal) && revision.Split('/').All(part => part.Length > 0 && part[0] != '.');

    [GeneratedRegex(@"^(?<owner>[A-Za-z0-9._-]+)/(?<name>[A-Za-z0-9._-]+)(@(?<revision>[A-Za-z0-9][A-Za-z0-9._/-]*))?$")]
    private static partial Regex Spelling();

    [GeneratedRegex("^[0-9a-f]{40}$")]
    private static partial Regex Commit();
}
