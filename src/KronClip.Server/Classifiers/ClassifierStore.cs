using System.Collections.Frozen;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Images;
using KronClip.Jobs;
using KronClip.Methods;
using Microsoft.Extensions.Logging;

namespace KronClip.Server;

/// <summary>
/// The classifiers that are served. A file that changes is loaded beside the old one and takes its place in one step; requests under way end with the one they began with.
/// A file that cannot be loaded leaves the old one in place, and where there is none the server lives but is not ready.
/// </summary>
sealed partial class ClassifierStore(ServerOptions options, ILogger<ClassifierStore> logger, ServerMetrics metrics) : IAsyncDisposable
{
    static readonly TimeSpan lookEvery = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim loading = new(1);
    readonly Lock renting = new();
    readonly Dictionary<string, SharedModel> models = new(StringComparer.Ordinal);
    readonly Dictionary<string, (long Length, DateTime Written)> seen = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> faults = new(StringComparer.Ordinal);
    FrozenDictionary<string, ServedClassifier> current = FrozenDictionary<string, ServedClassifier>.Empty;
    bool looked;

    /// <summary>What is served at the moment, by name.</summary>
    public IReadOnlyDictionary<string, ServedClassifier> Current => current;

    /// <summary>Why a file is not served, or an older one of it, by name.</summary>
    public IReadOnlyDictionary<string, string> Faults
    {
        get
        {
            lock (renting)
                return new Dictionary<string, string>(faults, StringComparer.Ordinal);
        }
    }

    /// <summary>Everything that is there was loaded and tried, and nothing failed.</summary>
    public bool IsReady => looked && (current.Count > 0 || options.Workspace is not null) && Faults.Count == 0;

    /// <summary>A classifier for one request; null where there is none of that name. Give it back by disposing it.</summary>
    public Lease? Rent(string name)
    {
        lock (renting)
        {
            if (!current.TryGetValue(name, out var served))
                return null;
            served.Shared.Take();
            return new Lease(this, served);
        }
    }

    /// <summary>Looks for new, changed and removed files until it is cancelled.</summary>
    public async Task Watch(CancellationToken cancel)
    {
        metrics.Classifiers(() => current.Count, () => Faults.Count);
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await Look(cancel).ConfigureAwait(false);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                SayUnseen(error.Message);                       // a disk that is away for a while; what is loaded is served on
            }
            await Task.Delay(lookEvery, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Loads what is new or changed, drops what is gone.</summary>
    public async Task Look(CancellationToken cancel)
    {
        await loading.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var files = Files();
            foreach (var gone in current.Keys.Where(name => !files.ContainsKey(name)).ToArray())
                await Replace(gone, null).ConfigureAwait(false);
            foreach (var (name, path) in files)
            {
                cancel.ThrowIfCancellationRequested();
                var file = new FileInfo(path);
                var state = file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
                if (seen.TryGetValue(path, out var before) && before == state)
                    continue;
                seen[path] = state;
                await Load(name, path, cancel).ConfigureAwait(false);
            }
            looked = true;
        }
        finally
        {
            loading.Release();
        }
    }

    /// <summary>What is to be served, by name: classifier files, and the projects of a workspace, which win over a file of the same name.</summary>
    Dictionary<string, string> Files()
    {
        var files = options.Classifiers.Length == 0 ? new(StringComparer.Ordinal) : ClassifierFiles();
        var projects = options.Workspace is null ? null : Path.Combine(options.Workspace, "projects");
        foreach (var project in Directory.Exists(projects) ? Directory.EnumerateDirectories(projects) : [])
        {
            var current = Path.Combine(project, "current" + ClassifierFile.Extension);
            if (!Path.GetFileName(project).StartsWith('.') && File.Exists(current))
                files[Path.GetFileName(project)] = current;
        }
        return files;
    }

    Dictionary<string, string> ClassifierFiles() => Directory.Exists(options.Classifiers)
        ? Directory.EnumerateFiles(options.Classifiers, "*" + ClassifierFile.Extension).Where(f => !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)
            .ToDictionary(f => Path.GetFileNameWithoutExtension(f), f => f, StringComparer.Ordinal)
        : new(StringComparer.Ordinal) { [Path.GetFileNameWithoutExtension(options.Classifiers)] = options.Classifiers };

