using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Models of the Hub on the command line: a fake Hub on this machine stands in for it, with the sample's tiny model.</summary>
public sealed class HubModelTests : IDisposable
{
    const string Repo = FakeHub.Repo, Secret = "hf_secretSECRETsecret";

    static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    readonly TemporaryFolder folder = TestFiles.Temporary();
    readonly Sample sample;
    readonly FakeHub hub;

    public HubModelTests(Sample sample) => (this.sample, hub) = (sample, FakeHub.OfFolder(sample.Model));

    public void Dispose()
    {
        hub.Dispose();
        folder.Dispose();
    }

    /// <summary>A machine with a home of its own; nothing of this one's settings for the Hub or for proxies is left.</summary>
    CliRunner Machine(string home = "home", params (string Name, string? Value)[] more)
    {
        var environment = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HF_HOME"] = folder.File(home),
            ["HF_ENDPOINT"] = hub.Endpoint,
            ["HF_TOKEN"] = Secret,
            ["NO_PROXY"] = "127.0.0.1,localhost",
        };
        foreach (var name in new[] { "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "no_proxy" })
            environment[name] = null;
        foreach (var (name, value) in more)
            environment[name] = value;
        return sample.Cli(folder.Path, environment);
    }

    string Cache(string home = "home") => Path.Combine(folder.File(home), "hub");

    [Fact]
    public void A_classifier_finds_its_model_again_here_offline_and_on_another_machine()
    {
        var trained = Machine().Expect(0, "train", sample.Pictures, "--model", Repo, "--epochs", "2", "--out", "a.kronclip", "--run", "run", "--json");
        Assert.Equal(Repo, (string?)JsonNode.Parse(trained.Output)!["model"]);
        Assert.Contains($"The model '{Repo}' comes from {hub.Endpoint}/", trained.Error);
        Assert.Contains("downloading model.safetensors", trained.Error);
        var asked = hub.HubRequests.Count;

        Machine().Expect(0, "predict", "a.kronclip", sample.Picture);
        Machine(more: ("HF_HUB_OFFLINE", "1")).Expect(0, "eval", "a.kronclip", sample.Pictures);
        Machine(more: ("HF_HUB_OFFLINE", "1")).Expect(0, "repro", "run");
        Assert.Equal(asked, hub.HubRequests.Count);         // what is in the cache is used without asking
        var request = JsonNode.Parse(File.ReadAllText(folder.File("run", "request.json")))!;
        Assert.Equal($"{Repo}@{FakeHub.Main}", (string?)request["model"]);

        var missing = Machine("empty", ("HF_HUB_OFFLINE", "1")).Expect(1, "predict", "a.kronclip", sample.Picture);
        Assert.Contains($"'config.json' of '{Repo}@{FakeHub.Main}' is not in the cache", missing.Error);
        Machine("other").Expect(0, "predict", "a.kronclip", sample.Picture);
        Assert.True(Directory.Exists(Path.Combine(Cache("other"), "models--acme--tiny-clip")));
        Assert.DoesNotContain(Secret, trained.Output + trained.Error + missing.Error);
    }

    [Fact]
    public void Pull_list_check_and_remove()
    {
        var pulled = JsonNode.Parse(Machine().Expect(0, "model", "pull", Repo, "--json").Output)!;
        Assert.Equal(FakeHub.Main, (string?)pulled["commit"]);
        Assert.Equal((long)pulled["bytes"]!, (long)pulled["downloaded"]!);
        Assert.DoesNotContain("README.md", pulled["files"]!.AsArray().Select(file => (string?)file));

        var again = Machine().Expect(0, "model", "pull", Repo).Output;
        Assert.Contains("there already and checked", again);

        var list = JsonNode.Parse(Machine().Expect(0, "model", "list", "--json").Output)!;
        Assert.Equal(Repo, (string?)list["cached"]![0]!["repo"]);
        Assert.True((bool)list["cached"]![0]!["whole"]!);
        Assert.All(list["catalogue"]!.AsArray(), entry => Assert.False((bool)entry!["tried"]!));
        var shown = Machine().Expect(0, "model", "list").Output;
        Assert.Contains("openai/clip-vit-base-patch16", shown);
        Assert.Contains("None of these could be tried", shown);
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= 80 || line.Contains(Cache(), StringComparison.Ordinal), line));

        Assert.Contains("ok     files are what the Hub named", Machine().Expect(0, "model", "check", Repo).Output);
        var blob = new FileInfo(Path.Combine((string)pulled["folder"]!, "model.safetensors")).ResolveLinkTarget(true)!.FullName;
        var bytes = File.ReadAllBytes(blob);
        bytes[^4] ^= 1;                                         // still a finite number
        File.WriteAllBytes(blob, bytes);
        var damaged = Machine().Expect(1, "model", "check", Repo).Output;
        Assert.Contains("model.safetensors changed since it was downloaded", damaged);

