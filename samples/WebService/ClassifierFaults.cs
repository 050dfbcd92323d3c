using Microsoft.AspNetCore.Diagnostics;

namespace KronClip.Samples.WebService;

/// <summary>A picture that cannot be read is the caller's fault, 400, and is told why. Everything else is ours, 500, and goes to the log alone.</summary>
sealed class ClassifierFaults(IProblemDetailsService problems) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception error, CancellationToken cancel)
    {
        if (error is not ImageException)
            return false;
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        return await problems.TryWriteAsync(new ProblemDetailsContext
        {
            HttpContext = context,
            ProblemDetails = { Status = StatusCodes.Status400BadRequest, Title = "This picture cannot be read", Detail = error.Message },
        });
    }
}