    async Task Load(string name, string path, CancellationToken cancel)
    {
        try
        {
            var classifier = ClassifierFile.Read(path);
            if (current.TryGetValue(name, out var same) && same.Classifier.Document.ContentHash == classifier.Document.ContentHash)
                return;
            var preprocessing = PreprocessOptions.FromJson(classifier.Document.Preprocessing.Description.GetRawText(), path);
            var shared = Shared(path, classifier, preprocessing);
            try
            {
                var ready = classifier.Head.NeedsTextTower ? PerImagePrompt.Join(classifier, shared.Model.Text) : classifier;
                await Try(ready, shared, cancel).ConfigureAwait(false);
                await Replace(name, new ServedClassifier(name, path, ready, shared)).ConfigureAwait(false);
            }
            finally
            {
                await Leave(shared).ConfigureAwait(false);
            }
            metrics.Loaded(well: true);
            SayLoaded(name, classifier.Classes.Count, classifier.Document.BaseModel.Name);
        }
        catch (KronClipException error)
        {
            lock (renting)
                faults[name] = error.Message;
            metrics.Loaded(well: false);
            SayBroken(name, error.Message);
        }
    }

    /// <summary>The model at hand where one is loaded that fits, else a new one; taken for the caller, so that nobody puts it away while a classifier is tried on it.</summary>
    SharedModel Shared(string path, Classifier classifier, PreprocessOptions preprocessing)
    {
        var key = SharedModel.KeyOf(classifier.Document.BaseModel.ContentHash, preprocessing);
        lock (renting)
        {
            if (models.TryGetValue(key, out var known))
            {
                known.Take();
                return known;
            }
        }
        var hint = options.Model ?? classifier.Document.BaseModel.FolderHint;
        var place = options.Model is not null ? ModelPlace.Find(options.Model)
            : (hint is null ? null : ModelPlace.FindAgain(hint)) ?? throw new CheckpointException(
                $"'{path}' was made with the model '{classifier.Document.BaseModel.Name}', which is no longer at '{hint}'. Give its folder, or its name on the Hub, with --model.");
        var model = ClipModel.Load(place.Path);
        try
        {
            classifier.RequireBaseModel(model.ContentHash, place.Hint);
            var shared = SharedModel.Of(model, preprocessing, options, metrics);
            shared.Take();
            lock (renting)
                models[key] = shared;
            return shared;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>The self-test: a drawn picture must get finite confidences that sum to 1.</summary>
    static async Task Try(Classifier classifier, SharedModel shared, CancellationToken cancel)
    {
        var picture = new Picture(64, 48, PixelMode.Rgb, [.. Enumerable.Range(0, 64 * 48 * 3).Select(i => (byte)(i * 7 % 251))]);
        var features = await shared.Queue.Embed([() => picture], cancel).ConfigureAwait(false);
        if (Math.Abs(classifier.Confidences(features[0]).Sum() - 1) > 1e-6)
            throw new ClassifierException("The classifier does not pass its self-test: its confidences do not sum to 1. Make it again.");
    }

    async Task Replace(string name, ServedClassifier? served)
    {
        ServedClassifier? old;
        lock (renting)
        {
            old = current.GetValueOrDefault(name);
            var next = current.Where(c => c.Key != name).Select(c => c.Value);
            served?.Shared.Take();
            current = next.Concat(served is null ? [] : [served]).ToFrozenDictionary(c => c.Name, StringComparer.Ordinal);
            faults.Remove(name);
        }
        if (old is not null)
            await Leave(old.Shared).ConfigureAwait(false);
    }

    /// <summary>The last one who leaves a model puts it away.</summary>
    async ValueTask Leave(SharedModel shared)
    {
        bool last;
        lock (renting)
        {
            last = shared.Leave();
            if (last)
                models.Remove(shared.Key);
        }
        if (last)
            await shared.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var name in current.Keys.ToArray())
            await Replace(name, null).ConfigureAwait(false);
        foreach (var unused in models.Values.ToArray())
            await unused.DisposeAsync().ConfigureAwait(false);
        loading.Dispose();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving '{Name}': {Classes} classes on {Model}.")]
    partial void SayLoaded(string name, int classes, string model);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The classifiers cannot be looked at: {Reason}")]
    partial void SayUnseen(string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "'{Name}' is not served: {Reason}")]
    partial void SayBroken(string name, string reason);

    /// <summary>A classifier that a request holds.</summary>
    public sealed class Lease(ClassifierStore store, ServedClassifier served) : IAsyncDisposable
    {
        public ServedClassifier Served => served;

        public ValueTask DisposeAsync() => store.Leave(served.Shared);
    }
}
