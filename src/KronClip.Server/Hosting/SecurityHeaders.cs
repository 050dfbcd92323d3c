using Microsoft.AspNetCore.Http;

namespace KronClip.Server;

/// <summary>
/// Headers that keep data data. No browser guesses at a content type; what is no page may do nothing at all, and a page may load only what this server serves: no script in the
/// page itself, none from elsewhere, so a class or file name that holds HTML stays a name. An answer that sets its own policy keeps it.
/// </summary>
sealed class SecurityHeaders(RequestDelegate next)
{
    const string ForData = "default-src 'none'; frame-ancestors 'none'";

    /// <summary>Pictures and the camera of a page are blobs and data addresses.</summary>
    const string ForPages = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
        + "worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var response = (HttpResponse)state;
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers["Referrer-Policy"] = "no-referrer";
            if (response.Headers.ContentSecurityPolicy.Count == 0)
                response.Headers.ContentSecurityPolicy = response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true ? ForPages : ForData;
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    }
}
