using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace KronClip.Server;

/// <summary>
/// The server: started, it listens; live at once, ready when every classifier is loaded and has passed its self-test. Stopped, it takes no more requests and lets those
/// under way end within <see cref="ServerOptions.Drain"/>. No setting comes from files or variables of the environment: what is not in the options is not.
/// </summary>
public sealed class ServerHost : IAsyncDisposable
{
    readonly WebApplication app;
    readonly CancellationTokenSource stopping = new();
    Task watching = Task.CompletedTask;

    ServerHost(WebApplication app) => this.app = app;

    /// <summary>Starts a server.</summary>
    /// <param name="options">What, where, how much.</param>
    /// <param name="logging">Where its log goes; nowhere if null.</param>
    /// <param name="cancel">Stops the start.</param>
    /// <exception cref="OptionsException">An option cannot be used.</exception>
    /// <exception cref="DataException">There is no such file or folder.</exception>
    /// <exception cref="StorageException">The address cannot be listened on.</exception>
    public static async Task<ServerHost> Start(ServerOptions options, Action<ILoggingBuilder>? logging = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (!File.Exists(options.Classifiers) && !Directory.Exists(options.Classifiers))
            throw new DataException($"'{options.Classifiers}' does not exist; give a .kronclip file or a folder of them.");
        var host = new ServerHost(Build(options, logging));
        try
        {
            await host.app.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (IOException error)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw new StorageException($"The server cannot listen on {options.Address}, port {options.Port}: {error.Message} Choose another with --port.", error);
        }
        host.watching = host.app.Services.GetRequiredService<ClassifierStore>().Watch(host.stopping.Token);
        return host;
    }

    /// <summary>Where it listens, such as "http://127.0.0.1:8080".</summary>
    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Whether every classifier is loaded.</summary>
    public bool IsReady => app.Services.GetRequiredService<ClassifierStore>().IsReady;

    /// <summary>Ends when the caller cancels, or the server stops by itself.</summary>
    public async Task WaitForStop(CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        await Task.Delay(System.Threading.Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    static WebApplication Build(ServerOptions options, Action<ILoggingBuilder>? logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "kronclip" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MostBytes;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
            kestrel.Limits.MaxConcurrentConnections = 1000;
        });
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ClassifierStore>();
        builder.Services.AddPredictionLog(options);
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = options.Timeout });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = options.MostBytes;
            form.MemoryBufferThreshold = (int)Math.Min(options.MostBytes, int.MaxValue);     // pictures stay in memory; nothing is put down on a disk
            form.ValueCountLimit = 64;
        });
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

        var app = builder.Build();
        app.UseMiddleware<RequestFaults>();
        app.UseMiddleware<TokenCheck>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.MapGet("/health/live", () => "live").WithName("Live");
        app.MapGet("/health/ready", (ClassifierStore store) => store.IsReady ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)).WithName("Ready");
        ApiEndpoints.Map(app);
        InferenceProtocolEndpoints.Map(app);
        OperationEndpoints.Map(app);
        app.Services.GetService<PredictionLogWriter>();             // what is too old goes at the start, not at the first picture
        return app;
    }

    /// <summary>Stops: no more requests are taken, and those under way end.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await app.StopAsync().ConfigureAwait(false);
        await app.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }
}
