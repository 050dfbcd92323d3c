using System.Text;
using System.Text.Json.Nodes;
using KronClip.Jobs;
using KronClip.Server;
using KronClip.Testing;

namespace KronClip.Cli.Tests.Serving;

/// <summary>The log of the real server: what is in it and what never is, pictures only on request, a disk that takes nothing, and what a killed writer left.</summary>
public sealed class PredictionLogTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    string Log => folder.File("log");

    ServerOptions Options => new() { Classifiers = sample.Classifier, Log = new PredictionLogOptions { Folder = Log } };

    byte[] PictureBytes => File.ReadAllBytes(sample.Picture);

    LoggedPrediction[] Lines => [.. PredictionLog.Read(Log)];

    static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    [Fact]
    public async Task EveryAnswerHasALineAndNothingElseIsKept()
    {
        await using (var server = await RunningServer.Start(Options))
        {
            using var form = new MultipartFormDataContent { { RunningServer.Picture(PictureBytes), "file", "secret-name.png" } };
            server.Client.DefaultRequestHeaders.Add("X-Secret", "secret-header");
            var answer = await server.Post("/api/classify?top=1&unknown=1", form);
            Assert.Equal(200, answer.Status);
            await server.PostJson("/v2/models/sample/infer", new JsonObject
            {
                ["inputs"] = new JsonArray(new JsonObject { ["name"] = "image", ["datatype"] = "BYTES", ["shape"] = new JsonArray(1), ["data"] = new JsonArray(Convert.ToBase64String(PictureBytes)) }),
            });
            Assert.Equal(422, (await server.Post("/api/classify", RunningServer.Picture("no picture"u8.ToArray()))).Status);
        }
        Assert.Equal(2, Lines.Length);
        Assert.All(Lines, line => Assert.Equal(("sample", Hash(PictureBytes)), (line.Classifier, line.Sha256)));
        Assert.Equal(Lines[0].Sketch, Lines[1].Sketch);
        Assert.True(Lines[0].Unknown);
        var file = Assert.Single(Directory.EnumerateFileSystemEntries(Log));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        foreach (var secret in new[] { "secret", "127.0.0.1", Path.GetDirectoryName(sample.Classifier)! })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
        Assert.InRange(text.Length / 2, 150, 500);              // bytes of a line, as docs/operation.md says
    }

    [Fact]
    public async Task NothingIsLoggedUnlessAskedFor()
    {
        await using var server = await RunningServer.Start(Options with { Log = null });
        await server.Post("/api/classify", RunningServer.Picture(PictureBytes));
        Assert.False(Directory.Exists(Log));
        var (status, body) = await server.Get("/api/classifiers/sample/log");
        Assert.Equal(404, status);
        Assert.Contains("--log", (string?)body!["detail"], StringComparison.Ordinal);
        Assert.Equal(404, (await server.Get("/api/classifiers/sample/drift")).Status);
    }

    [Fact]
    public async Task TheEndOfTheLogAndTheDriftCanBeAskedFor()
    {
        await using var server = await RunningServer.Start(Options);
        string[] files = [.. Directory.EnumerateFiles(sample.Pictures, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        foreach (var file in files)
            Assert.Equal(200, (await server.Post("/api/classify", RunningServer.Picture(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)))).Status);
        JsonNode body;
        do
        {
            body = (await server.Get("/api/classifiers/sample/log?limit=3")).Body!;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        while ((int)body["written"]! < files.Length);
        Assert.Equal(files.TakeLast(3).Select(f => Hash(File.ReadAllBytes(f))), body["lines"]!.AsArray().Select(l => (string)l!["sha256"]!));
        Assert.Equal((0, 0), ((int)body["dropped"]!, (int)body["lost"]!));
        var (status, drift) = await server.Get("/api/classifiers/sample/drift");
        Assert.Equal(200, status);
        Assert.Equal("sample", (string?)drift!["classifier"]);
        Assert.Contains((string?)drift["verdict"], new[] { "no-alarm", "alarm", "too-few-pictures" });
        Assert.Equal(400, (await server.Get("/api/classifiers/sample/log?limit=0")).Status);
        Assert.Equal(400, (await server.Get("/api/classifiers/sample/drift?days=x")).Status);
        Assert.Equal(404, (await server.Get("/api/classifiers/nobody/drift")).Status);
    }

    /// <summary>Pictures are kept under their hashes, and go when they are too old or too many; so do old days of the log.</summary>
    [Fact]
    public async Task WhatIsTooOldGoesAtTheStart()
    {
        var keeping = Options with { Log = new PredictionLogOptions { Folder = Log, Days = 7, KeepPicturesDays = 2 } };
        await using (var server = await RunningServer.Start(keeping))
        {
            await server.Post("/api/classify", RunningServer.Picture(PictureBytes));
            await server.Post("/api/classify", RunningServer.Picture(PictureBytes));
        }
        var hash = Hash(PictureBytes);
        var kept = Path.Combine(Log, "pictures", hash[..2], hash + ".png");
        Assert.Equal(PictureBytes, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));
        Assert.Single(Directory.EnumerateFiles(Path.Combine(Log, "pictures"), "*", SearchOption.AllDirectories));
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        string Day(int before) => Path.Combine(Log, PredictionLog.FileName(today.AddDays(-before)));
        File.WriteAllText(Day(8), "old\n");
        File.WriteAllText(Day(3), "new\n");
        File.SetLastWriteTimeUtc(kept, DateTime.UtcNow.AddDays(-3));
        await using (await RunningServer.Start(keeping))
        {
            Assert.False(File.Exists(kept));
            Assert.False(File.Exists(Day(8)));
            Assert.True(File.Exists(Day(3)));
        }
        File.WriteAllBytes(kept, PictureBytes);
        File.WriteAllBytes(Path.Combine(Log, "pictures", hash[..2], "older.png"), PictureBytes);
        File.SetLastWriteTimeUtc(Path.Combine(Log, "pictures", hash[..2], "older.png"), DateTime.UtcNow.AddHours(-3));
        await using (await RunningServer.Start(keeping with { Log = keeping.Log! with { MostPictureBytes = PictureBytes.Length + 1 } }))
            Assert.Equal(kept, Assert.Single(Directory.EnumerateFiles(Path.Combine(Log, "pictures"), "*", SearchOption.AllDirectories)));
    }

    /// <summary>A full disk: Linux has one for tests, which takes no byte.</summary>
    [Fact]
    public async Task AFullDiskFailsNoRequestAndIsCounted()
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("needs /dev/full");
        Directory.CreateDirectory(Log);
        for (var day = 0; day < 2; day++)
            File.CreateSymbolicLink(Path.Combine(Log, PredictionLog.FileName(DateOnly.FromDateTime(DateTime.UtcNow.AddDays(day)))), "/dev/full");
        await using var server = await RunningServer.Start(Options);
        for (var i = 0; i < 3; i++)
            Assert.Equal(200, (await server.Post("/api/classify", RunningServer.Picture(PictureBytes))).Status);
        JsonNode body;
        do
        {
            body = (await server.Get("/api/classifiers/sample/log")).Body!;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        while ((int?)body["lost"] is < 3);
        Assert.Equal((0, 3), ((int)body["written"]!, (int)body["lost"]!));
    }

    /// <summary>More answers than the channel holds are dropped and counted, and answered all the same.</summary>
    [Fact]
    public async Task WhatDoesNotFitIsDroppedAndCounted()
    {
        await using var server = await RunningServer.Start(Options with { Log = new PredictionLogOptions { Folder = Log, MostWaitingBytes = 1 } });
        Assert.Equal(200, (await server.Post("/api/classify", RunningServer.Picture(PictureBytes))).Status);
        var (_, body) = await server.Get("/api/classifiers/sample/log");
        Assert.Equal((0, 1), ((int)body!["written"]!, (int)body["dropped"]!));
    }

    /// <summary>A writer that was killed left half a line: the next begins after it, and the reader passes it over.</summary>
    [Fact]
    public async Task HalfALineIsPassedOver()
    {
        Directory.CreateDirectory(Log);
        for (var day = 0; day < 2; day++)
            File.WriteAllText(Path.Combine(Log, PredictionLog.FileName(DateOnly.FromDateTime(DateTime.UtcNow.AddDays(day)))), "{\"time\":\"2026-01-3", new UTF8Encoding(false));
        await using (var server = await RunningServer.Start(Options))
            await server.Post("/api/classify", RunningServer.Picture(PictureBytes));
        Assert.Equal(Hash(PictureBytes), Assert.Single(Lines).Sha256);
    }

    [Fact]
    public async Task OptionsThatCannotBeAreRefused()
    {
        File.WriteAllText(folder.File("file"), "");
        foreach (var log in new[] { new PredictionLogOptions { Folder = "" }, new PredictionLogOptions { Folder = folder.File("file") }, new PredictionLogOptions { Folder = Log, Days = 0 }, new PredictionLogOptions { Folder = Log, MostWaiting = 0 } })
            await Assert.ThrowsAsync<OptionsException>(() => RunningServer.Start(Options with { Log = log }, ready: false));
    }
}
