using System.Globalization;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>V11 and V13 of docs/faults.md: a server that is told to stop, and one that runs for long.</summary>
public sealed class StopTests(Sample sample) : IDisposable
{
    const int WarmUp = 1000, Requests = 2500;
    const long MostGrowth = 24L << 20;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    /// <summary>SIGTERM comes while a picture is half sent: nobody new gets in, and this one is answered.</summary>
    [Fact]
    public async Task A_request_under_way_is_answered_after_the_signal()
    {
        using var served = await ServedProcess.Start(sample.Cli(folder.Path), sample.Classifier);
        var picture = File.ReadAllBytes(sample.Picture);
        using var caller = await RawClient.Connect(served.Address);
        await caller.Post(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {picture.Length}"));
        await caller.Send(picture.AsMemory(0, picture.Length / 2));
        Assert.True(await RunningServer.Until(() => ActiveRequests(served) == 2), "the request does not begin");        // it, and the one that asks
        served.Cli.Signal(RunningCli.Terminate);
        Assert.True(await RunningServer.Until(() => !served.Listens()), "the server still takes callers");
        await caller.Send(picture.AsMemory(picture.Length / 2));
        var answer = await caller.ReadToEnd();
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("\"confidence\"", answer, StringComparison.Ordinal);
        Assert.Equal(0, served.Wait().ExitCode);
    }

    static int ActiveRequests(ServedProcess served)
    {
        var page = served.Client.GetStringAsync("/metrics").GetAwaiter().GetResult();
        return page.Split('\n').Where(line => line.StartsWith("http_server_active_requests{", StringComparison.Ordinal)).Sum(line => int.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    [Fact]
    [Trait("Speed", "slow")]
    public async Task Thousands_of_requests_need_no_more_memory()
    {
        // A small youngest generation, so that the collector's own habits do not look like growth.
        using var served = await ServedProcess.Start(sample.Cli(folder.Path, new() { ["DOTNET_GCgen0size"] = "400000" }), sample.Classifier);
        var picture = File.ReadAllBytes(sample.Picture);
        var done = 0;
        async Task Ask(int until)
        {
            while (Interlocked.Increment(ref done) <= until)
            {
                using var answer = await served.Client.PostAsync("/api/classify", RunningServer.Picture(picture), TestContext.Current.CancellationToken);
                Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
                using var wrong = await served.Client.PostAsync("/api/classify", RunningServer.Picture(picture[..(picture.Length / 2)]), TestContext.Current.CancellationToken);
                Assert.Equal(422, (int)wrong.StatusCode);
            }
        }
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Ask(WarmUp)));
        var early = served.Cli.Memory;
        done = 0;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Ask(Requests)));
        var late = served.Cli.Memory;
        Assert.True(early > 0 && late > 0, "the server ended before it could be measured");
        Assert.True(late - early <= MostGrowth, $"{early >> 20} MB after {WarmUp} pairs of requests, {late >> 20} MB after {Requests} more");
        served.Cli.Signal(RunningCli.Terminate);
        Assert.Equal(0, served.Wait().ExitCode);
    }
}
