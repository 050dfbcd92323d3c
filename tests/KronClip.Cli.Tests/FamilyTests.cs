using System.Text.Json.Nodes;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Every method that learns a prompt goes the whole road: train, predict, eval, repro, with any number of threads.</summary>
public sealed class FamilyTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Methods => [.. MethodCatalogue.All.Where(m => m is PromptMethodDefinition).Select(m => m.Name)];

    [Theory, MemberData(nameof(Methods))]
    public void Each_method_trains_predicts_evaluates_and_repeats(string method)
    {
        var cli = sample.Cli(folder.Path);
        string[] Train(string run, string threads) =>
            sample.Train("--method", method, "--shots", "4", "--epochs", "4", "--run", run, "--out", run + ".kronclip", "--threads", threads, "--json");

        var metrics = JsonNode.Parse(cli.Expect(0, Train("one", "1")).Output)!;
        cli.Expect(0, Train("three", "3"));
        var lines = cli.Expect(0, "predict", "one.kronclip", Path.Combine(sample.Pictures, "red_circle"), "--top", "4", "--json").Output.TrimEnd('\n').Split('\n');
        var eval = JsonNode.Parse(cli.Expect(0, "eval", "one.kronclip", sample.Pictures, "--json").Output)!;
        var repro = JsonNode.Parse(cli.Expect(0, "repro", "one", "--json").Output)!;

        RunFiles.AssertSame(folder.File("one"), folder.File("three"));
        Assert.Equal(method, (string?)metrics["method"]);
        Assert.True((long)metrics["parameters"]! > 0);
        Assert.Equal(24, lines.Length);
        Assert.All(lines, line => Assert.Equal(1, JsonNode.Parse(line)!["top"]!.AsArray().Sum(t => (double)t!["confidence"]!), 1e-6));
        Assert.Equal(96, eval["classes"]!.AsArray().Sum(c => (int)c!["pictures"]!));
        Assert.True((bool)repro["same"]!);
        Assert.True((bool)repro["classifierBytesEqual"]!);
    }

    [Fact, Trait("Speed", "slow")]
    public void The_demo_puts_them_to_the_test_on_new_classes_too()
    {
        var output = sample.Cli(folder.Path).Expect(0, ["demo", "--seeds", "1", "--shots", "1", "--json", .. Methods.SelectMany(m => new[] { "--method", (string)m.Data })]).Output;

        var report = JsonNode.Parse(output)!["report"]!;
        var rows = report["methods"]!.AsArray().Select(m => (string?)m!["method"]).Distinct().ToArray();
        Assert.All(Methods, method => Assert.Contains(method.Data, rows));
        Assert.All(report["cells"]!.AsArray(), cell => Assert.InRange((double)cell!["accuracy"]!, 0, 1));
    }

    [Fact]
    public void A_method_whose_gradient_is_bent_refuses_lbfgs_and_takes_adamw()
    {
        var cli = sample.Cli(folder.Path);
        Assert.Contains("ProGrad bends its gradient", cli.Expect(2, sample.Train("--method", "prograd", "--optimiser", "lbfgs")).Error);
        var metrics = JsonNode.Parse(cli.Expect(0, sample.Train("--method", "prograd", "--shots", "2", "--epochs", "2", "--json")).Output)!;
        Assert.Equal("adamw", ((string?)metrics["recipe"]!["optimiser"]!["kind"])!.Replace("-", "", StringComparison.Ordinal));
    }
}
