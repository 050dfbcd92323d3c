using System.Globalization;
using System.Text;
using KronClip.Hub;
using KronClip.Testing;

namespace KronClip.Tests.Hub;

/// <summary>The cache on the disk: links, room, names that lead out of it, what is there and what is not (docs/faults.md: H7, H11 to H13).</summary>
public class HubCacheTests
{
    [Theory]
    [InlineData("merges.txt", "vocab.json and merges.txt")]
    [InlineData("config.json", "config.json")]
    [InlineData(PullSetup.Weights, PullSetup.Weights)]
    public void H7WhatIsMissingIsNamed(string lost, string named)
    {
        using var setup = new PullSetup();
        setup.Pull();
        Assert.NotNull(CachedModel.Find(setup.Cache, setup.Repo, out _));
        File.Delete(Path.Combine(setup.Blobs, setup.Hub.Etag(lost)));
        Assert.Null(CachedModel.Find(setup.Cache, setup.Repo, out var missing));
        Assert.Equal(named, missing);
        var error = CachedModel.NotThere(setup.Cache, setup.Repo, missing, setup.Settings with { OfflineVariable = "HF_HUB_OFFLINE" });
        Assert.Contains($"'{named}' of 'acme/tiny-clip' is not in the cache", error.Message, StringComparison.Ordinal);
        Assert.Contains("HF_HUB_OFFLINE forbids", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void H7AModelThatAPythonClientFetchedInPartIsNotTakenForWhole()
    {
        using var setup = new PullSetup();
        setup.Pull();
        foreach (var file in new[] { PullSetup.Weights, "preprocessor_config.json" })
            File.Delete(Path.Combine(setup.Snapshot, file));
        File.WriteAllText(Path.Combine(setup.Snapshot, "pytorch_model.bin"), "pickle");
        Assert.Null(CachedModel.Find(setup.Cache, setup.Repo, out var missing));
        Assert.Equal(PullSetup.Weights, missing);
        setup.Pull();
        var cached = CachedModel.Find(setup.Cache, setup.Repo, out _)!;
        Assert.True(cached.KnowsPreprocessing(setup.Cache));
    }

    [Fact]
    public void ARepositoryWithoutPreprocessingIsAskedOnce()
    {
        using var setup = new PullSetup();
        setup.Hub.Files.Remove("preprocessor_config.json");
        setup.Pull();
        setup.AssertWhole(without: "preprocessor_config.json");
        Assert.True(CachedModel.Find(setup.Cache, setup.Repo, out _)!.KnowsPreprocessing(setup.Cache));
        Assert.True(File.Exists(Path.Combine(setup.Cache.RepoFolder(setup.Repo), ".no_exist", FakeHub.Main, "preprocessor_config.json")));
    }

    [Fact]
    public void H11WhereLinksAreNotPermittedTheFilesThemselvesLieInTheSnapshot()
    {
        using var setup = new PullSetup();
        setup.System = setup.System with { Link = (_, _) => throw new UnauthorizedAccessException("A required privilege is not held by the client.") };
        setup.Pull();
        foreach (var file in new[] { "config.json", "vocab.json", "merges.txt", "preprocessor_config.json", PullSetup.Weights })
        {
            Assert.Equal(setup.Hub.Files[file], File.ReadAllBytes(Path.Combine(setup.Snapshot, file)));
            Assert.Null(new FileInfo(Path.Combine(setup.Snapshot, file)).LinkTarget);
        }
        Assert.Empty(Directory.GetFiles(setup.Blobs));
        Assert.Equal(0, setup.Pull().Downloaded);
        Assert.NotNull(CachedModel.Find(setup.Cache, setup.Repo, out _));
    }

    [Fact]
    public void H12ADiskThatIsTooSmallIsSeenBeforehand()
    {
        using var setup = new PullSetup();
        setup.System = setup.System with { FreeBytes = _ => 64 << 20 };
        var error = Assert.Throws<StorageException>(() => setup.Pull());
        Assert.Contains("needs 65 MB, but only 64 MB are free", error.Message, StringComparison.Ordinal);
        Assert.Empty(setup.Hub.StorageRequests);
        setup.System = setup.System with { FreeBytes = _ => 65 << 20 };
        setup.Pull();
        setup.AssertWhole();
        setup.System = setup.System with { FreeBytes = _ => 0 };
        setup.Pull();                   // all is there, so no room is needed
    }

    [Theory]
    [InlineData("../../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a/../../x")]
    [InlineData("C:/windows/x")]
    [InlineData("..\\x")]
    [InlineData("a//b")]
    [InlineData("")]
    [InlineData("x\ny")]
    public void H13AFileNameThatLeadsElsewhereIsRefused(string name)
    {
        using var setup = new PullSetup();
        setup.Hub.Listed = ["config.json", name];
        Assert.Contains("outside of the model's folder", setup.Refused().Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(setup.Settings.CacheFolder));
    }

    [Theory]
    [InlineData("../../x.safetensors")]
    [InlineData("sub/x.safetensors")]
    [InlineData("C:x.safetensors")]
    public void H13AShardThatLeadsElsewhereIsRefused(string shard)
    {
        using var setup = new PullSetup();
        setup.Hub.Files.Remove(PullSetup.Weights);
        setup.Hub.Files["model.safetensors.index.json"] = Encoding.UTF8.GetBytes($$"""{"weight_map":{"a":"{{shard}}"} }""");
        Assert.Contains("no plain file name", setup.Refused().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../../escaped")]
    [InlineData("")]
    [InlineData("a b c d e f g h")]
    public void H13AHashThatIsNoneBecomesNoFileName(string etag)
    {
        using var setup = new PullSetup();
        setup.Hub.Hub = request => request.Method == "HEAD" ? new RawAnswer(200, [], ("ETag", $"\"{etag}\""), ("X-Repo-Commit", FakeHub.Main)) : null;
        Assert.Contains("names no usable hash", setup.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void H13ACommitThatIsNoneBecomesNoFolder()
    {
        using var setup = new PullSetup();
        setup.Hub.Commit = "../../../escaped";
        Assert.Contains("does not answer as the Hub does", setup.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShardsAreBroughtWithTheirIndex()
    {
        using var setup = new PullSetup();
        setup.Hub.Files.Remove(PullSetup.Weights);
        setup.Hub.Files["model-1.safetensors"] = PullSetup.Bytes(1000, "one");
        setup.Hub.Files["model-2.safetensors"] = PullSetup.Bytes(2000, "two");
        setup.Hub.Files["model.safetensors.index.json"] = """{"weight_map":{"a":"model-1.safetensors","b":"model-2.safetensors","c":"model-1.safetensors"}}"""u8.ToArray();
        var pulled = setup.Pull();
        Assert.Equal("model.safetensors.index.json", Path.GetFileName(pulled.Model.Weights));
        Assert.Equal(setup.Hub.Files["model-2.safetensors"], File.ReadAllBytes(Path.Combine(setup.Snapshot, "model-2.safetensors")));
        setup.Hub.Files.Remove("model-2.safetensors");
        Assert.Contains("holds no model-2.safetensors", setup.Refused().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ANewCommitLeavesTheOldOneAndSharesWhatIsTheSame()
    {
        using var setup = new PullSetup();
        setup.Pull();
        setup.Hub.Commit = "fedcba9876543210fedcba9876543210fedcba98";
        setup.Hub.Files["config.json"] = """{"model_type":"clip"}"""u8.ToArray();
        var pulled = setup.Pull();
        Assert.Equal(setup.Hub.Files["config.json"].Length, pulled.Downloaded);
        Assert.Equal(setup.Hub.Commit, setup.Cache.Commit(setup.Repo));
        Assert.Equal(2, setup.Cache.Commits(setup.Repo).Count);
        Assert.NotNull(CachedModel.Find(setup.Cache, setup.Repo.At(FakeHub.Main), out _));
        Assert.Equal(setup.Hub.Commit, setup.Pull(setup.Repo.At(setup.Hub.Commit)).Model.Repo.Revision);
    }

    [Fact]
    public void RemovingTakesOneRepositoryAndFollowsNoLink()
    {
        using var setup = new PullSetup();
        using var outside = TestFiles.Temporary();
        setup.Pull();
        File.WriteAllText(outside.File("precious.txt"), "precious");
        Directory.CreateSymbolicLink(Path.Combine(setup.Snapshot, "link"), outside.Path);
        var other = Directory.CreateDirectory(Path.Combine(setup.Settings.CacheFolder, "models--acme--tiny-clip-2")).FullName;
        Assert.Equal(["acme/tiny-clip", "acme/tiny-clip-2"], setup.Cache.Repositories().Select(repo => repo.Id));
        var expected = new[] { "config.json", "vocab.json", "merges.txt", "preprocessor_config.json", PullSetup.Weights }.Sum(file => setup.Hub.Files[file].Length) + FakeHub.Main.Length;

        Assert.Equal(expected, setup.Cache.Remove(setup.Repo));

        Assert.Equal("precious", File.ReadAllText(outside.File("precious.txt")));
        Assert.True(Directory.Exists(other));
        Assert.False(Directory.Exists(setup.Cache.RepoFolder(setup.Repo)));
        Assert.Contains("is not in the cache", Assert.Throws<HubException>(() => setup.Cache.Remove(setup.Repo)).Message, StringComparison.Ordinal);
        Directory.CreateSymbolicLink(setup.Cache.RepoFolder(setup.Repo), outside.Path);
        Assert.Contains("is a link to", Assert.Throws<HubException>(() => setup.Cache.Remove(setup.Repo)).Message, StringComparison.Ordinal);
        Assert.True(File.Exists(outside.File("precious.txt")));
    }

    [Fact]
    public void AMirrorWithHashesOfItsOwnIsWarnedAbout()
    {
        using var setup = new PullSetup();
        setup.Hub.Hub = request => request.Path.EndsWith("vocab.json", StringComparison.Ordinal) && request.Method == "HEAD"
            ? new RawAnswer(200, [], ("ETag", "\"mirror-etag\""), ("X-Repo-Commit", FakeHub.Main)) { Length = 7 }
            : request.Path.EndsWith("vocab.json", StringComparison.Ordinal) ? new RawAnswer(200, setup.Hub.Files["vocab.json"]) : null;
        setup.Pull();
        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"names no SHA-256 for 'vocab.json'"), Assert.Single(setup.Heard.Warnings), StringComparison.Ordinal);
    }
}
