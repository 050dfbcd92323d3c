using System.Text.Json;

namespace KronClip.Hub;

/// <summary>What a repository holds at one commit.</summary>
/// <param name="Commit">The commit's hash.</param>
/// <param name="Files">Names of all files, each a safe relative path.</param>
/// <param name="Gated">Whether its owner asks for consent before it may be downloaded.</param>
sealed record RepoListing(string Commit, IReadOnlySet<string> Files, bool Gated)
{
    /// <summary>A list of files longer than this is none of a model.</summary>
    const int LargestList = 1 << 26;

    /// <summary>Asks the Hub.</summary>
    /// <exception cref="HubException">There is no such repository or revision, or the answer is not the Hub's.</exception>
    public static async Task<RepoListing> ReadAsync(HubHttp http, RepoId repo, CancellationToken cancel)
    {
        var uri = new Uri(http.Settings.Endpoint, $"api/models/{repo.Id}/revision/{Uri.EscapeDataString(repo.Revision)}");
        using var answer = await http.SendAsync(HttpMethod.Get, uri, repo, null, null, cancel).ConfigureAwait(false);
        if (HubHeaders.IsWebPage(answer.Message))
            throw HubFailure.WebPage(answer.Host, $"the list of files of '{repo}'", http.Settings);
        var listing = Parse(await TextAsync(answer, repo, http.Settings, cancel).ConfigureAwait(false), repo, http.Settings);
        RepoFileName.RequireSafe(listing.Files, repo);
        return listing;
    }

    static async Task<string> TextAsync(HubAnswer answer, RepoId repo, HubSettings settings, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(settings.Patience);
        try
        {
            await answer.Message.Content.LoadIntoBufferAsync(LargestList, patience.Token).ConfigureAwait(false);
            return await answer.Message.Content.ReadAsStringAsync(patience.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw HubFailure.Unreachable(new PassingFailure($"the list of files broke off ({error.Message.TrimEnd('.')}).", error), $"'{repo}'");
        }
    }

    static RepoListing Parse(string text, RepoId repo, HubSettings settings)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            var commit = root.GetProperty("sha").GetString();
            var files = root.GetProperty("siblings").EnumerateArray().Select(file => file.GetProperty("rfilename").GetString() ?? "").ToHashSet(StringComparer.Ordinal);
            var gated = root.TryGetProperty("gated", out var gate) && gate.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);
            return RepoId.IsCommitHash(commit) ? new RepoListing(commit!, files, gated) : throw new JsonException("its sha is no commit");
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new HubException($"{settings.Endpoint} does not answer as the Hub does when asked for '{repo}' ({error.Message.TrimEnd('.')}). Check HF_ENDPOINT, and whether something stands between you and the network.", error);
        }
    }
}
