using System.Globalization;
using KronClip.Server;
using KronClip.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace KronClip.Cli.Tests.Serving;

/// <summary>Callers that send too much, too slowly, other than they say, or go away (V1, V2, V6, V11 of docs/faults.md). Each time the server goes on and serves the others.</summary>
public sealed class ConnectionFaultTests(Sample sample)
{
    ServerOptions Options => new() { Classifiers = sample.Classifier, MostBytes = 100_000 };

    byte[] PictureBytes => File.ReadAllBytes(sample.Picture);

    async Task IsAlive(RunningServer server) => Assert.Equal(200, (await server.Post("/api/classify", RunningServer.Picture(PictureBytes))).Status);

    [Fact]
    public async Task ABodyThatSaysThatItIsTooLargeIsRefusedUnread()
    {
        await using var server = await RunningServer.Start(Options);
        using var caller = await RawClient.Connect(server.Host.Address);
        await caller.Post("Content-Length: 100001", "Connection: close\r\n");
        Assert.StartsWith("HTTP/1.1 413", await caller.ReadToEnd(), StringComparison.Ordinal);
        await IsAlive(server);
    }

    /// <summary>The sizes of its parts are all that such a body says; it is cut off where they pass the limit.</summary>
    [Fact]
    public async Task AChunkedBodyWithoutEndIsCutOff()
    {
        await using var server = await RunningServer.Start(Options);
        using var caller = await RawClient.Connect(server.Host.Address);
        await caller.Post("Transfer-Encoding: chunked");
        for (var sent = 0; sent <= 100_000; sent += 4096)
            await caller.Send("1000\r\n" + new string('x', 4096) + "\r\n");
        Assert.StartsWith("HTTP/1.1 413", await caller.ReadToEnd(), StringComparison.Ordinal);
        await IsAlive(server);
    }

    [Fact]
    public async Task HeadersThatDoNotComeAreNotWaitedFor()
    {
        await using var server = await RunningServer.Start(Options with { HeaderTimeout = TimeSpan.FromSeconds(1) });
        using var caller = await RawClient.Connect(server.Host.Address);
        await caller.Send("POST /api/classify HTTP/1.1\r\nHost: 127.");
        await IsAlive(server);
        Assert.StartsWith("HTTP/1.1 408", await caller.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyThatDripsIsNotWaitedFor()
    {
        await using var server = await RunningServer.Start(Options with { LeastBodyRate = 1000, BodyGrace = TimeSpan.FromSeconds(1.5) });
        using var caller = await RawClient.Connect(server.Host.Address);
        await caller.Post("Content-Length: 90000");
        await caller.Send(PictureBytes.AsMemory(0, 10));
        await IsAlive(server);
        var answer = await caller.ReadToEnd();
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("too slowly", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ABodyShorterThanItSaysIsNotClassified()
    {
        await using var server = await RunningServer.Start(Options);
        using var caller = await RawClient.Connect(server.Host.Address);
        var picture = PictureBytes;
        await caller.Post(FormattableString.Invariant($"Content-Length: {picture.Length + 100}"));
        await caller.Send(picture);
        caller.EndSending();
        Assert.DoesNotContain("HTTP/1.1 2", await caller.ReadToEnd(), StringComparison.Ordinal);
        Assert.Equal(1, Count(server, "kronclip_pictures_encoded_total"));      // the self-test's
        await IsAlive(server);
    }

    /// <summary>Only what was announced belongs to the picture; the rest is another request, and none.</summary>
    [Fact]
    public async Task ABodyLongerThanItSaysIsCutWhereItSays()
    {
        await using var server = await RunningServer.Start(Options);
        using var caller = await RawClient.Connect(server.Host.Address);
        var picture = PictureBytes;
        await caller.Post(FormattableString.Invariant($"Content-Length: {picture.Length / 2}"));
        await caller.Send(picture);
        Assert.StartsWith("HTTP/1.1 422", await caller.ReadHeaders(), StringComparison.Ordinal);
        caller.EndSending();
        Assert.DoesNotContain("HTTP/1.1 2", await caller.ReadToEnd(), StringComparison.Ordinal);
        await IsAlive(server);
    }

    /// <summary>The image tower is held up by a picture that waits for the test, so that the request under way is certainly in the queue when its caller goes.</summary>
    [Fact]
    public async Task PicturesOfACallerThatWentAwayAreNotEncoded()
    {
        await using var server = await RunningServer.Start(Options with { MostBytes = 10_000_000 });
        await using var lease = server.Host.Services.GetRequiredService<ClassifierStore>().Rent("sample")!;
        var queue = lease.Served.Shared.Queue;
        using ManualResetEventSlim begun = new(), open = new();
        var held = queue.Embed([() =>
        {
            begun.Set();
            open.Wait(TestContext.Current.CancellationToken);
            return new Images.Picture(8, 8, Images.PixelMode.Rgb, new byte[8 * 8 * 3]);
        }], CancellationToken.None);
        try
        {
            begun.Wait(TestContext.Current.CancellationToken);
            using var gone = new CancellationTokenSource();
            using var form = new MultipartFormDataContent();
            for (var i = 0; i < 8; i++)
                form.Add(RunningServer.Picture(PictureBytes), "file", FormattableString.Invariant($"{i}.png"));
            var request = server.Client.PostAsync("/api/classify", form, gone.Token);
            Assert.True(await RunningServer.Until(() => queue.Count == 9), "the pictures do not reach the queue");
            await gone.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
            Assert.True(await RunningServer.Until(() => Count(server, "http_server_active_requests") == 0), "the server does not see that its caller is gone");
        }
        finally
        {
            open.Set();                                                         // a test that fails must not keep the server from stopping
            await held;
        }
        Assert.True(await RunningServer.Until(() => queue.Count == 0), "the queue does not empty");
        Assert.Equal(8, Count(server, "kronclip_pictures_abandoned_total"));
        Assert.Equal(2, Count(server, "kronclip_pictures_encoded_total"));      // the self-test's and the one that was held
        await IsAlive(server);
    }

    /// <summary>A request that never ends does not keep the server from stopping.</summary>
    [Fact]
    public async Task StoppingWaitsForNobodyForEver()
    {
        var server = await RunningServer.Start(Options with { Drain = TimeSpan.FromSeconds(1) });
        using var caller = await RawClient.Connect(server.Host.Address);
        await caller.Post("Content-Length: 90000");
        await caller.Send(PictureBytes.AsMemory(0, 10));
        await server.DisposeAsync();
        Assert.DoesNotContain("HTTP/1.1 2", await caller.ReadToEnd(), StringComparison.Ordinal);
    }

    /// <summary>The sum of a metric over its labels, without asking the server for it.</summary>
    static double Count(RunningServer server, string name) => server.Host.Services.GetRequiredService<MetricsPage>().Write().Split('\n')
        .Where(line => line.StartsWith(name + "{", StringComparison.Ordinal) || line.StartsWith(name + " ", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
