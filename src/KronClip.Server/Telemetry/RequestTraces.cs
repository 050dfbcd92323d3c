using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>
/// A span for each request, by the source "KronClip": method, route as it is written in the program, status. Of the caller it takes the trace that it belongs to
/// (traceparent), so that the server's part stands in the caller's trace, and nothing else: no path, no query, no header, no file name.
/// </summary>
sealed class RequestTraces(RequestDelegate next)
{
    /// <summary>Spans of requests, of the wait for embeddings, and of batches.</summary>
    public static ActivitySource Source { get; } = new(ServerMetrics.MeterName, Library.Version);

    public async Task InvokeAsync(HttpContext context)
    {
        if (!Source.HasListeners())
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        Activity.Current = null;                                // the framework's own span is not exported, so it cannot be a parent
        ActivityContext.TryParse(context.Request.Headers.TraceParent, null, isRemote: true, out var parent);
        using var span = Source.StartActivity("request", ActivityKind.Server, parent);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            if (span is not null)
                Describe(span, context);
        }
    }

    static void Describe(Activity span, HttpContext context)
    {
        var method = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsPost(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsPut(context.Request.Method)
            || HttpMethods.IsDelete(context.Request.Method) || HttpMethods.IsPatch(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method)
            ? HttpMethods.GetCanonicalizedValue(context.Request.Method)
            : "_OTHER";
        var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } text ? "/" + text.TrimStart('/') : null;
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.request.method", method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= StatusCodes.Status500InternalServerError)
            span.SetStatus(ActivityStatusCode.Error);
    }
}
