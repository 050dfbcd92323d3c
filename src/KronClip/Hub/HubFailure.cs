using System.Globalization;
using System.Security.Authentication;

namespace KronClip.Hub;

/// <summary>What went wrong with a request for a moment: trying again may help.</summary>
sealed class PassingFailure(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A sentence for each way in which the Hub says no.</summary>
static class HubFailure
{
    /// <summary>The error for an answer that is no success.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="repo">The repository that was asked for.</param>
    /// <param name="file">The file that was asked for, or null where it was the list of files.</param>
    /// <param name="settings">Endpoint and token.</param>
    public static HubException Of(HubAnswer answer, RepoId repo, string? file, HubSettings settings)
    {
        var page = new Uri(settings.Endpoint, repo.Id);
        var what = file is null ? $"'{repo}'" : $"'{file}' of '{repo}'";
        return new HubException((answer.Status, answer.Headers.ErrorCode) switch
        {
            (401, "GatedRepo") or (403, "GatedRepo") => $"'{repo.Id}' is gated ({answer.Status}): its owner asks for consent. Accept the conditions at {page} with your account, "
                + $"then set HF_TOKEN to a token of that account.{NowSent(settings)}",
            (401, _) when settings.Token is { } token => $"{what} was refused (401): {token} is not accepted, or the repository does not exist. Check the name at {page}, and whether the token has expired.",
            (401, _) => $"{what} was refused (401): there is no such repository, or it is private. Check the name at {page}; if it is private or gated, set HF_TOKEN to a token that may read it.",
            (403, _) => $"{what} is forbidden (403){(settings.Token is { } token ? $" with {token}" : "")}. Open {page}, accept its conditions if there are any, and set HF_TOKEN to a token with the right to read it.",
            (404, "RevisionNotFound") => $"'{repo.Id}' has no revision '{repo.Revision}' (404). Leave out what stands after the @, or take a branch, tag or commit listed at {page}.",
            (404, "RepoNotFound") => $"There is no repository '{repo.Id}' at {settings.Endpoint} (404). Check the name; 'kronclip model list' shows well-known ones.",
            (404, _) => $"{what} was not found at {settings.Endpoint} (404). Check name and revision at {page}; 'kronclip model list' shows well-known models.",
            (429, _) => $"{answer.Host} says that it was asked too often (429){RetryText(answer)}. Wait, then run the command again; what was downloaded is kept. A token (HF_TOKEN) raises the limit.",
            ( >= 500, _) => string.Create(CultureInfo.InvariantCulture, $"{answer.Host} has a fault of its own ({answer.Status}) and could not give {what}. Try again later; what was downloaded is kept."),
            _ => string.Create(CultureInfo.InvariantCulture, $"{answer.Host} answered {answer.Status} when asked for {what}, which was not expected. Open {page} in a browser to see whether it is there."),
        });
    }

    /// <summary>A web page where a file should be.</summary>
    public static HubException WebPage(string host, string what, HubSettings settings) => new(
        $"{host} sent a web page in place of {what}: most likely the login page of a network, or of a proxy, stands between. Open {settings.Endpoint} in a browser, log in there, and run the command again.");

    /// <summary>Whether a request failed because a certificate could not be trusted.</summary>
    public static HubException? Certificate(HttpRequestException error, Uri uri) => error.HttpRequestError == HttpRequestError.SecureConnectionError || error.InnerException is AuthenticationException
        ? new HubException($"The certificate of {uri.Authority} cannot be trusted, so nothing was asked of it: {(error.InnerException ?? error).Message.TrimEnd('.')}. "
            + "If your network looks into connections, add its certificate to the system's trusted ones (or name it in SSL_CERT_FILE); check the clock, too.", error)
        : null;

    /// <summary>What a passing failure becomes when it does not pass.</summary>
    public static HubException Unreachable(PassingFailure failure, string what) => new(
        $"{what} could not be downloaded: {failure.Message} Check the network (HTTPS_PROXY, HF_ENDPOINT) and run the command again; it goes on with what was downloaded.", failure);

    /// <summary>Seconds that an answer asks to wait, or null.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter is not { } wait ? null
        : wait.Delta ?? (wait.Date is { } date && answer.Headers.Date is { } now && date > now ? date - now : null);

    static string RetryText(HubAnswer answer) => RetryAfter(answer.Message) is { } wait ? string.Create(CultureInfo.InvariantCulture, $" and asks for {wait.TotalSeconds:0} seconds of rest") : "";

    static string NowSent(HubSettings settings) => settings.Token is { } token ? $" Now {token} was sent." : "";
}