        var removed = JsonNode.Parse(Machine().Expect(0, "model", "remove", Repo, "--json").Output)!;
        Assert.True((long)removed["bytes"]! > bytes.Length);
        Assert.Contains("is not in the cache", Machine().Expect(1, "model", "remove", Repo).Error);
        Assert.Contains("folders of your own", Machine().Expect(1, "model", "remove", sample.Model).Error);
    }

    /// <summary>H10: ten processes pull the same model at once.</summary>
    [Fact]
    public void H10_ten_processes_pull_one_model()
    {
        var processes = Enumerable.Range(0, 10).Select(_ => Machine().Start("model", "pull", Repo, "--json")).ToArray();

        foreach (var result in processes.Select(process => process.Wait(Long)))
            Assert.True(result.ExitCode == 0, result.ToString());

        var snapshot = Path.Combine(Cache(), "models--acme--tiny-clip", "snapshots", FakeHub.Main);
        foreach (var file in new[] { "config.json", "model.safetensors", "vocab.json", "merges.txt", "preprocessor_config.json" })
            Assert.Equal(hub.Files[file], File.ReadAllBytes(Path.Combine(snapshot, file)));
        Assert.Empty(Directory.EnumerateFiles(Cache(), "*.incomplete", SearchOption.AllDirectories));
        Assert.Single(hub.StorageRequests);                     // the others waited for the first one
    }

    [Fact]
    public void Interrupting_a_pull_keeps_what_came_and_the_same_command_goes_on()
    {
        hub.Storage = request => hub.OfStorage(request) with { Standstill = TimeSpan.FromMinutes(5) };
        var pulling = Machine().Start("model", "pull", Repo);
        pulling.Until(() => Directory.Exists(Cache()) && Directory.EnumerateFiles(Cache(), hub.Etag("model.safetensors") + ".*.incomplete", SearchOption.AllDirectories).Any(file => new FileInfo(file).Length > 0));
        pulling.Signal(RunningCli.Interrupt);
        var stopped = pulling.Wait();
        Assert.Equal(130, stopped.ExitCode);
        Assert.Contains("The same command goes on", stopped.Error);

        hub.Storage = null;
        Machine().Expect(0, "model", "pull", Repo);
        Assert.Matches("^bytes=[1-9]", hub.StorageRequests[^1].Header("Range"));
        Machine().Expect(0, "model", "check", Repo);
    }

    /// <summary>H8: everything goes through the proxy that HTTP_PROXY names.</summary>
    [Fact]
    public void H8_a_proxy_is_used()
    {
        using var proxy = new RawHttpServer(hub.OfHub);
        Machine(more: [("HTTP_PROXY", proxy.Address), ("http_proxy", proxy.Address), ("HF_ENDPOINT", "http://hub.invalid")]).Expect(0, "model", "pull", Repo);

        Assert.NotEmpty(proxy.Requests);
        Assert.All(proxy.Requests, request => Assert.StartsWith("http://hub.invalid/", request.Target));
        Assert.Empty(hub.HubRequests);
    }

    [Theory]
    [InlineData("kron-mimi", "no repository of the Hub")]
    [InlineData("ViT-B16", "Did you mean ViT-B/16")]
    [InlineData("./nowhere", "does not exist")]
    [InlineData("a/b/c", "does not exist")]
    [InlineData("acme/other", "There is no repository 'acme/other'")]
    [InlineData(Repo + "@v2", "has no revision 'v2'")]
    public void A_model_that_is_nowhere_is_refused_with_what_would_be_possible(string model, string sentence)
    {
        var result = Machine().Expect(1, "train", sample.Pictures, "--model", model);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
    }

    /// <summary>H7: offline, the first thing that is not there is named.</summary>
    [Fact]
    public void H7_offline_names_what_is_missing()
    {
        Machine().Expect(0, "model", "pull", Repo);
        File.Delete(Path.Combine(Cache(), "models--acme--tiny-clip", "blobs", hub.Etag("model.safetensors")));
        var result = Machine(more: ("HF_HUB_OFFLINE", "1")).Expect(1, "train", sample.Pictures, "--model", Repo);
        Assert.Contains($"'model.safetensors' of '{Repo}' is not in the cache", result.Error);
        Assert.Contains("HF_HUB_OFFLINE forbids", Machine(more: ("HF_HUB_OFFLINE", "1")).Expect(1, "model", "pull", Repo).Error);
        Assert.Contains("offline, as HF_HUB_OFFLINE asks", Machine(more: ("HF_HUB_OFFLINE", "1")).Run("doctor").Output);
    }

    [Fact]
    public void A_model_in_the_box_is_found_by_its_name_and_listed_first()
    {
        var name = "box-" + Guid.NewGuid().ToString("N");
        var box = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "models", name)).FullName;
        try
        {
            foreach (var file in Directory.EnumerateFiles(sample.Model))
                File.Copy(file, Path.Combine(box, Path.GetFileName(file)));
            Assert.Contains(name, Machine().Expect(0, "model", "list").Output.Split("In the cache")[0]);
            var trained = Machine().Expect(0, "train", sample.Pictures, "--model", name, "--epochs", "2", "--out", "a.kronclip", "--run", "run", "--json");
            Assert.Equal(name, (string?)JsonNode.Parse(trained.Output)!["model"]);
            Assert.Equal(name, (string?)JsonNode.Parse(File.ReadAllText(folder.File("run", "request.json")))!["model"]);
            Directory.CreateDirectory(folder.File(name));       // a folder of that name here and now is not what was meant then
            Machine().Expect(0, "predict", "a.kronclip", sample.Picture);
        }
        finally
        {
            Directory.Delete(box, recursive: true);
        }
    }
}
