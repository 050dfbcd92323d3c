using Microsoft.AspNetCore.Http;

namespace KronClip.Server;

/// <summary>What is answered without a token.</summary>
static class OpenPaths
{
    static readonly PathString[] Health = ["/health", "/v2/health"];

    /// <summary>The page's own files hold no data: what the page shows it asks for with the token.</summary>
    static readonly PathString Page = "/page";

    /// <summary>Whether the machine lives: asked by whoever runs it, from anywhere.</summary>
    public static bool IsHealth(PathString path) => Array.Exists(Health, open => path.StartsWithSegments(open));

    /// <summary>The page and its files, to be read alone. Without a token they are for this machine alone, as everything else is.</summary>
    public static bool IsPage(HttpRequest request) => (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && (request.Path == "/" || request.Path.StartsWithSegments(Page));
}
