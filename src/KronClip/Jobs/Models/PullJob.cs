using System.Text.Json;
using KronClip.Clip;
using KronClip.Hub;

namespace KronClip.Jobs;

/// <summary>What <see cref="PullJob"/> brought.</summary>
/// <param name="Repo">"owner/name".</param>
/// <param name="Commit">The commit that was brought.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Files">Names of the model's files.</param>
/// <param name="Bytes">Their length together.</param>
/// <param name="Downloaded">Bytes that were not there before.</param>
public sealed record PullResult(string Repo, string Commit, string Folder, IReadOnlyList<string> Files, long Bytes, long Downloaded)
{
    /// <summary>The document as text.</summary>
    public string ToJson() => RunMetrics.Json.Document(this);
}

/// <summary>Brings a model from the Hub into the cache, at the newest commit of its revision, and checks every byte of it against the Hub's hashes.</summary>
public static class PullJob
{
    /// <summary>Brings the model.</summary>
    /// <param name="model">A name of the catalogue, or a repository: "owner/name" or "owner/name@revision".</param>
    /// <param name="observer">Hears how it goes.</param>
    /// <param name="cancel">Stops it; what came is kept, and the next call goes on.</param>
    /// <exception cref="HubException">There is no such model, it is another kind of model, or it cannot be downloaded.</exception>
    /// <exception cref="StorageException">The cache cannot be written, or the disk is too small.</exception>
    public static PullResult Run(string model, IJobObserver? observer = null, CancellationToken cancel = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        var repo = ModelPlace.Repository(model) ?? throw new HubException(
            $"'{model}' is neither a name of the catalogue nor a repository of the Hub. Write owner/name (or owner/name@revision); 'kronclip model list' shows well-known ones.");
        var settings = HubSettings.FromEnvironment();
        if (settings.Offline)
            throw new HubException($"'{repo}' cannot be downloaded, because {settings.OfflineVariable} forbids it. Unset {settings.OfflineVariable}; what is in the cache works without.");
        var pulled = Pull(settings, repo, observer ?? SilentObserver.Instance, cancel);
        return new PullResult(pulled.Model.Repo.Id, pulled.Model.Repo.Revision, pulled.Model.Folder, pulled.Model.Files, pulled.Bytes, pulled.Downloaded);
    }

    internal static PulledModel Pull(HubSettings settings, RepoId repo, IJobObserver observer, CancellationToken cancel)
    {
        using var client = new HubClient(settings, new HubProgress(observer));
        return client.PullAsync(repo, Inspect, cancel).GetAwaiter().GetResult();
    }

    /// <summary>Reads the configuration as it will be read, so that a setting that is not understood costs no download.</summary>
    static void Inspect(string configuration)
    {
        if (Path.GetFileName(configuration) == ModelFiles.OpenClipConfig)
            ClipConfigOpenClip.Read(configuration);
        else
            ClipConfigHuggingFace.Read(configuration);
    }
}
