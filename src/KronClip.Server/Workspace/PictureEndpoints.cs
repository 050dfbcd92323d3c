using KronClip.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>Pictures of a project: labelled ones, corrections, and the queue of those without a label.</summary>
static class PictureEndpoints
{
    public static void Map(IEndpointRouteBuilder project)
    {
        project.MapGet("/pictures", List).WithName("Pictures").WithSummary("Pictures of a class, or of all.");
        project.MapPost("/classes/{folder}/pictures", Add).WithName("AddPictures").DisableAntiforgery().WithSummary("Adds pictures to a class: files of a form.");
        project.MapGet("/pictures/{picture}", One).WithName("Picture").WithSummary("The picture's file.");
        project.MapDelete("/pictures/{picture}", Delete).WithName("DeletePicture").WithSummary("Deletes a picture.");
        project.MapPatch("/pictures/{picture}", Move).WithName("MovePicture").WithSummary("Puts a picture into another class.");
        project.MapPost("/corrections", Correct).WithName("Correct").DisableAntiforgery().WithSummary("Keeps a picture with its right class, to learn from at the next training.");
        project.MapPost("/unlabelled", AddUnlabelled).WithName("AddUnlabelled").DisableAntiforgery().WithSummary("Adds pictures without a label.");
        project.MapGet("/queue", Queue).WithName("Queue").WithSummary("Pictures without a label that are worth one most.").WithRequestTimeout(LongWork.Timeout);
        project.MapPost("/queue/{picture}", Move).WithName("LabelPicture").WithSummary("Labels a picture of the queue.");
    }

    static Ok<ProjectPicture[]> List(string id, [FromQuery(Name = "class")] string? folder, WorkspaceService service) => TypedResults.Ok(service.Workspace.Require(id).Pictures(folder).ToArray());

    static async Task<Ok<AddedPictures>> Add(string id, string folder, HttpRequest request, WorkspaceService service, ServerOptions options, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        var incoming = await Incoming(request, options, cancel).ConfigureAwait(false);
        return TypedResults.Ok(project.AddPictures(folder, incoming, service.Who));
    }

    static async Task<Ok<AddedPictures>> AddUnlabelled(string id, HttpRequest request, WorkspaceService service, ServerOptions options, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        var incoming = await Incoming(request, options, cancel).ConfigureAwait(false);
        return TypedResults.Ok(project.AddPictures(null, incoming, service.Who));
    }

    static async Task<Ok<CorrectionView>> Correct(string id, HttpRequest request, WorkspaceService service, ServerOptions options, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        var incoming = await Incoming(request, options, cancel).ConfigureAwait(false);
        if (!request.HasFormContentType || incoming.Count != 1 || request.Form["class"].ToString() is not { Length: > 0 } folder)
            throw new BadRequestException(StatusCodes.Status400BadRequest, "A correction is a form with one picture, \"file\", and the folder of its right class, \"class\".");
        return TypedResults.Ok(project.Correct(folder, incoming[0], request.Form["said"].ToString() is { Length: > 0 } said ? said : null, RequestNumbers.Confidence(request.Form["confidence"]), service.Who));
    }

    /// <summary>The file as it came. Nothing in it is run: the type is that of the decoded format, and no browser may guess another.</summary>
    static PhysicalFileHttpResult One(string id, string picture, HttpContext context, WorkspaceService service)
    {
        var (path, type) = service.Workspace.Require(id).PictureFile(picture);
        DownloadEndpoints.Harmless(context.Response);
        context.Response.Headers.CacheControl = "private, max-age=3600";
        return TypedResults.PhysicalFile(path, type);
    }

    static NoContent Delete(string id, string picture, WorkspaceService service)
    {
        service.Workspace.Require(id).RemovePicture(picture, service.Who);
        return TypedResults.NoContent();
    }

    static Ok<ProjectPicture> Move(string id, string picture, PictureWish wish, WorkspaceService service) => TypedResults.Ok(service.Workspace.Require(id).MovePicture(picture, wish.Class, service.Who));

    static async Task<Ok<QueueView[]>> Queue(string id, HttpRequest request, WorkspaceService service, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        var count = RequestNumbers.Whole(request, "count", 12, 1, 1000);
        return TypedResults.Ok(await Task.Run(() => project.Versions.Queue(count, cancel).ToArray(), cancel).ConfigureAwait(false));
    }

    static async Task<IReadOnlyList<IncomingPicture>> Incoming(HttpRequest request, ServerOptions options, CancellationToken cancel) =>
        [.. (await UploadedPictures.Read(request, options, cancel).ConfigureAwait(false)).Select(p => new IncomingPicture(p.File, p.Bytes))];
}
