using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>What is asked of a run's report on the command line: criteria, learning curve, unknown answers.</summary>
public sealed class RunReportTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void A_criterion_that_is_not_met_ends_with_1_after_everything_is_written()
    {
        string[] train = sample.Train("--epochs", "2", "--run", "run", "--out", "parts.kronclip");
        Assert.Contains("accepted", Cli.Expect(0, [.. train, "--accept", "accuracy>=0,ece<=100%"]).Output);

        var failed = Cli.Expect(1, [.. train, "--accept", "accuracy>=0,lowest-recall>100%"]);

        Assert.Contains("NOT MET", failed.Output);
        Assert.Contains("lowest-recall>100%", failed.Output);
        Assert.True(File.Exists(folder.File("parts.kronclip")));
        Assert.Equal([true, false], JsonNode.Parse(File.ReadAllText(folder.File("run", "metrics.json")))!["report"]!["acceptance"]!.AsArray().Select(c => (bool)c!["met"]!));
        Assert.Equal("accuracy>=0,lowest-recall>100%", (string?)JsonNode.Parse(File.ReadAllText(folder.File("run", "request.json")))!["accept"]);
    }

    [Theory]
    [InlineData("Did you mean accuracy", "--accept", "acuracy>=0.9")]
    [InlineData("lowest-recall", "--accept", "colour>=0.9")]
    [InlineData("leave --title away", "--title", " ")]
    [InlineData("leave --title away", "--title", "two\nlines")]
    [InlineData("--currency", "--watts", "65", "--price-per-kwh", "0.3")]
    public void What_cannot_be_meant_is_a_usage_error(string sentence, params string[] more)
    {
        Assert.Contains(sentence, Cli.Expect(2, sample.Train(more)).Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void The_learning_curve_is_measured_where_it_is_asked_for()
    {
        var metrics = JsonNode.Parse(Cli.Expect(0, sample.Train("--shots", "4", "--epochs", "3", "--learning-curve", "--watts", "65", "--run", "run", "--json")).Output)!;

        var points = metrics["report"]!["curve"]!["points"]!.AsArray();
        Assert.Equal([1, 2, 4], points.Select(p => (int)p!["shots"]!));
        Assert.Equal((double)metrics["adapted"]!["test"]!["accuracy"]!, (double)points[2]!["accuracy"]!["value"]!);
        Assert.Equal(65, (double)metrics["report"]!["cost"]!["watts"]!);
        Cli.Expect(0, "repro", "run");
    }

    /// <summary>The run's folder and the file are named after the pictures all the same, and another title draws a finished run again.</summary>
    [Fact]
    public void The_title_is_what_page_and_card_call_the_pictures()
    {
        string[] train = sample.Train("--method", "zero-shot", "--run", "run");
        Cli.Expect(0, [.. train, "--title", "Parts <of> line 3"]);
        Assert.Contains("Parts &lt;of&gt; line 3: report of a classifier", File.ReadAllText(folder.File("run", "report.html")));
        Assert.Contains("- name: \"Parts <of> line 3\"", File.ReadAllText(folder.File("pictures.md")));
        Cli.Expect(0, "repro", "run");

        Cli.Expect(0, [.. train, "--title", "Line 4"]);
        Assert.Contains("Line 4: report of a classifier", File.ReadAllText(folder.File("run", "report.html")));
        Cli.Expect(0, train);
        Assert.Contains("pictures: report of a classifier", File.ReadAllText(folder.File("run", "report.html")));
    }

    /// <summary>At 1 nothing is sure enough but what rounds to 1; at 0 everything is. The best guess stays to be seen.</summary>
    [Fact]
    public void Predict_says_unknown_only_where_it_is_asked_to()
    {
        Assert.DoesNotContain("unknown", Cli.Expect(0, "predict", sample.Classifier, sample.Picture, "--json").Output);
        var asked = JsonNode.Parse(Cli.Expect(0, "predict", sample.Classifier, sample.Picture, "--json", "--unknown", "1").Output)!;
        var confidence = (double)asked["confidence"]!;
        Assert.Equal(confidence < 1, (bool)asked["unknown"]!);
        Assert.False((bool)JsonNode.Parse(Cli.Expect(0, "predict", sample.Classifier, sample.Picture, "--json", "--unknown", "0").Output)!["unknown"]!);
        Assert.Contains($"  unknown ", Cli.Expect(0, "predict", sample.Classifier, sample.Picture, "--unknown", "1").Output);

        var suggested = (double)sample.Metrics["report"]!["threshold"]!["suggested"]!;
        var alone = JsonNode.Parse(Cli.Expect(0, "predict", sample.Classifier, sample.Picture, "--json", "--unknown").Output)!;
        Assert.Equal(confidence < suggested, (bool)alone["unknown"]!);
    }

    [Fact]
    public void What_follows_unknown_is_a_number()
    {
        Assert.Contains("write --unknown last", Cli.Expect(2, "predict", sample.Classifier, "--unknown", sample.Picture).Error);
        Assert.Contains("from 0 to 1", Cli.Expect(2, "predict", sample.Classifier, sample.Picture, "--unknown", "1.5").Error);
    }
}
