using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using KronClip.Server;
using Microsoft.Extensions.DependencyInjection;

namespace KronClip.Cli.Tests.Serving;

/// <summary>Metrics and traces: what they count, that they are sent, and that nothing of a caller stands in them.</summary>
public sealed partial class TelemetryTests(Sample sample)
{
    const string Secret = "geheim-7f3a";
    const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";

    ServerOptions Options => new() { Classifiers = sample.Classifier };

    /// <summary>Two pictures with a name, a query, headers and an address that nobody else shall read.</summary>
    async Task Ask(RunningServer server)
    {
        using var form = new MultipartFormDataContent();
        form.Add(RunningServer.Picture(File.ReadAllBytes(sample.Picture)), "file", Secret + ".png");
        form.Add(RunningServer.Picture(File.ReadAllBytes(sample.Picture)), Secret, "two.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/classify?{Secret}=1") { Content = form };
        request.Headers.Add("X-Secret", Secret);
        request.Headers.TryAddWithoutValidation("User-Agent", Secret);
        request.Headers.Add("traceparent", $"00-{TraceId}-00f067aa0ba902b7-01");
        request.Headers.Add("tracestate", $"{Secret}=1");
        request.Headers.Add("baggage", $"{Secret}=1");
        using var answer = await server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(404, (await server.Get("/api/classifiers/" + Secret)).Status);
        Assert.Equal(404, (await server.Get("/" + Secret)).Status);
        Assert.Equal(415, (await server.Post("/api/classify", new StringContent("hello", Encoding.UTF8, "text/" + Secret))).Status);
        using var odd = new HttpRequestMessage(new HttpMethod(Secret.ToUpperInvariant()), "/api");
        using var refused = await server.Client.SendAsync(odd);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
    }

