using System.Text.Json.Nodes;
using KronClip.Testing;

[assembly: AssemblyFixture(typeof(KronClip.Cli.Tests.Sample))]

namespace KronClip.Cli.Tests;

/// <summary>What `kronclip sample` makes, a finished run on it and a filled cache; made once, only read by the tests.</summary>
public sealed class Sample : IDisposable
{
    readonly TemporaryFolder root = TestFiles.Temporary();
    readonly Lazy<CliResult> trained;

    public Sample()
    {
        Cli(root.Path).Expect(0, "sample", Folder);
        trained = new(() => Cli(root.Path).Expect(0, "train", Pictures, "--model", Model, "--out", root.File("sample.kronclip"), "--run", root.File("run"), "--json"));
    }

    string Folder => root.File("demo");

    public string Model => Path.Combine(Folder, "model");

    public string Pictures => Path.Combine(Folder, "pictures");

    /// <summary>One picture.</summary>
    public string Picture => Directory.EnumerateFiles(Pictures, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();

    public string Cache => root.File("cache");

    /// <summary>A finished run.</summary>
    public string Run => Metrics is null ? "" : root.File("run");

    public string Classifier => Metrics is null ? "" : root.File("sample.kronclip");

    /// <summary>What the finished run printed with --json.</summary>
    public JsonObject Metrics => JsonNode.Parse(trained.Value.Output)!.AsObject();

    /// <summary>The arguments of a training on the sample, with what is added.</summary>
    public string[] Train(params string[] more) => ["train", Pictures, "--model", Model, .. more];

    /// <summary>A runner in a folder, with the shared cache.</summary>
    internal CliRunner Cli(string folder, Dictionary<string, string?>? environment = null) => new(folder, Cache) { Environment = environment ?? [] };

    /// <summary>A copy of the pictures that a test may change.</summary>
    public string CopyPictures(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Pictures, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(Pictures, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return to;
    }

    public void Dispose() => root.Dispose();
}
