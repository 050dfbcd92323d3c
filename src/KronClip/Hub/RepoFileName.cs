namespace KronClip.Hub;

/// <summary>Names that a server gives and that become paths on this machine: only what stays inside the model's folder on every system is accepted.</summary>
static class RepoFileName
{
    /// <summary>Whether a name is a relative path of plain parts.</summary>
    public static bool IsSafe(string name) =>
        name.Length > 0 && !name.Any(c => c is '\\' or ':' or '\0' || char.IsControl(c)) && name.Split('/').All(part => part is not ("" or "." or ".."));

    /// <summary>Whether a name is a plain file name, in no folder.</summary>
    public static bool IsPlain(string name) => IsSafe(name) && !name.Contains('/', StringComparison.Ordinal);

    /// <summary>Refuses a list with a name that would lie elsewhere.</summary>
    /// <exception cref="HubException">There is such a name.</exception>
    public static void RequireSafe(IEnumerable<string> names, RepoId repo)
    {
        foreach (var name in names)
        {
            if (!IsSafe(name))
                throw new HubException($"'{repo}' lists a file '{Shown(name)}', which would lie outside of the model's folder. Such a repository is not downloaded; take another one, or tell its owner.");
        }
    }

    /// <summary>The hash under which a file is kept; it becomes a file name.</summary>
    /// <exception cref="HubException">It is no hash.</exception>
    public static string RequireHash(string? etag, string file, RepoId repo, HubSettings settings) =>
        etag is { Length: >= 8 and <= 128 } && etag.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
            ? etag
            : throw new HubException($"{settings.Endpoint} names no usable hash (ETag) for '{file}' of '{repo}', so what comes could not be checked. Is HF_ENDPOINT a mirror of the Hub? Unset it to ask the Hub itself.");

    static string Shown(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
}
