using KronClip.Evaluation;
using KronClip.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>Versions of a project's classifier, its report and its threshold.</summary>
static class VersionEndpoints
{
    public static void Map(IEndpointRouteBuilder project)
    {
        project.MapGet("/versions", List).WithName("Versions").WithSummary("All versions, the newest first.");
        project.MapPost("/versions/{number:int}/use", Use).WithName("UseVersion").WithSummary("Serves another version.");
        project.MapGet("/report", Report).WithName("Report").WithSummary("The report of the current version's training, as a page.");
        project.MapGet("/thresholds", Thresholds).WithName("Thresholds").WithSummary("What thresholds for 'unknown' would give.");
        project.MapPut("/threshold", SetThreshold).WithName("SetThreshold").WithSummary("Sets the threshold for 'unknown'.");
    }

    static Ok<VersionView[]> List(string id, WorkspaceService service) => TypedResults.Ok(service.Workspace.Require(id).Versions.List().ToArray());

    static async Task<Ok<VersionView>> Use(string id, int number, WorkspaceService service, CancellationToken cancel)
    {
        var version = service.Workspace.Require(id).Versions.Use(number, service.Who);
        await service.Served(cancel).ConfigureAwait(false);
        return TypedResults.Ok(version);
    }

    /// <summary>The page holds names that callers gave; they are escaped in it, and the policy would not let a script run besides.</summary>
    static ContentHttpResult Report(string id, string? language, HttpContext context, WorkspaceService service)
    {
        var page = service.Workspace.Require(id).Versions.Report(language switch
        {
            null or "en" => ReportLanguage.En,
            "ja" => ReportLanguage.Ja,
            _ => throw new BadRequestException(StatusCodes.Status400BadRequest, "language is en or ja."),
        });
        DownloadEndpoints.Harmless(context.Response);
        return TypedResults.Content(page, "text/html; charset=utf-8");
    }

    static Ok<ThresholdsView> Thresholds(string id, WorkspaceService service) => TypedResults.Ok(service.Workspace.Require(id).Versions.Thresholds());

    static async Task<Ok<VersionView>> SetThreshold(string id, ThresholdWish wish, WorkspaceService service, CancellationToken cancel)
    {
        var version = service.Workspace.Require(id).Versions.SetThreshold(wish.Threshold, service.Who);
        await service.Served(cancel).ConfigureAwait(false);
        return TypedResults.Ok(version);
    }
}
