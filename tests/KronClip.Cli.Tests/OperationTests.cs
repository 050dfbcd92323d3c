using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>What a factory does after a classifier is in use, on the real command line: drift, next, retrain, audit.</summary>
public sealed class OperationTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void From_the_watch_to_the_switch()
    {
        File.Copy(sample.Classifier, folder.File("parts.kronclip"));
        var drift = JsonNode.Parse(Cli.Expect(0, "drift", "parts.kronclip", sample.Pictures, "--json").Output)!;
        Assert.NotEqual("alarm", (string?)drift["verdict"]);
        var watch = Cli.Expect(0, "drift", "parts.kronclip", sample.Pictures, "--reference", sample.Pictures).Output;
        Assert.Contains("Nothing shows that the pictures look different", watch);

        var next = JsonNode.Parse(Cli.Expect(0, "next", "parts.kronclip", sample.Pictures, "--count", "3", "--json").Output)!["pictures"]!.AsArray();
        Assert.Equal(3, next.Count);
        Assert.Equal(3, Cli.Expect(0, "next", "parts.kronclip", sample.Pictures, "--count", "3").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.All(next, picture => Assert.True(File.Exists((string)picture!["path"]!)));

        var before = File.ReadAllBytes(folder.File("parts.kronclip"));
        var result = JsonNode.Parse(Cli.Expect(0, "retrain", "parts.kronclip", sample.Pictures, "--shots", "4", "--json").Output)!;
        Assert.Equal(before, File.ReadAllBytes(folder.File("parts.kronclip")));
        Assert.True(File.Exists(folder.File("parts.new.kronclip")));
        Assert.False((bool)result["replaced"]!);
        Assert.Contains("neither was trained on", (string?)result["comparison"]!["sentence"]);

        var replaced = Cli.Expect(0, "retrain", "parts.kronclip", sample.Pictures, "--shots", "4", "--replace-anyway");
        Assert.Contains("is the new classifier now", replaced.Output);
        Assert.NotEqual(before, File.ReadAllBytes(folder.File("parts.kronclip")));
        Assert.Contains(Directory.GetFiles(folder.Path, "parts.*.kronclip"), file => File.ReadAllBytes(file).AsSpan().SequenceEqual(before));

        var audit = Cli.Expect(0, "audit", "parts.kronclip");
        Assert.Contains("The trail is whole: 2 entries.", audit.Output);
        var trail = folder.File("parts.kronclip.audit.jsonl");
        File.WriteAllText(trail, File.ReadAllText(trail).Replace("\"who\":\"this machine\"", "\"who\":\"somebody else\"", StringComparison.Ordinal));
        Assert.Contains("Line 1 ", Cli.Expect(1, "audit", trail).Output);
        Assert.Equal(1, (int)JsonNode.Parse(Cli.Expect(1, "audit", trail, "--json").Output)!["check"]!["firstBroken"]!);
    }

    [Fact]
    public void What_is_not_there_is_said()
    {
        File.Copy(sample.Classifier, folder.File("parts.kronclip"));
        Assert.Contains("does not exist", Cli.Expect(1, "audit", "parts.kronclip").Error);
        Assert.Contains("does not exist", Cli.Expect(1, "drift", "parts.kronclip", "nowhere").Error);
        Assert.Contains("does not exist", Cli.Expect(1, "next", "parts.kronclip", "nowhere").Error);
        Directory.CreateDirectory(folder.File("log"));
        File.WriteAllText(folder.File("log/predictions-2026-01-31.jsonl"), "half");
        Assert.Contains("--keep-pictures", Cli.Expect(1, "next", "parts.kronclip", "log").Error);
        var few = Cli.Expect(0, "drift", "parts.kronclip", "log");
        Assert.Contains("nothing can be said", few.Output);
        Assert.Contains("is no prediction", few.Error);
    }
}
