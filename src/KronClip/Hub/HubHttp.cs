using System.Globalization;
using System.Net.Http.Headers;

namespace KronClip.Hub;

/// <summary>Requests to the Hub: redirects are followed by hand, so that the token stays with the Hub's own host; what may pass is tried again, a few times and with growing pauses.</summary>
sealed class HubHttp(HubSettings settings, HubSystem system) : IDisposable
{
    /// <summary>How often a request is sent before it counts as failed.</summary>
    public const int Attempts = 5;

    const int MostRedirects = 10;

    /// <summary>A longer rest than this is not waited for; the message tells how long it would be.</summary>
    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    readonly HttpClient http = new(system.Handler()) { Timeout = Timeout.InfiniteTimeSpan };

    public HubSettings Settings => settings;

    public HubSystem System => system;

    /// <summary>Sends until there is an answer that stands: a success, or 416 to a range.</summary>
    /// <param name="method">GET follows redirects to other hosts; HEAD asks the Hub alone.</param>
    /// <param name="uri">The address.</param>
    /// <param name="repo">For messages.</param>
    /// <param name="file">For messages; null for the list of files.</param>
    /// <param name="shape">Adds headers.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="HubException">The Hub says no, or cannot be reached.</exception>
    public async Task<HubAnswer> SendAsync(HttpMethod method, Uri uri, RepoId repo, string? file, Action<HttpRequestHeaders>? shape, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await SendOnceAsync(method, uri, shape, cancel).ConfigureAwait(false);
                if (answer.Message.IsSuccessStatusCode || answer.Status == 416 || (method == HttpMethod.Head && HubHeaders.IsRedirect(answer.Message)))
                    return answer;
                using (answer)
                {
                    var rest = HubFailure.RetryAfter(answer.Message) ?? Pause(attempt);
                    if (answer.Status is not (429 or >= 500) || attempt == Attempts || rest > LongestRest)
                        throw HubFailure.Of(answer, repo, file, settings);
                    await system.Delay(rest, cancel).ConfigureAwait(false);
                }
            }
            catch (PassingFailure failure)
            {
                if (attempt == Attempts)
                    throw HubFailure.Unreachable(failure, file is null ? $"'{repo}'" : $"'{file}' of '{repo}'");
                await system.Delay(Pause(attempt), cancel).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The pause after so many failures: 1, 2, 4, 8 seconds.</summary>
    public static TimeSpan Pause(int failures) => TimeSpan.FromSeconds(1 << Math.Min(failures - 1, 3));

    public void Dispose() => http.Dispose();

    async Task<HubAnswer> SendOnceAsync(HttpMethod method, Uri uri, Action<HttpRequestHeaders>? shape, CancellationToken cancel)
    {
        var headers = HubHeaders.None;
        for (var redirects = 0; redirects <= MostRedirects; redirects++)
        {
            var message = await AskAsync(method, uri, shape, cancel).ConfigureAwait(false);
            if (IsOwn(uri))
                headers = headers.With(message);
            if (!HubHeaders.IsRedirect(message))
                return new HubAnswer(message, headers, uri);
            var next = new Uri(uri, message.Headers.Location!);
            if (method == HttpMethod.Head && !IsOwn(next))
                return new HubAnswer(message, headers, uri);
            message.Dispose();
            if (next.Scheme != "https" && (next.Scheme != "http" || uri.Scheme == "https"))
                throw new HubException($"{uri.Host} sends the download on to '{next.Scheme}://{next.Authority}', which is not protected; that is not followed. Check HF_ENDPOINT and the network.");
            uri = next;
        }
        throw new HubException(string.Create(CultureInfo.InvariantCulture, $"{uri.Host} sent the download on more than {MostRedirects} times; it goes in a circle. Check HF_ENDPOINT and the network."));
    }

    async Task<HttpResponseMessage> AskAsync(HttpMethod method, Uri uri, Action<HttpRequestHeaders>? shape, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(method, uri);
        request.Headers.UserAgent.ParseAdd($"kronclip/{Library.Version}");
        request.Headers.AcceptEncoding.ParseAdd("identity");            // so that lengths are the file's own
        if (settings.Token is { } token && IsOwn(uri))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token.Secret);
        shape?.Invoke(request.Headers);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(settings.Patience);
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            throw HubFailure.Certificate(error, uri) ?? (Exception)new PassingFailure($"{uri.Authority} cannot be reached ({error.Message.TrimEnd('.')}).", error);
        }
        catch (OperationCanceledException error) when (!cancel.IsCancellationRequested)
        {
            throw new PassingFailure(string.Create(CultureInfo.InvariantCulture, $"{uri.Authority} did not answer within {settings.Patience.TotalSeconds:0} seconds."), error);
        }
    }

    /// <summary>Whether an address is on the Hub's own host: scheme, name and port.</summary>
    bool IsOwn(Uri uri) => Uri.Compare(uri, settings.Endpoint, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;
}
