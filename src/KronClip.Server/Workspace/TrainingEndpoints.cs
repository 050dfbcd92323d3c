using System.Text.Json;
using KronClip.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>Trainings of a project.</summary>
static class TrainingEndpoints
{
    static readonly TimeSpan between = TimeSpan.FromMilliseconds(250), silence = TimeSpan.FromSeconds(15);

    public static void Map(IEndpointRouteBuilder project)
    {
        project.MapPost("/train", Train).WithName("Train").WithSummary("Trains in the background.");
        project.MapGet("/training", Get).WithName("Training").WithSummary("How the training goes, or went.");
        project.MapGet("/training/events", Events).WithName("TrainingEvents").WithSummary("The same as a stream of events, until it is over.").DisableRequestTimeout();
        project.MapDelete("/training", Cancel).WithName("CancelTraining").WithSummary("Cancels it.").WithRequestTimeout(LongWork.Timeout);
    }

    /// <summary>A body is not needed: without one everything is as the project says.</summary>
    static async Task<Accepted<TrainingView>> Train(string id, HttpRequest request, WorkspaceService service, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        var wish = new TrainingWish();
        var body = await UploadedPictures.Body(request, cancel).ConfigureAwait(false);
        if (body.Length > 0)
        {
            try
            {
                wish = JsonSerializer.Deserialize(body, WorkspaceHttpJson.Default.TrainingWish) ?? wish;
            }
            catch (JsonException error)
            {
                throw new BadRequestException(StatusCodes.Status400BadRequest, $"The body is no JSON that says how to train: {error.Message}");
            }
        }
        return TypedResults.Accepted($"/api/projects/{id}/training", service.Trainer.Start(project, wish, service.Who));
    }

    static Ok<TrainingView> Get(string id, WorkspaceService service) => TypedResults.Ok(service.Trainer.Of(service.Workspace.Require(id)));

    static async Task<Ok<TrainingView>> Cancel(string id, WorkspaceService service, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        await Task.Run(() => service.Trainer.Cancel(project), cancel).ConfigureAwait(false);
        return TypedResults.Ok(service.Trainer.Of(project));
    }

    /// <summary>An event whenever something changed, at most four a second; a comment now and then, so that no proxy takes the silence for the end.</summary>
    static async Task Events(string id, HttpContext context, WorkspaceService service)
    {
        var project = service.Workspace.Require(id);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, service.Stopping);
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var (sent, quiet) = ("", TimeSpan.Zero);
        try
        {
            while (true)
            {
                var training = service.Trainer.Of(project);
                var now = JsonSerializer.Serialize(training, WorkspaceHttpJson.Default.TrainingView);
                if (now != sent || quiet >= silence)
                {
                    await context.Response.WriteAsync(now != sent ? $"data: {now}\n\n" : ": still here\n\n", either.Token).ConfigureAwait(false);
                    await context.Response.Body.FlushAsync(either.Token).ConfigureAwait(false);
                    (sent, quiet) = (now, TimeSpan.Zero);
                }
                if (training.IsOver)
                    return;
                await Task.Delay(between, either.Token).ConfigureAwait(false);
                quiet += between;
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // The caller has gone, or the server stops.
        }
    }
}
