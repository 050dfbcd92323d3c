using System.Text.Json;
using KronClip.Hub;

namespace KronClip.Jobs;

/// <summary>A model in the cache.</summary>
/// <param name="Repo">"owner/name".</param>
/// <param name="Bytes">What it takes on the disk, with all its revisions.</param>
/// <param name="Whole">Whether everything is there that KronClip needs; else a pull brings the rest.</param>
/// <param name="Folder">Its folder.</param>
public sealed record CachedModelLine(string Repo, long Bytes, bool Whole, string Folder);

/// <summary>What <see cref="ModelListJob"/> found.</summary>
/// <param name="Boxed">Names of the models that come with the program.</param>
/// <param name="CacheFolder">The cache of the Hub.</param>
/// <param name="Offline">Whether a variable forbids downloading.</param>
/// <param name="Cached">Models in it.</param>
/// <param name="OtherRepositories">How many repositories in it hold no CLIP model.</param>
/// <param name="CatalogueNote">What must be known of all of the catalogue.</param>
/// <param name="Catalogue">Well-known models.</param>
public sealed record ModelList(IReadOnlyList<string> Boxed, string CacheFolder, bool Offline, IReadOnlyList<CachedModelLine> Cached, int OtherRepositories, string CatalogueNote, IReadOnlyList<CatalogueEntry> Catalogue)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Lists what may be written where a model is asked for, besides folders. Uses no network.</summary>
public static class ModelListJob
{
    /// <summary>Looks in the box, in the cache and in the catalogue.</summary>
    /// <exception cref="HubException">The cache cannot be read.</exception>
    public static ModelList Run()
    {
        var settings = HubSettings.FromEnvironment();
        var cache = new HubCache(settings.CacheFolder);
        var lines = cache.Repositories().Select(repo => Line(cache, repo)).ToArray();
        return new ModelList(BoxedModels.Names, cache.Folder, settings.Offline, lines.OfType<CachedModelLine>().ToArray(), lines.Count(line => line is null), ModelCatalogue.Note, ModelCatalogue.Entries);
    }

    /// <summary>Null where what lies there is another kind of model.</summary>
    static CachedModelLine? Line(HubCache cache, RepoId repo)
    {
        try
        {
            var commits = cache.Commits(repo);
            var whole = commits.Any(commit => CachedModel.Find(cache, repo.At(commit), out _) is not null);
            return new CachedModelLine(repo.Id, cache.Bytes(repo), whole, cache.RepoFolder(repo));
        }
        catch (HubException)
        {
            return null;
        }
    }
}

/// <summary>What <see cref="ModelRemoveJob"/> did.</summary>
/// <param name="Repo">"owner/name".</param>
/// <param name="Folder">The folder that is gone.</param>
/// <param name="Bytes">Bytes that were freed.</param>
public sealed record RemovedModel(string Repo, string Folder, long Bytes)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Removes a model from the cache.</summary>
public static class ModelRemoveJob
{
    /// <summary>Removes all revisions of a repository, and nothing else.</summary>
    /// <exception cref="HubException">It is not in the cache.</exception>
    /// <exception cref="StorageException">It could not be removed.</exception>
    public static RemovedModel Run(string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        var cache = new HubCache(HubSettings.FromEnvironment().CacheFolder);
        var repo = ModelPlace.Repository(model) ?? throw new HubException(
            $"'{model}' is no model in the cache '{cache.Folder}'. Models of the Hub are written owner/name; folders of your own and models in the box are not removed. 'kronclip model list' shows what is there.");
        return new RemovedModel(repo.Id, cache.RepoFolder(repo), cache.Remove(repo));
    }
}
