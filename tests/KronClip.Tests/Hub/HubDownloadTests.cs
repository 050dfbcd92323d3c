using KronClip.Hub;
using KronClip.Testing;

namespace KronClip.Tests.Hub;

/// <summary>Connections that break, servers that cannot go on, content that is not what was named (docs/faults.md: H1 to H5, H9).</summary>
public class HubDownloadTests
{
    [Fact]
    public void AModelIsBroughtAsPythonsClientsLayIt()
    {
        using var setup = new PullSetup();
        var pulled = setup.Pull();
        setup.AssertWhole();
        Assert.Equal(["config.json", "merges.txt", "model.safetensors", "preprocessor_config.json", "vocab.json"],
            Directory.GetFiles(setup.Snapshot).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(Path.Combine(setup.Snapshot, PullSetup.Weights), pulled.Model.Weights);
        Assert.Equal(pulled.Bytes, pulled.Downloaded);
        Assert.Equal(5, Directory.GetFiles(Path.Combine(setup.Settings.CacheFolder, ".locks", "models--acme--tiny-clip"), "*.lock").Length);
        var before = setup.Hub.StorageRequests.Count;
        Assert.Equal(0, setup.Pull().Downloaded);
        Assert.Equal(before, setup.Hub.StorageRequests.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(99)]
    public void H1ACutConnectionGoesOnByRange(int percent)
    {
        using var setup = new PullSetup();
        var cut = setup.Hub.Files[PullSetup.Weights].Length * percent / 100;
        setup.Hub.Storage = request => setup.Hub.StorageRequests.Count == 1 ? setup.Hub.OfStorage(request) with { CutAfter = cut } : null;
        setup.Pull();
        setup.AssertWhole();
        Assert.Equal([null, $"bytes={cut}-"], setup.Hub.StorageRequests.Select(request => request.Header("Range")));
        Assert.Equal([TimeSpan.FromSeconds(1)], setup.Pauses);
    }

    [Fact]
    public void H1AConnectionCutAgainAndAgainIsAnErrorThatKeepsWhatCame()
    {
        using var setup = new PullSetup();
        setup.Hub.Storage = request => setup.Hub.OfStorage(request) with { CutAfter = 20_000 };
        var error = setup.Refused();
        Assert.Contains("it goes on with what was downloaded", error.Message, StringComparison.Ordinal);
        Assert.Contains("100,000 of 300,000 bytes", error.Message, StringComparison.Ordinal);
        Assert.Equal(100_000, new FileInfo(Assert.Single(setup.Partial)).Length);
        Assert.Equal([1, 2, 4, 8], setup.Pauses.Select(pause => (int)pause.TotalSeconds));
        Assert.Null(setup.Cache.Commit(setup.Repo));

        setup.Hub.Storage = null;
        setup.Pull();
        setup.AssertWhole();
        Assert.Equal("bytes=100000-", setup.Hub.StorageRequests[^1].Header("Range"));
    }

    [Fact]
    public void H1ADownloadThatStandsStillIsBrokenOffAndGoesOn()
    {
        using var setup = new PullSetup();
        setup.Settings = setup.Settings with { Patience = TimeSpan.FromSeconds(1) };
        setup.Hub.Storage = request => setup.Hub.StorageRequests.Count == 1 ? setup.Hub.OfStorage(request) with { Standstill = TimeSpan.FromMinutes(1) } : null;
        setup.Pull();
        setup.AssertWhole();
        Assert.Equal("bytes=299999-", setup.Hub.StorageRequests[^1].Header("Range"));
    }

    [Fact]
    public void H2AServerThatIgnoresRangesDoublesNoBytes()
    {
        using var setup = new PullSetup();
        setup.Hub.Storage = request => setup.Hub.StorageRequests.Count == 1
            ? setup.Hub.OfStorage(request) with { CutAfter = 200_000 }
            : new RawAnswer(200, setup.Hub.Files[PullSetup.Weights]);
        setup.Pull();
        setup.AssertWhole();
        Assert.Equal("bytes=200000-", setup.Hub.StorageRequests[^1].Header("Range"));
    }

    [Theory]
    [InlineData("bytes 5-299999/300000")]
    [InlineData("bytes 100000-299999/400000")]
    public void H2APartThatWasNotAskedForIsNotUsed(string range)
    {
        using var setup = new PullSetup();
        setup.Hub.Storage = request => setup.Hub.StorageRequests.Count switch
        {
            1 => setup.Hub.OfStorage(request) with { CutAfter = 100_000 },
            2 => new RawAnswer(206, new byte[200_000], ("Content-Range", range)),
            _ => null,
        };
        setup.Pull();
        setup.AssertWhole();
        Assert.Null(setup.Hub.StorageRequests[^1].Header("Range"));
    }

    [Fact]
    public void H3AHashThatChangesOnTheWayStartsOverWithTheNewFile()
    {
        using var setup = new PullSetup();
        var (old, changed) = (setup.Hub.Etag(PullSetup.Weights), false);
        setup.Hub.Storage = request =>
        {
            if (changed)
                return null;
            var cut = setup.Hub.OfStorage(request) with { CutAfter = 150_000 };
            setup.Hub.Files[PullSetup.Weights] = PullSetup.Bytes(310_000, "another version");
            changed = true;
            return cut;
        };
        setup.Pull();
        setup.AssertWhole();
        Assert.Contains("changed while it was downloaded", Assert.Single(setup.Heard.Warnings), StringComparison.Ordinal);
        Assert.NotEqual(old, setup.Hub.Etag(PullSetup.Weights));
        Assert.False(File.Exists(Path.Combine(setup.Blobs, old)));
    }

    [Fact]
    public void H3APartOfAnotherVersionOnTheOtherHostIsNotPutBehindTheFirst()
    {
        using var setup = new PullSetup();
        setup.Hub.Storage = request => setup.Hub.StorageRequests.Count switch
        {
            1 => setup.Hub.OfStorage(request) with { CutAfter = 100_000 },
            2 => FakeHub.Part(request, PullSetup.Bytes(300_000, "another"), ("ETag", "\"another\"")),
            _ => null,
        };
        setup.Pull();
        setup.AssertWhole();
        Assert.Equal("\"storage-" + setup.Hub.Etag(PullSetup.Weights)[..8] + "\"", setup.Hub.StorageRequests[1].Header("If-Range"));
    }

    [Theory]
    [InlineData(PullSetup.Weights)]
    [InlineData("vocab.json")]
    public void H4WrongContentOfTheRightLengthIsThrownAway(string file)
    {
        using var setup = new PullSetup();
        var wrong = (byte[])setup.Hub.Files[file].Clone();
        wrong[^1] ^= 1;
        setup.Hub.Storage = request => file == PullSetup.Weights ? FakeHub.Part(request, wrong) : null;
        setup.Hub.Hub = request => file != PullSetup.Weights && request.Method == "GET" && request.Path.EndsWith(file, StringComparison.Ordinal) ? new RawAnswer(200, wrong) : null;
        var error = setup.Refused();
        Assert.Contains(setup.Hub.Etag(file), error.Message, StringComparison.Ordinal);
        Assert.Contains("came twice", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(setup.Snapshot, file)));
        Assert.False(File.Exists(Path.Combine(setup.Blobs, setup.Hub.Etag(file))));
        Assert.Empty(setup.Partial);
    }

    [Fact]
    public void H4MoreOrFewerBytesThanNamedAreNotTaken()
    {
        using var setup = new PullSetup();
        setup.Hub.Storage = request => new RawAnswer(200, new byte[setup.Hub.StorageRequests.Count % 2 == 0 ? 300_001 : 299_999]);
        Assert.Contains("where the Hub names 300,000", setup.Refused().Message, StringComparison.Ordinal);
        Assert.False(File.Exists(setup.WeightsBlob));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("HEAD")]
    [InlineData("GET")]
    public void H5TheLoginPageOfANetworkIsRecognised(string when)
    {
        using var setup = new PullSetup();
        var page = RawAnswer.Text(200, "<html><body>Welcome to Hotel Wi-Fi</body></html>", "text/html; charset=utf-8");
        setup.Hub.Hub = request => (when == "list" && request.Path.Contains("/api/", StringComparison.Ordinal)) || (request.Method == when && request.Path.Contains("config.json", StringComparison.Ordinal)) ? page : null;
        var error = setup.Refused();
        Assert.Contains("sent a web page in place of", error.Message, StringComparison.Ordinal);
        Assert.Contains("log in", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(setup.Snapshot));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void H9WhatAKilledPythonClientLeftIsTakenUp(bool damaged)
    {
        using var setup = new PullSetup();
        Directory.CreateDirectory(setup.Blobs);
        var left = setup.Hub.Files[PullSetup.Weights][..120_000];
        if (damaged)
            left[7] ^= 0xFF;
        File.WriteAllBytes(setup.WeightsBlob + ".incomplete", left);
        setup.Pull();
        setup.AssertWhole();
        Assert.Equal(damaged ? ["bytes=120000-", null] : ["bytes=120000-"], setup.Hub.StorageRequests.Select(request => request.Header("Range")));
        Assert.Equal(damaged ? 1 : 0, setup.Heard.Warnings.Count(warning => warning.Contains("again from the start", StringComparison.Ordinal)));
    }

    [Fact]
    public void H9ALeftOverThatIsTooLongOrInUseIsNotTakenUp()
    {
        using var setup = new PullSetup();
        Directory.CreateDirectory(setup.Blobs);
        File.WriteAllBytes(setup.WeightsBlob + ".incomplete", new byte[300_001]);
        using (var busy = new FileStream(setup.WeightsBlob + ".0123.incomplete", FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            busy.Write(new byte[100_000]);
            busy.Flush();
            setup.Pull();
            Assert.Equal([null], setup.Hub.StorageRequests.Select(request => request.Header("Range")));
            Assert.Equal(setup.Hub.Files[PullSetup.Weights], File.ReadAllBytes(setup.WeightsBlob));
            Assert.Single(setup.Partial);
        }
    }

    /// <summary>Network disks on which locks do nothing: every client then downloads for itself, and none disturbs another.</summary>
    [Fact]
    public async Task H10WhereNoLockCanBeMadeTheClientsDoNotDisturbOneAnother()
    {
        using var setup = new PullSetup();
        Directory.CreateDirectory(setup.Settings.CacheFolder);
        File.WriteAllText(Path.Combine(setup.Settings.CacheFolder, ".locks"), "a file, so that no folder can be made");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => setup.Pull())));
        setup.AssertWhole();
        Assert.Equal(6, Directory.GetFiles(setup.Blobs).Length + 1);
    }

    [Fact]
    public void StoppingKeepsWhatCame()
    {
        using var setup = new PullSetup();
        using var stop = new CancellationTokenSource();
        setup.Heard.OnAdvance = bytes => { if (bytes > 100_000) stop.Cancel(); };
        Assert.ThrowsAny<OperationCanceledException>(() => setup.Pull(cancel: stop.Token));
        Assert.InRange(new FileInfo(Assert.Single(setup.Partial)).Length, 100_000, 299_999);
        setup.Heard.OnAdvance = null;
        setup.Pull();
        setup.AssertWhole();
        Assert.StartsWith("bytes=", setup.Hub.StorageRequests[^1].Header("Range"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADamagedFileInTheCacheIsBroughtAgain()
    {
        using var setup = new PullSetup();
        setup.Pull();
        using (var file = File.OpenWrite(setup.WeightsBlob))
            file.Write("damage"u8);
        Assert.Equal([PullSetup.Weights], await CachedModel.Find(setup.Cache, setup.Repo, out _)!.DamagedAsync(default));
        setup.Pull();
        setup.AssertWhole();
        Assert.Contains("downloaded again", Assert.Single(setup.Heard.Warnings), StringComparison.Ordinal);
    }
}
