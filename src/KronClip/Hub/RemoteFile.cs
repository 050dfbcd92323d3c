namespace KronClip.Hub;

/// <summary>One file of a repository at one commit.</summary>
/// <param name="Name">Its path in the repository.</param>
/// <param name="Etag">Its hash: SHA-256 of a large file, git's object name of a small one.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Address">Where it is fetched.</param>
sealed record RemoteFile(string Name, string Etag, long Size, Uri Address)
{
    /// <summary>Asks the Hub for hash and length, without the file.</summary>
    /// <exception cref="HubException">There is no such file, or the answer is not the Hub's.</exception>
    public static async Task<RemoteFile> ReadAsync(HubHttp http, RepoId repo, string commit, string name, CancellationToken cancel)
    {
        var path = string.Join('/', name.Split('/').Select(Uri.EscapeDataString));
        var address = new Uri(http.Settings.Endpoint, $"{repo.Id}/resolve/{commit}/{path}");
        using var answer = await http.SendAsync(HttpMethod.Head, address, repo, name, null, cancel).ConfigureAwait(false);
        if (answer.Headers.Commit is null && HubHeaders.IsWebPage(answer.Message))
            throw HubFailure.WebPage(answer.Host, $"'{name}' of '{repo}'", http.Settings);
        if (answer.Headers.Commit is { } other && other != commit)
            throw new HubException($"{http.Settings.Endpoint} answers for commit {other} when asked for '{name}' of '{repo.Id}' at {commit}. Check HF_ENDPOINT; run the command again.");
        var etag = RepoFileName.RequireHash(answer.Headers.Etag, name, repo, http.Settings);
        return answer.Headers.Size is { } size and >= 0
            ? new RemoteFile(name, etag, size, address)
            : throw new HubException($"{http.Settings.Endpoint} does not say how long '{name}' of '{repo}' is, so what comes could not be checked. Check HF_ENDPOINT.");
    }
}
