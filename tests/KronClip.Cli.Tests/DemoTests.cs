using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip demo: what it prints and writes, and what it refuses.</summary>
public sealed class DemoTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact, Trait("Speed", "slow")]
    public void It_prints_tables_examples_and_the_page_and_its_classifier_can_be_used()
    {
        var result = Cli.Expect(0, "demo", "--seeds", "1", "--method", "ck-coop");

        Assert.Contains("Zero-shot CLIP", result.Output);
        Assert.Contains("CK-CoOp", result.Output);
        Assert.Contains(folder.File("kronclip-demo", "demo.html"), result.Output);
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        Assert.All(result.Output.Split('\n').Where(l => l.Contains('─')), l => Assert.InRange(l.Length, 1, 80));
        var next = result.Output.Split('\n').Single(l => l.Contains("kronclip predict")).Split("kronclip ", 2)[1].Trim().Split(' ');
        Assert.NotEmpty(Cli.Expect(0, next).Output);
    }

    [Fact, Trait("Speed", "slow")]
    public void As_json_it_says_the_same_with_any_number_of_threads()
    {
        var (one, two) = (Report("a", "1"), Report("b", "2"));
        Assert.Equal(["zero-shot", "coop-contextWords=4", "coop-contextWords=16"], one["methods"]!.AsArray().Select(m => m!["id"]!.ToString()));
        Assert.Equal(one.ToJsonString(), two.ToJsonString());
    }

    JsonObject Report(string place, string threads)
    {
        var output = Cli.Expect(0, "demo", "--seeds", "3", "--shots", "1", "--method", "coop", "--json", "--out", place, "--threads", threads).Output;
        Assert.Equal(output, File.ReadAllText(folder.File(place, "demo.json")));
        var report = JsonNode.Parse(output)!["report"]!.AsObject();
        Assert.True(report.Remove("seconds"));
        return report;
    }

    [Fact]
    public void Interrupted_it_leaves_no_results()
    {
        var running = Cli.Start("demo", "--seeds", "1-500");
        running.Until(() => Directory.Exists(folder.File("kronclip-demo")));
        Thread.Sleep(1500);
        running.Signal(RunningCli.Interrupt);

        Assert.Equal(130, running.Wait().ExitCode);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.File("kronclip-demo")));
    }

    [Theory]
    [InlineData("--seeds one", "--seeds is 'one'; give whole numbers such as 1-3 or 1,2,5")]
    [InlineData("--seeds 3-1", "--seeds is '3-1'")]
    [InlineData("--seeds 1,1", "seed 1 is given twice")]
    [InlineData("--seeds 1-100000", "at most 1000")]
    [InlineData("--shots 0", "shots is 0")]
    [InlineData("--method nothing", "There is no method 'nothing'")]
    [InlineData("--bogus", "There is no option '--bogus'")]
    [InlineData("x", "'x'")]
    public void What_cannot_be_meant_is_refused(string line, string sentence)
    {
        var result = Cli.Expect(2, ["demo", .. line.Split(' ')]);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_place_that_is_a_file_is_refused()
    {
        File.WriteAllText(folder.File("taken"), "");
        Assert.Contains("is a file", Cli.Expect(2, "demo", "--out", "taken").Error);
        Assert.Contains("--out", Cli.Expect(1, "demo", "--out", "taken/below").Error);
    }
}
