using KronClip.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KronClip.Server;

/// <summary>The projects of a workspace over HTTP: which addresses there are. docs/studio.md has the table.</summary>
static class WorkspaceEndpoints
{
    /// <summary>What a server with a workspace needs besides.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<WorkspaceService>();
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, WorkspaceHttpJson.Default));
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/models", Models).WithName("Models").WithSummary("Models that projects may use.");
        api.MapGet("/projects", List).WithName("Projects").WithSummary("The projects.");
        api.MapPost("/projects", Make).WithName("MakeProject").WithSummary("Makes a project.");
        var project = api.MapGroup("/projects/{id}");
        project.MapGet("", One).WithName("Project").WithSummary("One project.");
        project.MapPatch("", Change).WithName("ChangeProject").WithSummary("Gives it another name, model or method.");
        project.MapDelete("", Delete).WithName("DeleteProject").WithSummary("Deletes it with all its pictures and classifiers.");
        project.MapGet("/audit", Audit).WithName("Audit").WithSummary("Who did what.");
        ClassEndpoints.Map(project);
        PictureEndpoints.Map(project);
        TrainingEndpoints.Map(project);
        VersionEndpoints.Map(project);
    }

    static Ok<ModelView[]> Models(WorkspaceService service) => TypedResults.Ok(service.Workspace.Models.List().ToArray());

    static Ok<ProjectView[]> List(WorkspaceService service) => TypedResults.Ok(service.Workspace.Projects.Select(p => View(service, p)).ToArray());

    static Created<ProjectView> Make(ProjectWish wish, WorkspaceService service)
    {
        if (wish.Method is not null)
            _ = Project.MethodOf(wish.Method);          // before anything is made
        var made = service.Workspace.Create(wish.Name, wish.Model, service.Who);
        if (wish.Method is not null)
            made.Change(null, null, wish.Method, service.Who);
        return TypedResults.Created($"/api/projects/{made.Id}", View(service, made));
    }

    static Ok<ProjectView> One(string id, WorkspaceService service) => TypedResults.Ok(View(service, service.Workspace.Require(id)));

    static Ok<ProjectView> Change(string id, ProjectWish wish, WorkspaceService service)
    {
        var project = service.Workspace.Require(id);
        project.Change(wish.Name, wish.Model, wish.Method, service.Who);
        return TypedResults.Ok(View(service, project));
    }

    static async Task<NoContent> Delete(string id, WorkspaceService service, CancellationToken cancel)
    {
        var project = service.Workspace.Require(id);
        if (service.Trainer.IsTraining(project))
            throw new WorkspaceException(WorkspaceFault.Conflict, "This project is being trained. Cancel the training first; then it can be deleted.");
        service.Workspace.Delete(id);
        service.Trainer.Forget(id);
        await service.Served(cancel).ConfigureAwait(false);
        return TypedResults.NoContent();
    }

    static Ok<AuditAnswer[]> Audit(string id, WorkspaceService service) =>
        TypedResults.Ok(service.Workspace.Require(id).History().Select(e => new AuditAnswer(e.Time, e.Who, e.What, e.Details)).ToArray());

    internal static ProjectView View(WorkspaceService service, Project project) => project.View(service.Trainer.Of(project));
}
