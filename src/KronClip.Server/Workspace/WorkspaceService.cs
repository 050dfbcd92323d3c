using KronClip.Images;
using KronClip.Jobs;
using Microsoft.Extensions.Hosting;

namespace KronClip.Server;

/// <summary>The workspace of a server: its projects, their trainings, and who is said to have done what. A classifier that takes its place is served at once.</summary>
sealed class WorkspaceService : IDisposable
{
    readonly ClassifierStore store;

    public WorkspaceService(ServerOptions options, ClassifierStore store, IHostApplicationLifetime lifetime)
    {
        this.store = store;
        Workspace = Workspace.Open(options.Workspace!, new WorkspaceOptions
        {
            Limits = new ImageLimits { MaxBytes = Math.Min(options.MostBytes, 2_000_000_000), MaxPixels = Math.Min(options.MostPixels, 500_000_000) },
            ModelFolders = options.Model is { } model && Directory.Exists(model) ? [model] : [],
            IsTaken = name => store.Current.ContainsKey(name),
            Cache = options.Cache,
        });
        Trainer = new ProjectTrainer(Workspace, _ => store.Look(CancellationToken.None).GetAwaiter().GetResult());
        Stopping = lifetime.ApplicationStopping;
        // One who has the token may sit anywhere; without a token only this machine gets in.
        Who = options.Token is null ? "this machine" : "caller";
    }

    public Workspace Workspace { get; }

    public ProjectTrainer Trainer { get; }

    /// <summary>The caller, for the audit trail.</summary>
    public string Who { get; }

    /// <summary>The server stops: streams end.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>What is served follows what was changed before the answer goes out.</summary>
    public Task Served(CancellationToken cancel) => store.Look(cancel);

    public void Dispose()
    {
        Trainer.Dispose();
        Workspace.Dispose();
    }
}
