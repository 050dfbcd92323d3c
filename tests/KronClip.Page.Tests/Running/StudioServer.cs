using KronClip.Server;
using KronClip.Testing;

namespace KronClip.Page.Tests.Running;

/// <summary>A server with a workspace of its own, on a free port of this machine.</summary>
sealed class StudioServer : IAsyncDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();
    ServerHost? host;
    ServerOptions options;

    StudioServer(Func<ServerOptions, ServerOptions>? with)
    {
        options = new ServerOptions { Classifiers = "", Workspace = folder.File("workspace"), Cache = folder.File("cache"), Port = 0, Drain = TimeSpan.FromSeconds(1) };
        options = with?.Invoke(options) ?? options;
    }

    public static async Task<StudioServer> Start(Func<ServerOptions, ServerOptions>? with = null)
    {
        var server = new StudioServer(with);
        await server.Up();
        return server;
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Stops it, as a power cut would for whoever looks at the page.</summary>
    public async Task Down()
    {
        if (host is not null)
            await host.DisposeAsync();
        host = null;
    }

    /// <summary>Starts it, again at the address that it had.</summary>
    public async Task Up()
    {
        host = await ServerHost.Start(options);
        Address = host.Address;
        options = options with { Port = new Uri(Address).Port };
    }

    public async ValueTask DisposeAsync()
    {
        await Down();
        folder.Dispose();
    }
}
