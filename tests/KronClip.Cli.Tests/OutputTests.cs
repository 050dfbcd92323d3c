using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Standard output and standard error: pipes, terminals, colours, names of other languages.</summary>
public sealed class OutputTests(Sample sample) : IDisposable
{
    const char Escape = '\u001b';

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void Into_a_pipe_nothing_moves_and_nothing_is_coloured()
    {
        foreach (var verb in new string[][] { sample.Train("--epochs", "2"), ["eval", sample.Classifier, sample.Pictures], ["methods", "show", "ck-coop"] })
        {
            var result = Cli.Expect(0, verb);
            Assert.DoesNotContain(Escape, result.Output + result.Error);
            Assert.DoesNotContain('\r', result.Output + result.Error);
        }
    }

    [Fact]
    public void On_a_terminal_a_bar_moves()
    {
        var shown = OnTerminal("");

        Assert.Contains("training ━", shown);
        Assert.Contains($"{Escape}[1m", shown);
    }

    [Fact]
    public void No_colour_where_none_is_wanted()
    {
        var shown = OnTerminal("NO_COLOR=1");

        Assert.Contains("training ━", shown);
        Assert.DoesNotMatch("\u001b\\[[0-9;]*m", shown);
    }

    [Fact]
    public void Nothing_moves_on_a_terminal_that_cannot() => Assert.DoesNotContain(Escape, OnTerminal("TERM=dumb"));

    [Fact]
    public void A_closed_pipe_ends_quietly()
    {
        var result = Cli.Bash($"set -o pipefail; $KRONCLIP predict '{sample.Classifier}' '{sample.Pictures}' | true; echo ${{PIPESTATUS[0]}}");

        Assert.Equal("0\n", result.Output);
        Assert.DoesNotContain("error", result.Error);
    }

    [Fact]
    public void A_full_disk_behind_standard_output_is_an_error()
    {
        if (!File.Exists("/dev/full"))
            Assert.Skip("needs /dev/full");

        var result = Cli.Bash($"$KRONCLIP predict '{sample.Classifier}' '{sample.Pictures}' > /dev/full");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("error: Standard output cannot be written", result.Error);
    }

    [Fact]
    public void Two_commands_may_write_to_one_file()
    {
        var result = Cli.Bash("{ $KRONCLIP --version; $KRONCLIP --version; } > both.txt; cat both.txt");

        Assert.Equal($"{Library.Version}\n{Library.Version}\n", result.Output);
    }

    [Fact]
    public void Display_names_appear_everywhere()
    {
        File.WriteAllText(folder.File("classes.json"), """
            {"version":1,"classes":{
              "red_circle":{"words":"red circle","name":"赤い円"},
              "blue_square":{"words":"blue square","name":"青い四角"},
              "green_triangle":{"words":"green triangle","name":"緑の三角"}}}
            """);
        string[] job = sample.Train("--classes", "classes.json", "--epochs", "2", "--out", "a.kronclip");
        string[] names = ["赤い円", "青い四角", "緑の三角", "yellow_stripes"];

        var table = Cli.Expect(0, job).Output;
        var metrics = JsonNode.Parse(Cli.Expect(0, [.. job, "--json"]).Output)!;
        var predicted = Cli.Expect(0, "predict", "a.kronclip", sample.Picture).Output;
        var json = Cli.Expect(0, "predict", "a.kronclip", sample.Picture, "--json").Output;
        var measured = Cli.Expect(0, "eval", "a.kronclip", sample.Pictures).Output;

        Assert.Equal(names.Order(StringComparer.Ordinal), metrics["classes"]!.AsArray().Select(c => (string?)c!["name"]).Order(StringComparer.Ordinal));
        foreach (var output in new[] { table, predicted, json, measured })
            Assert.All(names, name => Assert.Contains(name, output));
    }

    [Fact]
    public void Too_few_pictures_for_a_test_set_are_called_that()
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        foreach (var of in Directory.GetDirectories(pictures))
            Directory.GetFiles(of).Order(StringComparer.Ordinal).Skip(of.EndsWith("red_circle", StringComparison.Ordinal) ? 2 : 6).ToList().ForEach(File.Delete);
        string[] job = ["train", pictures, "--model", sample.Model, "--epochs", "2", "--shots", "4"];

        var table = Cli.Expect(0, job).Output;
        var metrics = JsonNode.Parse(Cli.Expect(0, [.. job, "--json"]).Output)!;

        Assert.Matches(@"test accuracy\s+–\s+–\s+–\s+–", table);
        Assert.Contains("-fold (no test set) accuracy", table);
        Assert.Contains("No test set", table);
        Assert.Null(metrics["adapted"]!["test"]);
        Assert.NotNull(metrics["kFold"]);
        Assert.Equal("k-fold", (string?)metrics["split"]!["testKind"]);
    }

    /// <summary>What a person sees of a training, by way of a pseudo-terminal.</summary>
    string OnTerminal(string variables)
    {
        if (!OperatingSystem.IsLinux() || Cli.Bash("command -v script").ExitCode != 0)
            Assert.Skip("needs a pseudo-terminal (script of util-linux)");
        var result = Cli.Bash($"export TERM=xterm {variables}; script -qec \"$KRONCLIP {string.Join(' ', sample.Train("--epochs", "100"))}\" /dev/null");
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }
}
