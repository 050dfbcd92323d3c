using System.Globalization;
using System.Net.Http.Headers;

namespace KronClip.Hub;

/// <summary>What the Hub says of a file in the headers of its answer; of a large file the body comes from another host, whose headers mean other things.</summary>
/// <param name="Commit">The commit that the answer is about.</param>
/// <param name="Etag">The file's hash, without quotes.</param>
/// <param name="Size">The file's length.</param>
/// <param name="ErrorCode">The reason of a refusal, such as "GatedRepo".</param>
sealed record HubHeaders(string? Commit, string? Etag, long? Size, string? ErrorCode)
{
    public static HubHeaders None { get; } = new(null, null, null, null);

    /// <summary>Reads an answer; what an earlier answer of the same request said already stands.</summary>
    public HubHeaders With(HttpResponseMessage answer) => new(
        Commit ?? Text(answer.Headers, "X-Repo-Commit"),
        Etag ?? Unquoted(Text(answer.Headers, "X-Linked-Etag") ?? (IsRedirect(answer) ? null : Text(answer.Headers, "ETag"))),
        Size ?? Number(Text(answer.Headers, "X-Linked-Size")) ?? (IsRedirect(answer) ? null : answer.Content.Headers.ContentLength),
        ErrorCode ?? Text(answer.Headers, "X-Error-Code"));

    /// <summary>Whether an answer sends the client elsewhere.</summary>
    public static bool IsRedirect(HttpResponseMessage answer) => (int)answer.StatusCode is 301 or 302 or 303 or 307 or 308 && answer.Headers.Location is not null;

    /// <summary>Whether an answer is a web page, which no file of a model is.</summary>
    public static bool IsWebPage(HttpResponseMessage answer) => answer.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml";

    static string? Text(HttpResponseHeaders headers, string name) => headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    static string? Unquoted(string? etag) => etag is null ? null : (etag.StartsWith("W/", StringComparison.Ordinal) ? etag[2..] : etag).Trim('"');

    static long? Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>An answer whose body has not been read yet.</summary>
sealed class HubAnswer(HttpResponseMessage message, HubHeaders headers, Uri uri) : IDisposable
{
    public HttpResponseMessage Message { get; } = message;

    /// <summary>What the Hub itself said on the way.</summary>
    public HubHeaders Headers { get; } = headers;

    /// <summary>The host that answered in the end.</summary>
    public string Host => uri.Host;

    public int Status => (int)Message.StatusCode;

    public void Dispose() => Message.Dispose();
}
