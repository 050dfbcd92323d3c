using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Evaluation;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>Short benchmarks on the sample, and what two of them must have in common.</summary>
static class BenchmarkFigures
{
    public static BenchmarkRequest Request(ProtocolFolder folder, ProtocolKind protocol, string? output = null) => new()
    {
        Protocol = protocol,
        Images = folder.Source,
        Tasks = protocol == ProtocolKind.CrossTask ? [folder.Other] : [],
        Shifted = protocol == ProtocolKind.Domain ? [folder.Other] : [],
        Models = [folder.Model],
        Methods = ProtocolFolder.Methods,
        Shots = [2],
        Seeds = [1, 2],
        Recipe = new RecipeChoice { Epochs = 4 },
        Output = output ?? folder.NewPlace(),
        Cache = folder.Cache,
    };

    public static string[] Files(BenchmarkResult result) => [.. Directory.EnumerateFiles(result.CellFolder).Order(StringComparer.Ordinal)];

    /// <summary>Cells without their seconds, as text.</summary>
    public static IEnumerable<string> Comparable(IEnumerable<BenchmarkCell> cells) => cells.Select(cell => JsonSerializer.Serialize(cell with { Seconds = 0 }, ProtocolReport.Json));

    /// <summary>A cell's file without its seconds.</summary>
    public static string WithoutSeconds(byte[] cell)
    {
        var document = JsonNode.Parse(cell)!.AsObject();
        Assert.True(document["figures"]!.AsObject().Remove("seconds"));
        return document.ToJsonString();
    }
}
