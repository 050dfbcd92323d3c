using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>train --method auto through the real command line: what it prints and writes, that it goes on, and what it refuses.</summary>
public sealed class AutoTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    string[] Train(string run, params string[] more) => sample.Train(["--method", "auto", "--shots", "4", "--epochs", "10", "--run", run, "--out", run + ".kronclip", .. more]);

    [Fact]
    public void It_prints_the_candidates_and_what_it_took_and_why()
    {
        var result = Cli.Expect(0, Train("run"));

        var titles = new[] { "Zero-shot CLIP", "CK-CoOp", "GDA", "Linear probe", "LP++", "Kernel ridge", "Tip-Adapter", "Tip-Adapter-F" };
        var rows = result.Output.Split('\n');
        Assert.All(titles, title => Assert.Contains(rows, row => row.TrimStart().StartsWith(title, StringComparison.Ordinal) && row.Contains(" 16 ", StringComparison.Ordinal)));
        Assert.Single(rows, row => row.Contains(" * ", StringComparison.Ordinal));
        Assert.Contains(", taken by Auto, on model: 4 classes, 4 shots, seed 1", result.Output);
        Assert.Contains(rows, row => row.StartsWith("Picked ", StringComparison.Ordinal) || row.StartsWith("No clear difference: took the simpler. Picked ", StringComparison.Ordinal));
        Assert.Contains("note: Cross-validated on the 16 training pictures in 4 folds, right answers: ", result.Error);
        Assert.Contains("choosing: 29/29 fits", result.Error);
        Assert.All(rows.Where(row => row.Contains('─') || row.StartsWith("  ", StringComparison.Ordinal)), row => Assert.InRange(row.Length, 1, 80));
        Assert.Contains("The run came out the same", Cli.Expect(0, "repro", "run").Output);
        Assert.Contains("is complete; nothing is left to do", Cli.Expect(0, Train("run")).Error);
    }

    [Fact]
    public void As_json_it_has_the_choice_whatever_the_number_of_threads()
    {
        string[] more = ["--set", "candidates=[\"ck-coop\",\"gda\"]", "--json"];
        var one = JsonNode.Parse(Cli.Expect(0, Train("one", [.. more, "--threads", "1"])).Output)!;
        Cli.Expect(0, Train("three", [.. more, "--threads", "3"]));

        RunFiles.AssertSame(folder.File("one"), folder.File("three"));
        var choice = one["choice"]!;
        Assert.Equal("auto", (string?)one["method"]);
        Assert.Equal((16, 4), ((int)choice["of"]!, (int)choice["folds"]!));
        Assert.Equal(["ck-coop", "gda", "zero-shot"], choice["candidates"]!.AsArray().Select(c => (string)c!["method"]!).Order(StringComparer.Ordinal));
        Assert.All(choice["candidates"]!.AsArray(), c => Assert.InRange((int)c!["right"]!, 0, 16));
        Assert.Contains((string?)choice["picked"], new[] { "ck-coop", "gda", "zero-shot" });
        Assert.NotNull(choice["lead"]!["second"]!["p"]);
        Assert.NotNull(choice["warnings"]);
        var line = JsonNode.Parse(Cli.Expect(0, "predict", "one.kronclip", sample.Picture, "--json").Output)!;
        Assert.NotNull(line["label"]);
        Assert.Equal((string?)choice["picked"], (string?)JsonNode.Parse(Cli.Expect(0, "eval", "one.kronclip", sample.Pictures, "--json").Output)!["method"]);
    }

    [Fact]
    public void A_signal_while_it_chooses_keeps_what_is_finished_and_the_same_command_goes_on()
    {
        string[] Long(string run) => sample.Train("--method", "auto", "--shots", "4", "--epochs", "300", "--run", run, "--out", run + ".kronclip", "--set", "candidates=[\"ck-coop\",\"linear-probe\"]");
        Cli.Expect(0, Long("calm"));
        var running = Cli.Start(Long("stopped"));
        running.Until(() => File.Exists(folder.File("stopped", "choice", "choice-ck-coop-fold1.json")));
        running.Signal(RunningCli.Interrupt);
        var stopped = running.Wait();

        Assert.True(stopped.ExitCode == 130, stopped.ToString());
        Assert.False(File.Exists(folder.File("stopped", "metrics.json")));
        Cli.Expect(0, Long("stopped"));
        RunFiles.AssertSame(folder.File("calm"), folder.File("stopped"));
    }

    [Fact]
    public void In_a_comparison_it_is_a_row_that_says_what_it_took()
    {
        var output = Cli.Expect(0, "compare", sample.Pictures, "--models", sample.Model, "--methods", "auto:candidates=[\"ck-coop\",\"gda\"],gda", "--shots", "2,4", "--seeds", "1-2", "--epochs", "5").Output;
        Assert.Contains("at 2 pictures of each class took ", output);
        Assert.Contains("at 4 pictures of each class took ", output);
    }

    /// <summary>The demo renders and encodes its pictures first.</summary>
    [Fact, Trait("Speed", "slow")]
    public void The_demo_gives_it_the_candidates_that_serve_new_classes()
    {
        var methods = JsonNode.Parse(Cli.Expect(0, "demo", "--method", "auto", "--seeds", "1", "--shots", "2", "--json").Output)!["report"]!["methods"]!.AsArray();
        Assert.Equal("""["zero-shot","ck-coop"]""", methods.Single(m => (string?)m!["method"] == "auto")!["options"]!["candidates"]!.ToJsonString());
    }

    [Fact]
    public void Methods_show_says_among_what_it_chooses()
    {
        var text = Cli.Expect(0, "methods", "show", "auto").Output;
        Assert.All(["as taken", "zero-shot, ck-coop, gda", "each candidate's own", "candidates"], what => Assert.Contains(what, text));
        Assert.Equal(8, JsonNode.Parse(Cli.Expect(0, "methods", "show", "auto", "--json").Output)!["candidates"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("candidates=[]", "candidates is empty")]
    [InlineData("candidates=[\"nothing\"]", "There is no method 'nothing'")]
    [InlineData("candidates=[\"auto\"]", "candidates has 'auto'")]
    [InlineData("candidates=[\"gda\",\"gda\"]", "candidates has gda twice")]
    [InlineData("contextWords=4", "no option 'contextWords'")]
    public void What_cannot_be_meant_is_wrong_usage(string setting, string sentence) => Assert.Contains(sentence, Cli.Expect(2, Train("run", "--set", setting)).Error);
}
