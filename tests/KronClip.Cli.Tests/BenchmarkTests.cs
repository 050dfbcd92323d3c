using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip benchmark: what it prints and writes, how it goes on, and what it refuses.</summary>
public sealed class BenchmarkTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    string[] Own(string protocol, params string[] more) => ["benchmark", protocol, sample.Pictures, "--models", sample.Model, "--epochs", "4", "--methods", "coop:contextWords=4,ck-coop", .. more];

    string[] Published(string protocol, params string[] more) =>
        ["benchmark", protocol, "--data-root", folder.File("data"), "--epochs", "2", "--methods", "coop:contextWords=4", "--seeds", "1-2", "--allow-partial", "--out", protocol, "--threads", "2", .. more];

    [Fact]
    public void It_prints_a_table_and_says_where_the_figures_are()
    {
        var result = Cli.Expect(0, Own("base-to-new", "--join", "--shots", "4"));
        Assert.Contains("base-to-new on model: mean ± population standard deviation over 3 seeds, * best", result.Output);
        var rows = result.Output.Split('\n');
        Assert.All(new[] { "Zero-shot CLIP", "CoOp (M = 4)", "CK-CoOp" }, title => Assert.Contains(rows, r => r.TrimStart().StartsWith(title, StringComparison.Ordinal) && r.Contains('±')));
        Assert.Contains("4 pictures of each class, accuracy in percent", result.Output);
        Assert.Contains(rows, r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["method", "base", "new", "H", "joint"]);
        Assert.All(rows.Where(r => r.Contains('─') || r.Contains('±') && r.TrimStart() is ['Z' or 'C', ..]), r => Assert.InRange(r.Length, 1, 80));
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        Assert.Contains("fits in", result.Error);
        Assert.Equal(3 * 3 * 3, Directory.EnumerateFiles(folder.File("runs", "pictures-base-to-new", "cells")).Count());
        Assert.Contains(folder.File("runs", "pictures-base-to-new", "benchmark.json"), result.Output);
        Assert.Contains("CK-CoOp", File.ReadAllText(folder.File("runs", "pictures-base-to-new", "benchmark.html")));
    }

    [Fact]
    public void As_json_it_says_the_same_with_any_number_of_threads()
    {
        string Figures(string place, string threads)
        {
            var output = Cli.Expect(0, Own("few-shot", "--shots", "1,2", "--seeds", "3-4", "--json", "--out", place, "--threads", threads)).Output;
            Assert.Equal(output, File.ReadAllText(folder.File(place, "benchmark.json")));
            return WithoutSeconds(output);
        }
        Assert.Equal(Figures("a", "1"), Figures("b", "2"));
        Assert.Equal(Directory.EnumerateFiles(folder.File("a", "cells")).Select(Path.GetFileName).Order(), Directory.EnumerateFiles(folder.File("b", "cells")).Select(Path.GetFileName).Order());
        var document = File.ReadAllText(folder.File("a", "benchmark.json"));
        Assert.Equal(document, Cli.Expect(0, Own("few-shot", "--shots", "1,2", "--seeds", "3-4", "--json", "--out", "a")).Output);     // every cell is there, and so are its seconds
    }

    /// <summary>All four protocols on tiny copies of the published data sets, by the model that comes with KronClip.</summary>
    [Fact]
    public void The_published_protocols_run_on_the_published_layouts()
    {
        BenchmarkTree.Write(folder.File("data"));
        var halves = Cli.Expect(0, Published("base-to-new", "--shots", "4"));
        Assert.Contains("H, every set, 4 pictures of each class", halves.Output);
        Assert.Contains("Caltech101 (partial)", halves.Output);
        Assert.Equal(11 * 2 * 2 * 2, Cells("base-to-new"));

        Assert.Contains("OxfordPets", Cli.Expect(0, Published("cross-task", "--shots", "4")).Output);
        Assert.Equal(11 * 2 * 2, Cells("cross-task"));
        Assert.Contains("ImageNetA", Cli.Expect(0, Published("domain", "--shots", "4")).Output);
        Assert.Equal(5 * 2 * 2, Cells("domain"));
        var few = Cli.Expect(0, Published("few-shot", "--shots", "1,4", "--data", "DTD,eurosat", "--json"));
        Assert.Equal(2 * 3 * 2, Cells("few-shot"));
        Assert.Equal(["dtd", "eurosat"], JsonNode.Parse(few.Output)!["sets"]!.AsArray().Select(s => (string)s!["name"]!));
    }

    [Fact]
    public void Interrupted_it_keeps_its_cells_and_the_same_command_goes_on()
    {
        string[] job = Own("base-to-new", "--shots", "2", "--seeds", "1-20", "--out", "stopped", "--json");
        string Cells(string place) => folder.File(place, "cells");
        var running = Cli.Start(job);
        running.Until(() => Directory.Exists(Cells("stopped")) && Directory.EnumerateFiles(Cells("stopped"), "*.json").Count() >= 5);
        running.Signal(RunningCli.Interrupt);
        var stopped = running.Wait();

        Assert.True(stopped.ExitCode == 130, stopped.ToString());
        Assert.Empty(stopped.Output);
        Assert.False(File.Exists(folder.File("stopped", "benchmark.json")));
        var kept = Directory.EnumerateFiles(Cells("stopped")).ToDictionary(f => f, File.ReadAllText);
        Assert.InRange(kept.Count, 5, 119);

        var resumed = Cli.Expect(0, job);
        Assert.Contains($"{kept.Count} of 120 cells", resumed.Error);
        Assert.All(kept, cell => Assert.Equal(cell.Value, File.ReadAllText(cell.Key)));
        var calm = Cli.Expect(0, [.. job.Select(word => word == "stopped" ? "calm" : word)]);
        Assert.Equal(WithoutSeconds(calm.Output), WithoutSeconds(resumed.Output));
    }

    [Fact]
    public void What_is_asked_of_the_figures_decides_the_exit_code()
    {
        string[] job = Own("few-shot", "--shots", "2", "--seeds", "1", "--out", "a");
        Assert.Contains("Accepted.", Cli.Expect(0, [.. job, "--accept", "accuracy>=0%"]).Output);
        Assert.Contains("Not accepted", Cli.Expect(1, [.. job, "--accept", "accuracy>=0%,macro-f1>1"]).Error);
        Assert.Contains("names no figure that is measured here", Cli.Expect(2, [.. job, "--accept", "new>=0.5"]).Error);
    }

    [Fact]
    public void Base_classes_come_from_a_list_or_a_file()
    {
        File.WriteAllText(folder.File("base.txt"), "red_circle\n\nblue_square\n");
        string[] job = Own("base-to-new", "--shots", "2", "--seeds", "1", "--out", "a");
        Cli.Expect(0, [.. job, "--base", "red_circle,blue_square"]);
        var again = Cli.Expect(0, [.. job, "--base", folder.File("base.txt")]);
        Assert.Contains("6 of 6 cells", again.Error);
        Assert.Contains("Did you mean 'red_circle'?", Cli.Expect(2, [.. job, "--base", "red_circel,blue_square"]).Error);
    }

    [Theory]
    [InlineData("base-to-new", "--methods nothing", "There is no method 'nothing'")]
    [InlineData("base-to-new", "--methods gda", "cannot serve new classes")]
    [InlineData("base-to-new", "--methods coop:classSpecific=true", "cannot serve new classes")]
    [InlineData("base-to-new", "--shots 1,2", "trains with one number of pictures")]
    [InlineData("base-to-new", "--shots 0", "shots is 0")]
    [InlineData("cross-task", "", "--tasks")]
    [InlineData("domain", "", "--shifted")]
    [InlineData("domain", "--tasks other", "There is no option '--tasks'")]
    [InlineData("few-shot", "--seeds 2,2", "The seed 2 is given twice")]
    [InlineData("few-shot", "--recipe mine", "no recipe 'mine'")]
    [InlineData("few-shot", "--data dtd", "--data is for published data sets")]
    [InlineData("few-shot", "--data-root somewhere", "Give <images> or --data-root, not both")]
    public void What_cannot_be_meant_is_refused_before_anything_is_made(string protocol, string line, string sentence)
    {
        var result = Cli.Expect(2, ["benchmark", protocol, sample.Pictures, "--models", sample.Model, .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Pictures_that_are_not_there_are_refused()
    {
        Assert.Contains("There are no pictures", Cli.Expect(2, "benchmark", "few-shot").Error);
        Assert.Contains("does not exist", Cli.Expect(1, "benchmark", "few-shot", "nothing").Error);
        Assert.Contains("does not exist. Check --data-root", Cli.Expect(1, "benchmark", "few-shot", "--data-root", "nothing").Error);
        var other = folder.File("other");
        Directory.CreateDirectory(other);
        File.WriteAllText(Path.Combine(other, "letter.txt"), "");
        Assert.Contains("already holds 'letter.txt'", Cli.Expect(2, Own("few-shot", "--out", other)).Error);
    }

    int Cells(string place) => Directory.EnumerateFiles(folder.File(place, "cells"), "*.json").Count();

    static string WithoutSeconds(string document)
    {
        var figures = JsonNode.Parse(document)!.AsObject();
        Assert.True(figures.Remove("seconds"));
        return figures.ToJsonString();
    }
}
