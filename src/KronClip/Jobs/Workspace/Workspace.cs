using System.Globalization;
using System.Text.Json.Nodes;
using KronClip.Storage;

namespace KronClip.Jobs;

/// <summary>
/// Projects in a folder: from pictures that a person drops to a trained, compared and served classifier, without a terminal. One process holds a workspace at a time. Thread-safe.
/// docs/studio.md has the layout.
/// </summary>
public sealed class Workspace : IDisposable
{
    const string ProjectsFolder = "projects", LockFile = "workspace.lock";

    readonly Lock gate = new();
    readonly FileStream ownership;
    readonly WorkspaceOptions options;
    readonly PictureQuota quota;
    readonly SortedDictionary<string, Project> projects = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> faults = new(StringComparer.Ordinal);

    Workspace(string folder, WorkspaceOptions options, FileStream ownership)
    {
        (Folder, this.options, this.ownership) = (folder, options, ownership);
        (Models, quota) = (new ProjectModels(options.ModelFolders), new PictureQuota(options.MostBytes));
        Directory.CreateDirectory(Root);
        foreach (var path in Directory.EnumerateDirectories(Root).Where(path => WorkspaceNames.IsSlug(Path.GetFileName(path)) && File.Exists(Path.Combine(path, "project.json"))))
        {
            try
            {
                projects.Add(Path.GetFileName(path), new Project(path, options, Models, quota));
            }
            catch (KronClipException error)
            {
                faults.Add(Path.GetFileName(path), error.Message);          // one broken project does not take the others with it
            }
        }
    }

    /// <summary>Opens a workspace; its folder is made where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">Limits; the defaults if null.</param>
    /// <exception cref="StorageException">The folder cannot be written, or another server has it open.</exception>
    /// <exception cref="OptionsException">A limit cannot be used.</exception>
    public static Workspace Open(string folder, WorkspaceOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var chosen = (options ?? new WorkspaceOptions()).Validate();
        var full = Path.GetFullPath(folder);
        FileStream ownership;
        try
        {
            Directory.CreateDirectory(full);
            ownership = new FileStream(Path.Combine(full, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (File.Exists(Path.Combine(full, LockFile)))
        {
            throw new StorageException($"The workspace '{full}' is open in another server (its lock is held: {error.Message}). Stop that one, or give this one another folder.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The workspace '{full}' cannot be opened: {error.Message} Choose a folder that can be written.", error);
        }
        try
        {
            return new Workspace(full, chosen, ownership);
        }
        catch (Exception error)
        {
            ownership.Dispose();
            if (error is IOException or UnauthorizedAccessException)
                throw new StorageException($"The workspace '{full}' cannot be read: {error.Message} Look at its permissions.", error);
            throw;
        }
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The models that its projects may use.</summary>
    public ProjectModels Models { get; }

    /// <summary>Its limits.</summary>
    public WorkspaceOptions Options => options;

    /// <summary>Its projects by id.</summary>
    public IReadOnlyList<Project> Projects
    {
        get
        {
            lock (gate)
                return [.. projects.Values];
        }
    }

    /// <summary>Projects that cannot be opened, with the reason.</summary>
    public IReadOnlyDictionary<string, string> Faults => faults;

    /// <summary>The project of an id.</summary>
    /// <exception cref="WorkspaceException">There is none.</exception>
    public Project Require(string id)
    {
        lock (gate)
        {
            return projects.TryGetValue(id, out var project) ? project
                : throw new WorkspaceException(WorkspaceFault.NotFound, faults.TryGetValue(id, out var fault) ? $"The project cannot be opened: {fault}" : "There is no such project; GET /api/projects lists them.");
        }
    }

    /// <summary>Makes a project.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">Its model; null takes the default.</param>
    /// <param name="who">Who asks.</param>
    /// <exception cref="WorkspaceException">The name or the model cannot be used, or there are too many projects.</exception>
    /// <exception cref="StorageException">It could not be written.</exception>
    public Project Create(string? name, string? model, string who)
    {
        var named = WorkspaceNames.Name(name, "The name of the project");
        var placed = model is null ? Models.Default() : Models.Require(model);
        lock (gate)
        {
            if (projects.Count >= options.MostProjects)
                throw new WorkspaceException(WorkspaceFault.Full, string.Create(CultureInfo.InvariantCulture, $"The workspace has {options.MostProjects} projects, and no more are taken. Delete one that is not needed."));
            var id = WorkspaceNames.Slug(named, "project", taken => Directory.Exists(Path.Combine(Root, taken)) || options.IsTaken(taken));
            var folder = Path.Combine(Root, id);
            Project.Make(folder, new ProjectDocument { Name = named, Model = placed, Method = new TrainRequest { Images = "", Model = "" }.Method, Made = options.Clock.GetUtcNow() });
            var project = new Project(folder, options, Models, quota);
            project.Said(who, "project made", new JsonObject { ["name"] = named, ["model"] = placed });
            projects.Add(id, project);
            return project;
        }
    }

    /// <summary>Deletes a project with all its files.</summary>
    /// <exception cref="WorkspaceException">There is none.</exception>
    /// <exception cref="StorageException">It could not be deleted.</exception>
    public void Delete(string id)
    {
        var project = Require(id);
        lock (gate)
        {
            try
            {
                // First out of sight in one step, then piece by piece: a kill leaves no half of a project.
                var gone = Path.Combine(Root, $".{id}.{Guid.NewGuid():N}.deleted");
                Directory.Move(project.Folder, gone);
                projects.Remove(id);
                project.Forget();
                Directory.Delete(gone, recursive: true);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new StorageException($"The project '{id}' could not be deleted: {error.Message} Look at the permissions of its folder.", error);
            }
        }
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => ownership.Dispose();

    string Root => Path.Combine(Folder, ProjectsFolder);
}
