using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip labels, and training without what it found.</summary>
public sealed class LabelsTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    /// <summary>A copy of the pictures with a red circle among the yellow stripes, which even a random model tells apart.</summary>
    (string Pictures, string Slip) Slip()
    {
        var pictures = sample.CopyPictures(folder.File("photos"));
        File.Move(Directory.EnumerateFiles(Path.Combine(pictures, "red_circle")).Order(StringComparer.Ordinal).First(), Path.Combine(pictures, "yellow_stripes", "slip.png"));
        return (pictures, "yellow_stripes/slip.png");
    }

    [Fact]
    public void It_finds_a_slip_and_training_goes_on_without_it()
    {
        var (_, slip) = Slip();
        var found = Cli.Expect(0, "labels", "photos", "--model", sample.Model);
        Assert.Contains("labels", found.Output);
        Assert.Contains(slip, found.Output);
        Assert.Contains(" labelled as ", found.Output);
        Assert.Contains(Path.Combine("runs", "photos-labels", "labels.html"), found.Output);
        var list = Path.Combine("runs", "photos-labels", "suspects.jsonl");
        Assert.Contains(slip, File.ReadAllText(folder.File(list)));

        File.WriteAllLines(folder.File("wrong.jsonl"), File.ReadLines(folder.File(list)).Where(line => line.Contains("slip.png", StringComparison.Ordinal)));
        string[] train = ["train", "photos", "--model", sample.Model, "--shots", "4", "--epochs", "2", "--json", "--out", "c.kronclip"];
        var without = JsonNode.Parse(Cli.Expect(0, [.. train, "--leave-out", "wrong.jsonl", "--run", "run"]).Output)!.AsObject();
        Assert.Contains(without["notes"]!.AsArray(), n => ((string)n!).Contains("'wrong.jsonl': 1 picture is left out of training and validation. 1 of them is a test picture", StringComparison.Ordinal));
        Assert.Contains(File.ReadLines(folder.File("run", "split.jsonl")), line => line.Contains("slip.png", StringComparison.Ordinal) && line.Contains("\"part\":\"test\"", StringComparison.Ordinal));
        File.Delete(folder.File("wrong.jsonl"));
        Assert.Equal(0, Cli.Run("repro", "run").ExitCode);

        Assert.Contains("does not exist", Cli.Expect(1, [.. train, "--leave-out", "absent.jsonl"]).Error);
    }

    [Fact]
    public void The_document_is_the_file_and_threads_change_nothing()
    {
        JsonObject Report(string threads)
        {
            var output = Cli.Expect(0, "labels", sample.Pictures, "--model", sample.Model, "--method", "gda", "--set", "alpha=1", "--folds", "3", "--json", "--out", $"t{threads}", "--threads", threads).Output;
            Assert.Equal(output, File.ReadAllText(folder.File($"t{threads}", "labels.json")));
            var report = JsonNode.Parse(output)!.AsObject();
            Assert.True(report.Remove("seconds"));
            return report;
        }

        Assert.Equal(Report("1").ToJsonString(), Report("2").ToJsonString());
    }

    [Theory]
    [InlineData("--folds 1", 2, "folds is 1; give 2 to 20")]
    [InlineData("--method nothing", 2, "There is no method 'nothing'")]
    [InlineData("--set folds=2", 2, "no option 'folds'")]
    public void What_cannot_be_meant_is_refused(string options, int code, string sentence)
    {
        var result = Cli.Expect(code, ["labels", sample.Pictures, "--model", sample.Model, .. options.Split(' ')]);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
    }
}
