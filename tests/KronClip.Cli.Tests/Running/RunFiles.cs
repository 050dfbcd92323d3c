using System.Text.Json.Nodes;

namespace KronClip.Cli.Tests;

/// <summary>What two runs of the same job must have in common.</summary>
static class RunFiles
{
    public static byte[] Classifier(string run) => File.ReadAllBytes(Path.Combine(run, "classifier.kronclip"));

    public static string Log(string run) => File.ReadAllText(Path.Combine(run, "log.jsonl"));

    public static string Split(string run) => File.ReadAllText(Path.Combine(run, "split.jsonl"));

    public static string[] Checkpoints(string run) => Directory.Exists(run) ? Directory.GetFiles(run, "checkpoint-*.safetensors") : [];

    /// <summary>metrics.json without times and places.</summary>
    public static string Metrics(string run) => Comparable(File.ReadAllText(Path.Combine(run, "metrics.json")));

    /// <summary>A metrics document without times and places.</summary>
    public static string Comparable(string json)
    {
        var metrics = JsonNode.Parse(json)!.AsObject();
        foreach (var own in new[] { "seconds", "classifier", "run" })
            Assert.True(metrics.Remove(own), $"metrics have no '{own}'");
        (metrics["report"] as JsonObject)?.Remove("cost");
        return Sorted(metrics)!.ToJsonString();
    }

    /// <summary>The order of keys says nothing.</summary>
    static JsonNode? Sorted(JsonNode? node) => node is JsonObject members
        ? new JsonObject(members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, Sorted(m.Value))))
        : node?.DeepClone();

    public static void AssertSame(string expected, string actual)
    {
        Assert.Equal(Log(expected), Log(actual));
        Assert.Equal(Metrics(expected), Metrics(actual));
        Assert.True(Classifier(expected).AsSpan().SequenceEqual(Classifier(actual)), "the classifiers differ");
    }
}
