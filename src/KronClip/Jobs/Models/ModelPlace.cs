using KronClip.Clip;
using KronClip.Data;
using KronClip.Hub;

namespace KronClip.Jobs;

/// <summary>
/// Where a model is that somebody named: the one place that knows what may be written for a model. In this order: a folder or file that is there, a model in the box, a name of the
/// catalogue or a repository of the Hub, which is taken from the cache or downloaded.
/// </summary>
/// <param name="Path">What <see cref="ClipModel.Load"/> takes.</param>
/// <param name="Hint">How it is found again: an absolute path, a name in the box, or "owner/name@commit".</param>
public sealed record ModelPlace(string Path, string Hint)
{
    /// <summary>The model of this name. Downloads what is missing, unless HF_HUB_OFFLINE forbids it.</summary>
    /// <exception cref="HubException">There is no such model, or it cannot be downloaded.</exception>
    /// <exception cref="OptionsException">A variable of the Hub holds something that cannot be meant.</exception>
    /// <exception cref="StorageException">The cache cannot be written.</exception>
    public static ModelPlace Find(string model, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Length == 0)
            throw new OptionsException("The model has no name. Give a folder, a name from 'kronclip model list', or owner/name on the Hub.");
        if (Directory.Exists(model) || File.Exists(model) || LooksLikePath(model))
            return OfPath(model);
        return OfName(model, observer ?? SilentObserver.Instance, cancel) ?? throw Unknown(model);
    }

    /// <summary>The model that a classifier or a run remembers. What it was then decides, not what lies in the current folder now; null where it was a place that is gone.</summary>
    /// <exception cref="HubException">It is a model of the Hub that cannot be downloaded.</exception>
    public static ModelPlace? FindAgain(string hint, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(hint);
        if (!IsHintOfName(hint))
            return Directory.Exists(hint) || File.Exists(hint) ? OfPath(hint) : null;
        return OfName(hint, observer ?? SilentObserver.Instance, cancel);
    }

    /// <summary>What the model is called: the folder's name, the name in the box, or "owner/name".</summary>
    internal static string NameOf(string hint, string folder) =>
        IsName(hint) ? RepoId.TryParse(hint)?.Id ?? hint : System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder)));

    /// <summary>Whether what was given for a model was found by its name: what is there as a path is always taken as that.</summary>
    internal static bool IsName(string model) => IsHintOfName(model) && !System.IO.Path.Exists(model);

    /// <summary>Whether a hint is a name and no path.</summary>
    static bool IsHintOfName(string hint) => !System.IO.Path.IsPathRooted(hint) && !LooksLikePath(hint) && (!hint.Contains('/', StringComparison.Ordinal) || RepoId.TryParse(hint) is not null);

    /// <summary>The repository that a name stands for, or null.</summary>
    internal static RepoId? Repository(string name) => ModelCatalogue.Find(name) is { } entry ? RepoId.TryParse(entry.Repo) : RepoId.TryParse(name);

    /// <summary>A folder of the box is remembered by its name, since the box lies elsewhere on another machine.</summary>
    static ModelPlace OfPath(string path)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        var boxed = System.IO.Path.GetDirectoryName(full) == System.IO.Path.TrimEndingDirectorySeparator(BoxedModels.Folder);
        return new(path, boxed ? System.IO.Path.GetFileName(full) : System.IO.Path.GetFullPath(path));
    }

    static ModelPlace? OfName(string name, IJobObserver observer, CancellationToken cancel)
    {
        if (BoxedModels.Find(name) is { } boxed)
            return new(boxed, name);
        return Repository(name) is { } repo ? OfModel(FromHub(repo, observer, cancel)) : null;
    }

    static ModelPlace OfModel(CachedModel model) => new(model.Weights, model.Repo.ToString());

    /// <summary>From the cache where it is whole, without asking the Hub; else downloaded.</summary>
    static CachedModel FromHub(RepoId repo, IJobObserver observer, CancellationToken cancel)
    {
        var settings = HubSettings.FromEnvironment();
        var cache = new HubCache(settings.CacheFolder);
        var cached = CachedModel.Find(cache, repo, out var missing);
        if (cached is not null && (settings.Offline || cached.KnowsPreprocessing(cache)))
            return cached;
        if (settings.Offline)
            throw CachedModel.NotThere(cache, repo, missing, settings);
        observer.Note($"The model '{repo}' comes from {settings.Endpoint} into '{settings.CacheFolder}'.");
        return PullJob.Pull(settings, repo, observer, cancel).Model;
    }

    /// <summary>Text that can only be meant as a path: it begins like one, has a backslash or a drive, ends like a file, or has more parts than a repository's name.</summary>
    static bool LooksLikePath(string model) =>
        model[0] is '.' or '/' or '~' || model.Contains('\\', StringComparison.Ordinal) || (model.Length > 1 && model[1] == ':')
        || model.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase) || model.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        || model.Split('@')[0].Count(c => c == '/') > 1 || model.EndsWith('/');

    static HubException Unknown(string model)
    {
        var boxed = BoxedModels.Names;
        var near = CloseNames.To(model, [.. boxed, .. ModelCatalogue.Entries.Select(entry => entry.Name), .. ModelCatalogue.Entries.Select(entry => entry.Repo.Split('/')[1])]);
        return new HubException($"There is no model {Printable.Quote(model)}: no folder of that name{(boxed.Count > 0 ? $", no model in the box ({string.Join(", ", boxed)})" : "")}, no name of the catalogue, and no repository of the Hub (those are written owner/name). "
            + (near.Count > 0 ? $"Did you mean {string.Join(" or ", near)}? " : "") + "'kronclip model list' shows all names.");
    }
}
