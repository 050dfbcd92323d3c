using System.Security.Cryptography;
using System.Text;
using KronClip.Hub;
using KronClip.Testing;

namespace KronClip.Tests.Hub;

/// <summary>A hub with a model of a few files, an empty cache, and a client without patience: pauses are recorded and not waited for.</summary>
sealed class PullSetup : IDisposable
{
    public const string Secret = "hf_secretSECRETsecret", Weights = "model.safetensors";

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public PullSetup(string prefix = "", int weightBytes = 300_000)
    {
        Hub = new FakeHub(new Dictionary<string, byte[]>
        {
            ["config.json"] = """{"model_type":"clip","architectures":["CLIPModel"]}"""u8.ToArray(),
            ["vocab.json"] = """{"a":0}"""u8.ToArray(),
            ["merges.txt"] = "#version: 0.2\n"u8.ToArray(),
            ["preprocessor_config.json"] = "{}"u8.ToArray(),
            [Weights] = Bytes(weightBytes),
            ["README.md"] = "# not needed"u8.ToArray(),
            ["pytorch_model.bin"] = Bytes(1000),
        }, prefix);
        Settings = new HubSettings
        {
            CacheFolder = folder.File("hub"),
            Endpoint = new Uri(Hub.Endpoint + "/"),
            Token = HubToken.From(Secret, "HF_TOKEN"),
            Patience = TimeSpan.FromSeconds(20),
        };
        System = new HubSystem { Delay = (time, cancel) => { Pauses.Add(time); cancel.ThrowIfCancellationRequested(); return Task.CompletedTask; } };
    }

    public FakeHub Hub { get; }

    public HubSettings Settings { get; set; }

    public HubSystem System { get; set; }

    public Listener Heard { get; } = new();

    public List<TimeSpan> Pauses { get; } = [];

    public HubCache Cache => new(Settings.CacheFolder);

    public RepoId Repo { get; } = RepoId.TryParse(FakeHub.Repo)!;

    public string Blobs => Cache.Blobs(Repo);

    public string Snapshot => Cache.Snapshot(Repo, FakeHub.Main);

    public string WeightsBlob => Path.Combine(Blobs, Hub.Etag(Weights));

    public PulledModel Pull(RepoId? repo = null, Action<string>? inspect = null, CancellationToken cancel = default)
    {
        using var client = new HubClient(Settings, Heard, System);
        return client.PullAsync(repo ?? Repo, inspect, cancel).GetAwaiter().GetResult();
    }

    public HubException Refused() => Assert.Throws<HubException>(() => Pull());

    /// <summary>Everything a pull must leave: files with their content, links to blobs, and no litter.</summary>
    public void AssertWhole(params string[] without)
    {
        foreach (var file in new[] { "config.json", "vocab.json", "merges.txt", "preprocessor_config.json", Weights }.Except(without))
        {
            Assert.Equal(Hub.Files[file], File.ReadAllBytes(Path.Combine(Snapshot, file)));
            Assert.Equal(Path.Combine("..", "..", "blobs", Hub.Etag(file)), new FileInfo(Path.Combine(Snapshot, file)).LinkTarget);
        }
        Assert.Equal(FakeHub.Main, File.ReadAllText(Path.Combine(Cache.RepoFolder(Repo), "refs", "main")));
        Assert.Empty(Partial);
    }

    public string[] Partial => Directory.Exists(Blobs) ? Directory.GetFiles(Blobs, "*.incomplete") : [];

    /// <summary>The same bytes at every run.</summary>
    public static byte[] Bytes(int count, string seed = "weights")
    {
        var bytes = new byte[count];
        new Random(BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(seed)))).NextBytes(bytes);
        return bytes;
    }

    public void Dispose()
    {
        Hub.Dispose();
        folder.Dispose();
    }

    internal sealed class Listener : IHubObserver
    {
        public List<string> Notes { get; } = [];

        public List<string> Warnings { get; } = [];

        public List<string> Stages { get; } = [];

        public Action<long>? OnAdvance { get; set; }

        public void Begin(string what, long bytes) => Stages.Add(what);

        public void Advance(long bytes) => OnAdvance?.Invoke(bytes);

        public void End() { }

        public void Note(string message) => Notes.Add(message);

        public void Warn(string message) => Warnings.Add(message);
    }
}
