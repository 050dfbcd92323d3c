using KronClip.Hub;

namespace KronClip.Jobs;

/// <summary>The models that projects may use: those of the box, of the Hub's cache, of the catalogue, and folders that whoever runs the server names. A caller names one, and never a path.</summary>
public sealed class ProjectModels(IReadOnlyList<string> folders)
{
    const string OfTheBox = "Knows rendered machine parts and surfaces alone, and is there to try things out. For your own photographs take a model of the Hub, such as ViT-B/16.";

    /// <summary>All of them, those at hand first.</summary>
    /// <exception cref="HubException">The cache cannot be read.</exception>
    public IReadOnlyList<ModelView> List()
    {
        var found = ModelListJob.Run();
        var usual = Default(found);
        var own = folders.Select(folder => new ModelView(NameOf(folder), NameOf(folder), "folder", null, null, false));
        var cached = found.Cached.Where(line => line.Whole).Select(line => new ModelView(line.Repo, Title(line.Repo), "cache", (int)((line.Bytes + 999_999) / 1_000_000), null, false));
        var boxed = found.Boxed.Select(name => new ModelView(name, name, "box", null, OfTheBox, false));
        var there = found.Cached.Where(line => line.Whole).Select(line => line.Repo).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hub = found.Catalogue.Where(entry => !there.Contains(entry.Repo)).Select(entry => new ModelView(entry.Repo, $"{entry.Name} ({entry.TrainedOn})", "hub", entry.Megabytes,
            found.Offline ? "A variable of the environment forbids downloading here." : $"Is downloaded at the first training. Licence: {entry.Licence}.", false));
        return [.. own.Concat(cached).Concat(boxed).Concat(hub).DistinctBy(m => m.Name, StringComparer.Ordinal).Select(m => m with { Default = m.Name == usual })];
    }

    /// <summary>The model of new projects: one that was named for the server, else the first in the cache, else that of the box.</summary>
    /// <exception cref="HubException">The cache cannot be read.</exception>
    public string Default() => Default(ModelListJob.Run());

    /// <summary>What a project may write for a model, checked.</summary>
    /// <exception cref="WorkspaceException">It is none of those, nor a repository of the Hub.</exception>
    public string Require(string? name)
    {
        var model = WorkspaceNames.Name(name, "The name of the model", 200);
        return folders.Any(folder => NameOf(folder) == model) || BoxedModels.Find(model) is not null || ModelPlace.Repository(model) is not null && ModelPlace.IsName(model)
            ? model
            : throw new WorkspaceException(WorkspaceFault.Refused, $"There is no model '{model}'. Take one of the list, or a repository of the Hub, written owner/name.");
    }

    /// <summary>What a training takes for the name.</summary>
    /// <exception cref="WorkspaceException">As for <see cref="Require"/>.</exception>
    public string Place(string name) => folders.FirstOrDefault(folder => NameOf(folder) == name) ?? Require(name);

    /// <summary>The folder of that name; null where it is another kind of model.</summary>
    internal string? PlaceOrNull(string name) => folders.FirstOrDefault(folder => NameOf(folder) == name);

    /// <summary>What must be said of a model, or null.</summary>
    public static string? NoteOf(string name) => BoxedModels.Find(name) is null ? null : $"{name}: {OfTheBox}";

    string Default(ModelList found) => folders.Count > 0 ? NameOf(folders[0]) : found.Cached.FirstOrDefault(line => line.Whole)?.Repo ?? BoxedModels.KronMini;

    static string Title(string repo) => ModelCatalogue.Entries.FirstOrDefault(e => string.Equals(e.Repo, repo, StringComparison.OrdinalIgnoreCase)) is { } entry ? $"{entry.Name} ({entry.TrainedOn})" : repo;

    static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
