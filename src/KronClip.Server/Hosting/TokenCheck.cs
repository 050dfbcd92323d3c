using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace KronClip.Server;

/// <summary>
/// Lets in who knows the token ("Authorization: Bearer …"), compared in constant time. <see cref="OpenPaths"/> stay open. A page of another
/// site cannot use a browser against a server on this machine: its requests carry a foreign Host or Origin and are refused.
/// </summary>
sealed class TokenCheck(RequestDelegate next, ServerOptions options)
{
    readonly byte[]? expected = options.Token is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));

    public Task InvokeAsync(HttpContext context)
    {
        if (OpenPaths.IsHealth(context.Request.Path))
            return next(context);
        if (expected is null)
            return IsOfThisMachine(context.Request) ? next(context) : Refuse(context, StatusCodes.Status403Forbidden, "Without a token this server answers this machine alone, and no other site's page.");
        if (OpenPaths.IsPage(context.Request))
            return next(context);
        const string scheme = "Bearer ";
        var header = context.Request.Headers.Authorization.ToString();
        return header.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[scheme.Length..].Trim())), expected)
            ? next(context)
            : Refuse(context, StatusCodes.Status401Unauthorized, "This server needs its token: send it as 'Authorization: Bearer <token>'.");
    }

    static bool IsOfThisMachine(HttpRequest request) => IsLoopback(request.Host.Host)
        && (request.Headers.Origin.ToString() is not { Length: > 0 } origin || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && IsLoopback(from.Host)));

    static bool IsLoopback(string host) => host is "localhost" || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));

    static Task Refuse(HttpContext context, int status, string sentence)
    {
        if (status == StatusCodes.Status401Unauthorized)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        return (context.Request.Path.StartsWithSegments("/v2") ? InferenceProtocolEndpoints.Error(status, sentence) : Results.Problem(sentence, statusCode: status)).ExecuteAsync(context);
    }
}
