using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip extend and kronclip study stages through the real command line.</summary>
public sealed class ExtendTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    /// <summary>Two classes to train on and two that come later.</summary>
    void Halves()
    {
        sample.CopyPictures(folder.File("old"));
        foreach (var (i, place) in Directory.GetDirectories(folder.File("old")).Order(StringComparer.Ordinal).Index().Where(c => c.Index >= 2).ToArray())
        {
            Directory.CreateDirectory(folder.File("new"));
            Directory.Move(place, folder.File("new", Path.GetFileName(place)));
        }
        Cli.Expect(0, "train", "old", "--model", sample.Model, "--shots", "4", "--epochs", "5");
    }

    [Fact]
    public void Train_extend_eval_and_predict()
    {
        Halves();
        var before = File.ReadAllBytes(folder.File("old.kronclip"));
        var said = Cli.Expect(0, "extend", "old.kronclip", "new", "--epochs", "5");
        Assert.Contains("stage 2: 2 classes and 2 new ones, trained on", said.Output);
        Assert.Contains("8 new pictures and 8 earlier ones (of 8, 8 were found)", said.Output);
        Assert.Contains("Forgetting:", said.Output);
        Assert.Equal(before, File.ReadAllBytes(folder.File("old.kronclip")));

        var measured = JsonNode.Parse(Cli.Expect(0, "eval", "old-stage2.kronclip", sample.Pictures, "--json").Output)!;
        Assert.Equal(4, measured["classes"]!.AsArray().Count);
        Assert.Equal(16, (int)measured["seen"]!);
        Assert.Equal(24, Cli.Expect(0, "predict", "old-stage2.kronclip", Path.Combine("new", "yellow_stripes"), "--json").Output.Trim().Split('\n').Length);

        var named = JsonNode.Parse(Cli.Expect(0, "extend", "old.kronclip", "new", "--freeze", "--refresh-dictionary", "--json", "--out", "old.kronclip").Output)!;
        Assert.Equal("named", (string?)named["how"]);
        Assert.NotEqual(before, File.ReadAllBytes(folder.File("old.kronclip")));        // asked for by name
        Assert.Equal(4, JsonNode.Parse(Cli.Expect(0, "eval", "old.kronclip", sample.Pictures, "--json").Output)!["classes"]!.AsArray().Count);
    }

    [Fact]
    public void Another_model_is_a_failure_with_its_reason()
    {
        Halves();
        Cli.Expect(0, "sample", "other", "--seed", "2");
        var result = Cli.Expect(1, "extend", "old.kronclip", "new", "--model", Path.Combine("other", "model"));
        Assert.Contains("The classifier was made with the model", result.Error);
        Assert.Empty(result.Output);
        Cli.Expect(0, "train", "old", "--model", sample.Model, "--method", "ridge", "--out", "probe.kronclip", "--shots", "4");
        Assert.Contains("belongs to the classes", Cli.Expect(1, "extend", "probe.kronclip", "new").Error);
    }

    [Fact]
    public void Killed_and_begun_again_it_ends_with_the_same_bits()
    {
        Halves();
        string[] Job(string run) => ["extend", "old.kronclip", "new", "--run", run, "--out", $"{run}.kronclip", "--epochs", "80", "--optimiser", "adamw", "--checkpoint-seconds", "0", "--refresh-dictionary"];
        Cli.Expect(0, Job("calm"));
        for (var kill = 0; kill < 2; kill++)
        {
            var before = RunFiles.Checkpoints(folder.File("killed"));
            var running = Cli.Start(Job("killed"));
            running.Until(() => RunFiles.Checkpoints(folder.File("killed")).Except(before).Any());      // it has come further
            running.Kill();
        }
        Assert.Contains("Going on after epoch", Cli.Expect(0, Job("killed")).Error);
        RunFiles.AssertSame(folder.File("calm"), folder.File("killed"));
        Assert.Equal(File.ReadAllBytes(folder.File("calm.kronclip")), File.ReadAllBytes(folder.File("killed.kronclip")));
        Assert.Contains("nothing is left to do", Cli.Expect(0, Job("killed")).Error);
        Assert.Contains("replay: \"all\" → \"none\"", Cli.Expect(1, [.. Job("killed"), "--replay", "none"]).Error);
    }

    [Fact]
    public void A_study_in_stages_prints_a_table_and_goes_on_where_it_was()
    {
        string[] Study(params string[] more) => ["study", "stages", sample.Pictures, "--model", sample.Model, "--stages", "2", "--seeds", "1", "--shots", "2", "--epochs", "2", "--methods", "coop:contextWords=4", .. more];
        var first = Cli.Expect(0, Study());
        Assert.Contains("CoOp (M = 4)", first.Output);
        Assert.Contains("named only after stage 1", first.Output);
        Assert.Contains(folder.File("kronclip-stages", "stages.html"), first.Output);
        var second = Cli.Expect(0, Study("--json", "--threads", "1"));
        Assert.Contains("6 of 6 cells were there already", second.Error);
        Assert.Equal(second.Output, File.ReadAllText(folder.File("kronclip-stages", "stages.json")));
    }

    [Theory]
    [InlineData("stages", "--k 8", "'--k'")]
    [InlineData("ck-coop", "--stages 2", "'--stages'")]
    [InlineData("stages", "--stages 1", "stages is 1; give 2 or more")]
    [InlineData("stages", "--stages 9", "4 classes cannot come in 9 stages")]
    [InlineData("stages", "--replay 0", "replay is 0; give 1 or more")]
    [InlineData("stages", "--order random", "--order is 'random'; give seeded or listed")]
    [InlineData("stages", "--methods ridge", "does not learn a prompt")]
    public void A_study_that_cannot_be_meant_is_refused(string study, string line, string sentence)
    {
        var result = Cli.Expect(2, ["study", study, sample.Pictures, "--model", sample.Model, .. line.Split(' ')]);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
    }
}
