using KronClip.Images;
using Microsoft.AspNetCore.Http;

namespace KronClip.Server;

/// <summary>What becomes of errors: a status and a sentence, as ProblemDetails or, below /v2, in the protocol's own shape. Nothing of the program's inside leaves it.</summary>
sealed class RequestFaults(RequestDelegate next, ServerMetrics metrics)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
            await Explain(context).ConfigureAwait(false);
            if (context.Response.StatusCode is (>= StatusCodes.Status400BadRequest and < StatusCodes.Status500InternalServerError) or StatusCodes.Status504GatewayTimeout)
                metrics.Refused(Reason(context.Response.StatusCode));
        }
        catch (Exception error) when (!context.Response.HasStarted && Of(error, context) is { } fault)
        {
            metrics.Refused(error is QueueFullException ? "queue-full" : Reason(fault.Status));
            context.Response.Clear();
            if (fault.Status == StatusCodes.Status503ServiceUnavailable)
                context.Response.Headers.RetryAfter = "1";
            await Answer(context, fault.Status, fault.Sentence).ConfigureAwait(false);
        }
    }

    /// <summary>What the framework refuses without a word gets a sentence too: an address that does not exist, or not for this method; a request whose time is over.</summary>
    static Task Explain(HttpContext context) => context.Response is { HasStarted: false, ContentType: null, ContentLength: null } response ? response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Answer(context, response.StatusCode, "There is nothing at this address; GET /openapi/v1.json lists all."),
        StatusCodes.Status405MethodNotAllowed => Answer(context, response.StatusCode, "This address does not take this method; GET /openapi/v1.json lists all."),
        StatusCodes.Status415UnsupportedMediaType => Answer(context, response.StatusCode, "The body is of a kind that is not taken here; GET /openapi/v1.json says which are."),
        StatusCodes.Status504GatewayTimeout => Answer(context, response.StatusCode, "The request took too long; send fewer pictures at once, or try again in a moment."),
        _ => Task.CompletedTask,
    } : Task.CompletedTask;

    static Task Answer(HttpContext context, int status, string sentence) => (context.Request.Path.StartsWithSegments("/v2")
        ? InferenceProtocolEndpoints.Error(status, sentence)
        : Results.Problem(sentence, statusCode: status)).ExecuteAsync(context);

    /// <summary>For the count of refusals: a word out of a fixed list.</summary>
    static string Reason(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "bad-request",
        StatusCodes.Status401Unauthorized => "token",
        StatusCodes.Status403Forbidden => "foreign-page",
        StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed => "unknown-address",
        StatusCodes.Status408RequestTimeout => "too-slow",
        StatusCodes.Status413PayloadTooLarge => "too-large",
        StatusCodes.Status415UnsupportedMediaType => "media-type",
        StatusCodes.Status422UnprocessableEntity => "picture",
        StatusCodes.Status503ServiceUnavailable => "stopped",
        StatusCodes.Status504GatewayTimeout => "took-too-long",
        _ => "other",
    };

    static (int Status, string Sentence)? Of(Exception error, HttpContext context) => error switch
    {
        BadRequestException bad => (bad.Status, bad.Message),
        BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => "The request is larger than this server takes.",
            StatusCodes.Status408RequestTimeout => "The request came too slowly.",
            _ when bad.InnerException is System.Text.Json.JsonException => "The body is no JSON of the kind that is taken here; GET /openapi/v1.json describes it.",
            _ when bad.Message.Contains("no body was provided", StringComparison.Ordinal) => "The request has no body; GET /openapi/v1.json describes the one that is taken here.",
            StatusCodes.Status415UnsupportedMediaType => "The body is of another kind than JSON; send it with 'Content-Type: application/json'.",
            _ => bad.Message,
        }),
        WorkspaceException refused => (refused.Fault switch
        {
            WorkspaceFault.NotFound => StatusCodes.Status404NotFound,
            WorkspaceFault.Refused => StatusCodes.Status400BadRequest,
            WorkspaceFault.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status507InsufficientStorage,
        }, refused.Message),
        StorageException full => (StatusCodes.Status507InsufficientStorage, full.Message),
        ImageException image => (StatusCodes.Status422UnprocessableEntity, image.Message),
        QueueFullException full => (StatusCodes.Status503ServiceUnavailable, full.Message),
        KronClipException known => (StatusCodes.Status422UnprocessableEntity, known.Message),
        OperationCanceledException when context.RequestAborted.IsCancellationRequested => null,
        OperationCanceledException => (StatusCodes.Status503ServiceUnavailable, "The server is stopping, or the request took too long."),
        _ => null,
    };
}
