using System.Net;
using System.Text.Json.Nodes;
using KronClip.Jobs;
using KronClip.Server;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>The real server over loopback: the simple API, the Open Inference Protocol, and what hostile or unlucky callers get (V1 to V12 of docs/faults.md).</summary>
public sealed class ServerTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    ServerOptions Options => new() { Classifiers = sample.Classifier };

    byte[] PictureBytes => File.ReadAllBytes(sample.Picture);

    string Base64 => Convert.ToBase64String(PictureBytes);

    JsonObject Expected()
    {
        using var loaded = LoadedClassifier.Open(sample.Classifier, cacheFolder: "");
        return JsonNode.Parse(PredictJob.Run(loaded, [sample.Picture]).Single().ToJson())!.AsObject();
    }

    [Fact]
    public async Task EveryRoadGivesWhatPredictGives()
    {
        await using var server = await RunningServer.Start(Options);
        var expected = Expected();
        void IsRight((int Status, JsonNode? Body) answer, int place = 0)
        {
            Assert.Equal(200, answer.Status);
            var result = answer.Body!["results"]![place]!;
            Assert.Equal((string?)expected["label"], (string?)result["label"]);
            Assert.Equal((double)expected["confidence"]!, (double)result["confidence"]!, 1e-12);
        }
        IsRight(await server.Post("/api/classify", RunningServer.Picture(PictureBytes)));
        IsRight(await server.Post("/api/classifiers/sample/classify?top=2", RunningServer.Picture(PictureBytes)));
        IsRight(await server.PostJson("/api/classify", new JsonObject { ["images"] = new JsonArray(Base64, Base64) }), 1);
        using var form = new MultipartFormDataContent { { RunningServer.Picture(PictureBytes), "file", "写真.png" } };
        var uploaded = await server.Post("/api/classify?unknown=1", form);
        IsRight(uploaded);
        Assert.Equal("写真.png", (string?)uploaded.Body!["results"]![0]!["file"]);
        Assert.True((bool)uploaded.Body["results"]![0]!["unknown"]!);

        var infer = await server.PostJson("/v2/models/sample/infer", Infer("BYTES", [1], [Base64]));
        Assert.Equal(200, infer.Status);
        Assert.Equal("42", (string?)infer.Body!["id"]);
        Assert.Equal((string?)expected["label"], (string?)infer.Body["outputs"]![0]!["data"]![0]);
        Assert.Equal(1, infer.Body["outputs"]![1]!["data"]!.AsArray().Sum(p => (double)p!), 1e-5);
    }

    static JsonObject Infer(string type, long[] shape, JsonArray data, string input = "image") => new()
    {
        ["id"] = "42",
        ["inputs"] = new JsonArray(new JsonObject { ["name"] = input, ["datatype"] = type, ["shape"] = new JsonArray([.. shape.Select(n => (JsonNode)n)]), ["data"] = data }),
    };

    /// <summary>Samples without a file: a grey picture, flat and nested.</summary>
    [Fact]
    public async Task SamplesCanBeSentAsNumbers()
    {
        await using var server = await RunningServer.Start(Options);
        JsonArray Row() => new([.. Enumerable.Range(0, 2).Select(_ => (JsonNode)new JsonArray(9, 9, 9))]);
        var flat = await server.PostJson("/v2/models/sample/infer", Infer("UINT8", [1, 2, 2, 3], new JsonArray([.. Enumerable.Repeat(9, 12).Select(n => (JsonNode)n)])));
        var nested = await server.PostJson("/v2/models/sample/infer", Infer("UINT8", [1, 2, 2, 3], new JsonArray(new JsonArray(Row(), Row()))));
        Assert.Equal(200, flat.Status);
        Assert.Equal(flat.Body!["outputs"]!.ToJsonString(), nested.Body!["outputs"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{", "no JSON")]
    [InlineData("[]", "exactly one input")]
    [InlineData("""{"inputs":[]}""", "exactly one input")]
    [InlineData("""{"inputs":[{"name":"pixels","datatype":"BYTES","shape":[1],"data":["AA=="]}]}""", "must be 'image'")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"FP32","shape":[1],"data":[1]}]}""", "BYTES or UINT8")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[-1],"data":["AA=="]}]}""", "dimension")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[2],"data":["AA=="]}]}""", "shape")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["?"]}]}""", "base64")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"UINT8","shape":[1,1000000000,1000000000,3],"data":[1]}]}""", "more than this server takes")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"UINT8","shape":[1,1,1,3],"data":[1,2]}]}""", "has 2")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"UINT8","shape":[1,1,1,3],"data":[1,2,300]}]}""", "0 to 255")]
    [InlineData("""{"inputs":[{"name":"image","datatype":"BYTES","shape":[1],"data":["AA=="]}],"outputs":[{"name":"soul"}]}""", "no output 'soul'")]
    public async Task AWrongInferenceRequestGetsAnErrorOfTheProtocol(string body, string words)
    {
        await using var server = await RunningServer.Start(Options);
        var (status, answer) = await server.Post("/v2/models/sample/infer", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        Assert.Equal(400, status);
        Assert.Contains(words, (string?)answer!["error"], StringComparison.Ordinal);
        Assert.Single(answer.AsObject());
    }

    [Fact]
    public async Task WhatIsNoPictureIsSaidSoAndNamesNothingOfTheMachine()
    {
        await using var server = await RunningServer.Start(Options);
        var text = await server.Post("/api/classify", RunningServer.Picture("<html>no picture</html>"u8.ToArray()));
        Assert.Equal(422, text.Status);
        Assert.Contains("picture 1", (string?)text.Body!["detail"], StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(sample.Classifier)!, text.Body.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(422, (await server.Post("/api/classify", RunningServer.Picture(PictureBytes[..40]))).Status);
        Assert.Equal(400, (await server.PostJson("/api/classify", new JsonObject { ["images"] = new JsonArray("???") })).Status);
        Assert.Equal(400, (await server.PostJson("/api/classify", new JsonObject { ["images"] = new JsonArray() })).Status);
        Assert.Equal(415, (await server.Post("/api/classify", new StringContent("hello"))).Status);
        Assert.Equal(400, (await server.Post("/api/classify?top=0", RunningServer.Picture(PictureBytes))).Status);
        Assert.Equal(400, (await server.Post("/api/classify?unknown=2", RunningServer.Picture(PictureBytes))).Status);
        Assert.Equal(404, (await server.Get("/api/classifiers/..%2f..%2fetc%2fpasswd")).Status);
        Assert.Equal(404, (await server.Get("/v2/models/nobody")).Status);
        Assert.Equal(404, (await server.Get("/etc/passwd")).Status);
    }

    [Fact]
    public async Task TooMuchIsRefused()
    {
        await using var server = await RunningServer.Start(Options with { MostBytes = 200_000, MostPictures = 2, MostPixels = 100 });
        Assert.Equal(413, (await server.Post("/api/classify", RunningServer.Picture(new byte[300_000]))).Status);
        Assert.Equal(413, (await server.PostJson("/api/classify", new JsonObject { ["images"] = new JsonArray("AA==", "AA==", "AA==") })).Status);
        var large = await server.Post("/api/classify", RunningServer.Picture(PictureBytes));
        Assert.Equal(422, large.Status);
        Assert.Contains("at most 100 are decoded", (string?)large.Body!["detail"], StringComparison.Ordinal);
    }

    /// <summary>More than the queue holds is answered at once with 503 and Retry-After; what was taken is answered right.</summary>
    [Fact]
    public async Task AFullQueueSaysSoAndTheOthersAreServed()
    {
        await using var server = await RunningServer.Start(Options with { QueueLength = 8, BatchSize = 2 });
        var bytes = PictureBytes;
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            using var answer = await server.Client.PostAsync("/api/classify", RunningServer.Picture(bytes));
            return (answer.StatusCode, RetryAfter: answer.Headers.RetryAfter?.Delta, Body: await answer.Content.ReadAsStringAsync());
        }));
        Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, a.Body));
        Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.Equal(TimeSpan.FromSeconds(1), a.RetryAfter));
        var right = answers.Where(a => a.StatusCode == HttpStatusCode.OK).Select(a => a.Body).Distinct().ToArray();
        Assert.Single(right);
        var many = await server.PostJson("/api/classify", new JsonObject { ["images"] = new JsonArray([.. Enumerable.Range(0, 9).Select(_ => (JsonNode)Base64)]) });
        Assert.Equal(503, many.Status);
        Assert.Equal(200, (await server.Post("/api/classify", RunningServer.Picture(bytes))).Status);
    }

    [Fact]
    public async Task WithATokenNobodyElseGetsIn()
    {
        await using var server = await RunningServer.Start(Options with { Token = "a long secret" });
        Assert.Equal(200, (await server.Get("/api")).Status);
        server.Client.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(401, (await server.Get("/api")).Status);
        Assert.Equal("Bearer", (await server.Client.GetAsync("/v2", TestContext.Current.CancellationToken)).Headers.WwwAuthenticate.Single().Scheme);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "another secret");
        Assert.Equal(401, (await server.Get("/v2")).Status);
        Assert.Equal(200, (await server.Get("/health/live")).Status);
    }

    /// <summary>A page of another site, or a name that was made to point here, must not use a browser against a server without a token.</summary>
    [Theory]
    [InlineData("Origin", "https://elsewhere.example")]
    [InlineData("Host", "elsewhere.example")]
    public async Task WithoutATokenOnlyThisMachineGetsIn(string header, string value)
    {
        await using var server = await RunningServer.Start(Options);
        server.Client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        Assert.Equal(403, (await server.Get("/api")).Status);
    }

    [Theory]
    [InlineData("0.0.0.0", null, 8080, "needs a token")]
    [InlineData("127.0.0.1", "short", 8080, "fewer than 8")]
    [InlineData("127.0.0.1", null, 70000, "0 to 65535")]
    public void WhatCannotBeServedIsSaidBeforeTheStart(string address, string? token, int port, string words) => Assert.Contains(words,
        Assert.Throws<OptionsException>(() => (Options with { Address = IPAddress.Parse(address), Token = token, Port = port }).Validate()).Message, StringComparison.Ordinal);

    /// <summary>A classifier that cannot be loaded: the server lives, is not ready, says why, and serves the others.</summary>
    [Fact]
    public async Task ABrokenClassifierLeavesTheServerAliveAndNotReady()
    {
        File.Copy(sample.Classifier, folder.File("good.kronclip"));
        File.WriteAllText(folder.File("bad.kronclip"), "no classifier");
        await using var server = await RunningServer.Start(Options with { Classifiers = folder.Path }, ready: false);
        for (var tries = 0; tries < 600 && (await server.Get("/api")).Body!["faults"]!.AsObject().Count == 0 | (await server.Get("/api")).Body!["classifiers"]!.AsArray().Count == 0; tries++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(200, (await server.Get("/health/live")).Status);
        Assert.Equal(503, (await server.Get("/health/ready")).Status);
        Assert.Equal(503, (await server.Get("/v2/health/ready")).Status);
        Assert.Equal("bad", (await server.Get("/api")).Body!["faults"]!.AsObject().Single().Key);
        Assert.Equal(200, (await server.Post("/api/classify", RunningServer.Picture(PictureBytes))).Status);
    }

    /// <summary>The file is replaced again and again while callers ask: every answer is whole, and belongs to one of the two.</summary>
    [Fact]
    public async Task AFileThatIsReplacedUnderLoadDropsNoRequest()
    {
        sample.Cli(folder.Path).Expect(0, "classes", "rename", sample.Classifier, "red_circle=crimson", "--out", "renamed.kronclip");
        Directory.CreateDirectory(folder.File("served"));
        var served = folder.File("served", "one.kronclip");
        File.Copy(sample.Classifier, served);
        await using var server = await RunningServer.Start(Options with { Classifiers = folder.File("served") });
        var first = (string?)(await server.Get("/api/classifiers/one")).Body!["version"];
        using var stop = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            var versions = new HashSet<string>(StringComparer.Ordinal);
            while (!stop.IsCancellationRequested)
            {
                var (status, body) = await server.Post("/api/classify", RunningServer.Picture(PictureBytes));
                Assert.Equal(200, status);
                versions.Add((string)body!["version"]!);
            }
            return versions;
        }, TestContext.Current.CancellationToken)).ToArray();
        Storage.AtomicFile.Write(served, stream => stream.Write(File.ReadAllBytes(folder.File("renamed.kronclip"))));
        string? now = first;
        for (var tries = 0; tries < 600 && now == first; tries++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
            now = (string?)(await server.Get("/api/classifiers/one")).Body!["version"];
        }
        await stop.CancelAsync();
        var seen = (await Task.WhenAll(callers)).SelectMany(v => v).ToHashSet(StringComparer.Ordinal);
        Assert.NotEqual(first, now);
        Assert.Contains(first!, seen);
        Assert.Equal(200, (await server.Get("/v2/models/one/versions/" + now)).Status);
        Assert.Equal(404, (await server.Get("/v2/models/one/versions/" + first)).Status);
    }
}
