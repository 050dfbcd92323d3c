using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip train with unlabelled pictures beside the labelled ones, and from class names alone.</summary>
public sealed class UnlabelledTests(Sample sample) : IDisposable
{
    const string Names = "blue square,green triangle,red circle,yellow stripes";

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    /// <summary>The sample under train/ and test/: 16 and 8 of each class.</summary>
    string Parts()
    {
        foreach (var place in Directory.EnumerateDirectories(sample.Pictures))
        {
            foreach (var (number, file) in Directory.EnumerateFiles(place).Order(StringComparer.Ordinal).Index())
            {
                var to = folder.File("parts", number < 16 ? "train" : "test", Path.GetFileName(place));
                Directory.CreateDirectory(to);
                File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
            }
        }
        return folder.File("parts");
    }

    string[] Job(string run, params string[] more) => ["train", "parts", "--model", sample.Model, "--shots", "2", "--unlabelled", "rest", "--rounds", "2", "--run", run, "--out", "out.kronclip", .. more];

    [Fact]
    public void The_three_classifiers_and_the_rounds_are_reported_and_come_out_again()
    {
        Parts();
        var shown = Cli.Expect(0, Job("run"));
        Assert.Matches("pictures +zero-shot +labelled only +and unlabelled +change", shown.Output);
        Assert.Matches("unlabelled +48 pictures of 'rest'; true class known of 48", shown.Output);       // 16 − 2 − 2, of four classes
        Assert.Matches(@"round 1 +\d+ pseudo-labels, (\d to \d of a|\d of each) class \(at most 6\), \d+ of \d+ right", shown.Output);
        Assert.Matches("round 2 ", shown.Output);

        var figures = JsonNode.Parse(Cli.Expect(0, Job("run", "--json")).Output)!["unlabelled"]!;
        Assert.Equal((48, 6, 2), ((int)figures["pictures"]!, (int)figures["perClass"]!, figures["rounds"]!.AsArray().Count));
        Assert.Equal(32, (int)figures["labelledOnly"]!["test"]!["pictures"]!);
        Assert.Contains("\"sha256\"", File.ReadAllText(folder.File("run", "pseudo-labels-2.json")));
        Assert.Matches(@"trained on \d+ of the", Cli.Expect(0, "eval", "out.kronclip", "parts/train").Output + Cli.Expect(0, "eval", "out.kronclip", "parts/train", "--json").Output);
        Cli.Expect(0, "repro", "run");
    }

    [Fact]
    public void A_killed_run_goes_on_to_the_same_bits()
    {
        Parts();
        Cli.Expect(0, Job("calm", "--epochs", "150"));
        string[] job = Job("killed", "--epochs", "150", "--checkpoint-seconds", "0");
        foreach (var round in new[] { "\"round\":0", "\"round\":1", "\"round\":2" })
        {
            var running = Cli.Start(job);
            running.Until(() => File.Exists(folder.File("killed", "log.jsonl")) && Read(folder.File("killed", "log.jsonl")).Contains(round, StringComparison.Ordinal));
            running.Kill();
        }
        Cli.Expect(0, job);
        RunFiles.AssertSame(folder.File("calm"), folder.File("killed"));
    }

    static string Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd();
    }

    [Fact]
    public void Names_and_pictures_without_labels_are_enough()
    {
        Parts();
        string[] job = ["train", "--names", Names, "--model", sample.Model, "--rounds", "1", "--run", "run"];
        var shown = Cli.Expect(0, [.. job, "--unlabelled", "parts"]);
        Assert.Contains("4 classes, names alone", shown.Output);
        Assert.Matches("test accuracy +32 ", shown.Output);
        Assert.True(File.Exists(folder.File("parts.kronclip")));
        Assert.Equal(8, Cli.Expect(0, "predict", "parts.kronclip", "parts/test/red_circle").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        var flat = Cli.Expect(0, [.. job[..^1], "flat", "--unlabelled", "parts/train/red_circle"]);
        Assert.Contains("No test set: no picture has a label", flat.Output);
        Assert.Contains("nothing can measure what comes out", flat.Error);
    }

    [Fact]
    public void A_class_file_names_the_classes_too()
    {
        Parts();
        File.WriteAllText(folder.File("classes.json"), """{"version":1,"classes":{"red_circle":{"words":"red disc"},"blue_square":{}}}""");
        var metrics = JsonNode.Parse(Cli.Expect(0, "train", "--classes", "classes.json", "--unlabelled", "parts", "--rounds", "1", "--model", sample.Model, "--json").Output)!;
        Assert.Equal(["blue square", "red disc"], metrics["classes"]!.AsArray().Select(c => c!["words"]!.ToString()));
        Assert.Equal((64, 32, 16), ((int)metrics["unlabelled"]!["pictures"]!, (int)metrics["unlabelled"]!["known"]!, (int)metrics["split"]!["test"]!));
    }

    [Theory]
    [InlineData("<images> is missing", "--names", "a,b")]
    [InlineData("nothing says what the classes are", "--unlabelled", "x")]
    [InlineData("--rounds is for unlabelled pictures", "x", "--rounds", "2")]
    [InlineData("--pseudo-labels, --labelled-weight are for unlabelled pictures", "x", "--pseudo-labels", "2", "--labelled-weight", "3")]
    [InlineData("--shots says how many labelled pictures are drawn", "--names", "a,b", "--unlabelled", "x", "--shots", "4")]
    [InlineData("rounds is 0", "x", "--unlabelled", "y", "--rounds", "0")]
    [InlineData("per class is 0", "x", "--unlabelled", "y", "--pseudo-labels", "0")]
    [InlineData("pseudo-label is 1;", "x", "--unlabelled", "y", "--pseudo-confidence", "1")]
    [InlineData("weight of a labelled picture is 0", "x", "--unlabelled", "y", "--labelled-weight", "0")]
    [InlineData("learns nothing", "x", "--unlabelled", "y", "--method", "zero-shot")]
    [InlineData("the folders name the classes", "x", "--unlabelled", "y", "--names", "a,b")]
    [InlineData("--names has an empty name", "--unlabelled", "y", "--names", "a,,b")]
    public void What_cannot_be_meant_is_refused_before_anything_is_read(string sentence, params string[] arguments)
    {
        var result = Cli.Expect(2, ["train", .. arguments, "--model", "m"]);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
