using KronClip.Images;
using Microsoft.AspNetCore.Http;

namespace KronClip.Server;

/// <summary>What becomes of errors: a status and a sentence, as ProblemDetails or, below /v2, in the protocol's own shape. Nothing of the program's inside leaves it.</summary>
sealed class RequestFaults(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (Exception error) when (!context.Response.HasStarted && Of(error, context) is { } fault)
        {
            context.Response.Clear();
            if (fault.Status == StatusCodes.Status503ServiceUnavailable)
                context.Response.Headers.RetryAfter = "1";
            var answer = context.Request.Path.StartsWithSegments("/v2")
                ? InferenceProtocolEndpoints.Error(fault.Status, fault.Sentence)
                : Results.Problem(fault.Sentence, statusCode: fault.Status);
            await answer.ExecuteAsync(context).ConfigureAwait(false);
        }
    }

    static (int Status, string Sentence)? Of(Exception error, HttpContext context) => error switch
    {
        BadRequestException bad => (bad.Status, bad.Message),
        BadHttpRequestException bad => (bad.StatusCode, bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? "The request is larger than this server takes." : bad.Message),
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