    [Fact]
    public async Task ThePageCountsThisServerAndNamesNothingOfACaller()
    {
        await using var other = await RunningServer.Start(Options);           // another server of the same process has counts of its own
        await using var server = await RunningServer.Start(Options);
        await Ask(server);
        using var answer = await server.Client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var lines = page.Split('\n');
        Assert.Contains("kronclip_pictures_encoded_total 3", lines);            // with the self-test's
        Assert.Contains("kronclip_queue_wait_duration_seconds_count 3", lines);
        Assert.Contains("kronclip_queue_length 0", lines);
        Assert.Contains("kronclip_classifiers{kronclip_state=\"served\"} 1", lines);
        Assert.Contains("kronclip_classifiers{kronclip_state=\"faulty\"} 0", lines);
        Assert.Contains("kronclip_reloads_total{kronclip_outcome=\"loaded\"} 1", lines);
        Assert.Contains("kronclip_requests_refused_total{kronclip_reason=\"media-type\"} 1", lines);
        Assert.Contains("kronclip_requests_refused_total{kronclip_reason=\"unknown-address\"} 3", lines);
        Assert.Contains(lines, l => l.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal) && l.Contains("http_route=\"/api/classify\"", StringComparison.Ordinal) && l.Contains("\"200\"", StringComparison.Ordinal));
        Assert.Contains(lines, l => l.StartsWith("dotnet_process_memory_working_set_bytes ", StringComparison.Ordinal));
        Assert.DoesNotContain(Secret, page, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Every line is a comment or "name{labels} number"; every family is announced once; buckets grow up to the count.</summary>
    [Fact]
    public async Task ThePageKeepsToTheFormat()
    {
        await using var server = await RunningServer.Start(Options);
        await Ask(server);
        var lines = (await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Split('\n')[..^1];
        Assert.All(lines, line => Assert.Matches(PageLine(), line));
        var types = lines.Where(l => l.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(l => l.Split(' ')[2]).ToArray();
        Assert.Equal(types.Distinct(), types);
        foreach (var buckets in lines.Where(l => l.Contains("_bucket{", StringComparison.Ordinal)).GroupBy(l => Bound().Replace(l[..l.LastIndexOf(' ')], "")))
        {
            long[] counts = [.. buckets.Select(l => long.Parse(l[(l.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture))];
            Assert.Equal(counts.Order(), counts);
            Assert.Contains("le=\"+Inf\"", buckets.Last(), StringComparison.Ordinal);
            var count = buckets.Key.Replace("_bucket", "_count", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal).Replace("{}", "", StringComparison.Ordinal);
            Assert.Contains($"{count} {counts[^1].ToString(CultureInfo.InvariantCulture)}", lines);
        }
    }

    [Fact]
    public async Task ThePageNeedsTheTokenAndAllElseButHealth()
    {
        await using var server = await RunningServer.Start(Options with { Token = "a long secret" });
        server.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(401, (await server.Get("/metrics")).Status);
        Assert.Equal(401, (await server.Get("/openapi/v1.json")).Status);
        Assert.Equal(200, (await server.Get("/health/ready")).Status);
        Assert.NotEqual(401, (await server.Get("/")).Status);                   // the page's own files hold no data
        Assert.NotEqual(401, (await server.Get("/page/app.js")).Status);
        Assert.Equal(401, (await server.Get("/pages")).Status);
        Assert.Equal(401, (await server.Post("/", new StringContent(""))).Status);
        Assert.Equal(401, (await server.Post("/page/app.js", new StringContent(""))).Status);
    }

    /// <summary>Without a token the page is for this machine alone too.</summary>
    [Fact]
    public async Task ThePageIsNotForOtherSites()
    {
        await using var server = await RunningServer.Start(Options);
        server.Client.DefaultRequestHeaders.Host = "elsewhere.example";
        Assert.Equal(403, (await server.Get("/")).Status);
        Assert.Equal(403, (await server.Get("/page/app.js")).Status);
    }

    /// <summary>The queue's length, added up from its steps, is 0 when all is done.</summary>
    [Fact]
    public async Task TheQueuesLengthGoesUpAndDown()
    {
        await using var server = await RunningServer.Start(Options);
        var factory = server.Host.Services.GetRequiredService<IMeterFactory>();
        var steps = new ConcurrentQueue<long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Name == "kronclip.queue.length" && ReferenceEquals(instrument.Meter.Scope, factory))
                listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => steps.Enqueue(value));
        listener.Start();
        await Ask(server);
        Assert.True(await RunningServer.Until(() => steps.Sum() == 0), "the queue does not empty");
        Assert.Equal(2, steps.Where(s => s > 0).Sum());
    }

    /// <summary>A small collector takes what the server sends when it stops: metrics, and the spans of request and batch in the caller's trace.</summary>
    [Fact]
    public async Task MetricsAndTracesAreSentToACollector()
    {
        using var collector = new HttpListener();
        var address = FreeAddress();
        collector.Prefixes.Add(address + "/");
        collector.Start();
        var received = new ConcurrentDictionary<string, List<byte>>(StringComparer.Ordinal);
        var receiving = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    var call = await collector.GetContextAsync();
                    using var body = new MemoryStream();
                    await call.Request.InputStream.CopyToAsync(body);
                    received.GetOrAdd(call.Request.Url!.AbsolutePath, _ => []).AddRange(body.ToArray());
                    call.Response.ContentType = "application/x-protobuf";
                    call.Response.Close();
                }
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // The test is over.
            }
        }, TestContext.Current.CancellationToken);

        await using (var server = await RunningServer.Start(Options with { Otlp = new OtlpOptions { Endpoint = address } }))
            await Ask(server);
        collector.Stop();
        await receiving;

        var metrics = Encoding.Latin1.GetString([.. received["/v1/metrics"]]);
        Assert.Contains("kronclip.pictures.encoded", metrics, StringComparison.Ordinal);
        Assert.Contains("http.server.request.duration", metrics, StringComparison.Ordinal);
        var traces = Encoding.Latin1.GetString([.. received["/v1/traces"]]);
        Assert.Contains("POST /api/classify", traces, StringComparison.Ordinal);
        Assert.Contains("encode", traces, StringComparison.Ordinal);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(TraceId)), traces, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, metrics + traces, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("collector:4318")]
    [InlineData("ftp://127.0.0.1")]
    public void ACollectorWithoutAnAddressIsRefused(string address) =>
        Assert.Contains("OTLP", Assert.Throws<OptionsException>(() => (Options with { Otlp = new OtlpOptions { Endpoint = address } }).Validate()).Message, StringComparison.Ordinal);

    static string FreeAddress()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}");
    }

    [GeneratedRegex("""^(# HELP [a-z_]\w* .*|# TYPE [a-z_]\w* (counter|gauge|histogram)|[a-z_]\w*(\{[a-z_]\w*="[^"\\]*"(,[a-z_]\w*="[^"\\]*")*\})? -?[0-9.E+-]+)$""")]
    private static partial Regex PageLine();

    [GeneratedRegex("""le="[^"]+"(?=})""")]
    private static partial Regex Bound();
}
