using KronClip.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace KronClip.Server;

/// <summary>Classes of a project.</summary>
static class ClassEndpoints
{
    public static void Map(IEndpointRouteBuilder project)
    {
        project.MapPost("/classes", Add).WithName("AddClass").WithSummary("Adds a class.");
        project.MapPatch("/classes/{folder}", Change).WithName("ChangeClass").WithSummary("Gives a class another name or other words.");
        project.MapDelete("/classes/{folder}", Delete).WithName("DeleteClass").WithSummary("Deletes a class with its pictures.");
        project.MapPost("/named-classes", Name).WithName("NameClass").WithSummary("Adds a class to the classifier by its name alone.").WithRequestTimeout(LongWork.Timeout);
    }

    static Created<ClassView> Add(string id, ClassWish wish, WorkspaceService service)
    {
        var made = service.Workspace.Require(id).AddClass(wish.Name, wish.Words, service.Who);
        return TypedResults.Created($"/api/projects/{id}/classes/{made.Folder}", made);
    }

    static Ok<ClassView> Change(string id, string folder, ClassWish wish, WorkspaceService service) =>
        TypedResults.Ok(service.Workspace.Require(id).ChangeClass(folder, wish.Name, wish.Words, service.Who));

    static NoContent Delete(string id, string folder, WorkspaceService service)
    {
        service.Workspace.Require(id).RemoveClass(folder, service.Who);
        return TypedResults.NoContent();
    }

    static async Task<Ok<NamedClassView>> Name(string id, ClassWish wish, WorkspaceService service, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        var named = await Task.Run(() => project.Versions.AddNamed(wish.Name, wish.Words, service.Who, cancel), cancel).ConfigureAwait(false);
        await service.Served(cancel).ConfigureAwait(false);
        return TypedResults.Ok(named);
    }
}
