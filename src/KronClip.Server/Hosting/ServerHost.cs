using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
    readonly ServerCertificate? certificate;
    Task watching = Task.CompletedTask;

    ServerHost(WebApplication app, ServerCertificate? certificate) => (this.app, this.certificate) = (app, certificate);

    /// <summary>Starts a server.</summary>
    /// <param name="options">What, where, how much.</param>
    /// <param name="logging">Where its log goes; nowhere if null.</param>
    /// <param name="cancel">Stops the start.</param>
    /// <exception cref="OptionsException">An option cannot be used.</exception>
    /// <exception cref="DataException">There is no such file or folder.</exception>
    /// <exception cref="StorageException">The address cannot be listened on, or a certificate cannot be kept.</exception>
    public static async Task<ServerHost> Start(ServerOptions options, Action<ILoggingBuilder>? logging = null, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.Classifiers.Length > 0 && !File.Exists(options.Classifiers) && !Directory.Exists(options.Classifiers))
            throw new DataException($"'{options.Classifiers}' does not exist; give a .kronclip file or a folder of them.");
        var certificate = options.Https is { } https ? ServerCertificate.Of(https, DateTimeOffset.UtcNow) : null;
        var host = new ServerHost(Build(options, certificate, logging), certificate);
        try
        {
            _ = host.app.Services.GetService<WorkspaceService>();           // opened now, so that a workspace that another server holds is said at once
            await host.app.StartAsync(cancel).ConfigureAwait(false);
        }
        catch (KronClipException)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            throw;
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

    /// <summary>Addresses under which other machines, a phone for one, can open it; empty where it listens on this machine alone.</summary>
    public IReadOnlyList<string> NetworkAddresses => LanAddresses.Of(new Uri(Address));

    /// <summary>SHA-256 of the certificate, "AB:CD:…", as browsers show it; null without HTTPS.</summary>
    public string? CertificateFingerprint => certificate?.Fingerprint;

    /// <summary>What the server is made of, for tests.</summary>
    internal IServiceProvider Services => app.Services;

    /// <summary>Whether every classifier is loaded.</summary>
    public bool IsReady => app.Services.GetRequiredService<ClassifierStore>().IsReady;

    /// <summary>Ends when the caller cancels, or the server stops by itself.</summary>
    public async Task WaitForStop(CancellationToken cancel)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, app.Lifetime.ApplicationStopping);
        await Task.Delay(System.Threading.Timeout.Infinite, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    static WebApplication Build(ServerOptions options, ServerCertificate? certificate, Action<ILoggingBuilder>? logging)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "kronclip" });
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port, listen => certificate?.Protect(listen));
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MostBytes;
            kestrel.Limits.RequestHeadersTimeout = options.HeaderTimeout;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(options.LeastBodyRate, options.BodyGrace);
            kestrel.Limits.MaxConcurrentConnections = 1000;
        });
        logging?.Invoke(builder.Logging);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<ClassifierStore>();
        builder.Services.AddMetrics();
        builder.Services.AddSingleton<ServerMetrics>();
        builder.Services.AddSingleton<MetricsPage>();
        if (options.Otlp is { } otlp)
            OtlpExport.Add(builder.Services, otlp);
        builder.Services.AddPredictionLog(options);
        builder.Services.AddRoutingCore();
        builder.Services.AddProblemDetails();
        builder.Services.Configure<Microsoft.AspNetCore.Routing.RouteHandlerOptions>(handlers => handlers.ThrowOnBadRequest = true);     // so that such a request gets a sentence too
        builder.Services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy { Timeout = options.Timeout });
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Drain);
        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(form =>
        {
            form.MultipartBodyLengthLimit = options.MostBytes;
            form.MemoryBufferThreshold = (int)Math.Min(options.MostBytes, int.MaxValue);     // pictures stay in memory; nothing is put down on a disk
            form.ValueCountLimit = 64;
        });
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ServerJson.Default);
        });

        if (options.Workspace is not null)
            WorkspaceEndpoints.Add(builder.Services);

        var app = builder.Build();
        _ = app.Services.GetRequiredService<MetricsPage>();             // counts from the first request on, not from the first look
        app.UseMiddleware<RequestTraces>();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<RequestFaults>();
        app.UseMiddleware<TokenCheck>();
        app.UseRouting();
        app.UseRequestTimeouts();
        app.MapGet("/health/live", () => "live").WithName("Live");
        app.MapGet("/health/ready", (ClassifierStore store) => store.IsReady ? Results.Text("ready") : Results.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)).WithName("Ready");
        ApiEndpoints.Map(app);
        DownloadEndpoints.Map(app);
        if (options.Workspace is not null)
            WorkspaceEndpoints.Map(app);
        InferenceProtocolEndpoints.Map(app);
        OperationEndpoints.Map(app);
        PageEndpoints.Map(app);
        MetricsPage.Map(app);
        OpenApiDocument.Map(app, options);
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
        certificate?.Dispose();
        stopping.Dispose();
    }
}
