using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Losses for wrong labels and uneven classes on the command line, and the study of both.</summary>
public sealed class RobustnessTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void The_loss_is_an_option_of_every_prompt_method()
    {
        var shown = Cli.Expect(0, "methods", "show", "prograd").Output;
        Assert.All(new[] { "noiseTolerance", "balance", "priorCorrection" }, option => Assert.Contains(option, shown));

        var metrics = JsonNode.Parse(Cli.Expect(0, sample.Train("--epochs", "2", "--shots", "2", "--set", "noiseTolerance=0.7", "--set", "priorCorrection=1", "--run", "run", "--json")).Output)!;
        Assert.Equal(0.7, (double)metrics["methodOptions"]!["noiseTolerance"]!);
        Assert.Equal(0, Cli.Run("repro", "run").ExitCode);

        var compared = Cli.Expect(0, "compare", sample.Pictures, "--models", sample.Model, "--methods", "coop:noiseTolerance=0.7,kgcoop:balance=classes", "--shots", "2", "--seeds", "1", "--epochs", "2");
        Assert.Contains("noiseTolerance = 0.7", compared.Output);
    }

    /// <summary>One class has fewer pictures. Where a step takes all of them they get weights; where it takes some, each class is drawn equally often; a killed run would go on alike, as epochs follow from seed and number.</summary>
    [Fact]
    public void Balance_weighs_or_draws()
    {
        var pictures = sample.CopyPictures(folder.File("photos"));
        foreach (var file in Directory.EnumerateFiles(Directory.EnumerateDirectories(pictures).Order(StringComparer.Ordinal).First()).Order(StringComparer.Ordinal).Skip(4).ToArray())
            File.Delete(file);
        string[] train = ["train", "photos", "--model", sample.Model, "--method", "coop", "--shots", "6", "--epochs", "3", "--json", "--out", "c.kronclip"];
        string Notes(params string[] more) => JsonNode.Parse(Cli.Expect(0, [.. train, .. more]).Output)!["notes"]!.ToJsonString();
        Assert.Contains("Each class weighs the same in the loss: a picture of the smallest class (2) weighs 2.5", Notes("--set", "balance=classes"));
        Assert.Contains("share of the pictures (2 to 6 pictures); the classifier has none of it.", Notes("--set", "priorCorrection=1"));
        var drawn = Notes("--set", "balance=classes", "--optimiser", "adamw", "--batch", "8", "--run", "drawn");
        Assert.Contains("Batches draw each class equally often.", drawn);
        Assert.DoesNotContain("weighs the same", drawn);
        Assert.Equal(0, Cli.Run("repro", "drawn").ExitCode);
    }

    [Theory]
    [InlineData("noiseTolerance=1.1", "noiseTolerance is 1.1; give 0")]
    [InlineData("balance=pictures", "balance")]
    [InlineData("priorCorrection=-1", "priorCorrection is -1")]
    public void An_impossible_loss_is_refused(string setting, string sentence) =>
        Assert.Contains(sentence, Cli.Expect(2, sample.Train("--set", setting)).Error);

    [Fact]
    public void Both_ways_to_balance_at_once_are_refused() =>
        Assert.Contains("Give one of the two", Cli.Expect(2, sample.Train("--set", "balance=classes", "--set", "priorCorrection=1")).Error);

    [Fact]
    public void The_study_of_noise_prints_both_tables_and_goes_on()
    {
        string[] study = ["study", "noise", sample.Pictures, "--model", sample.Model, "--seeds", "1", "--shots", "4", "--epochs", "2", "--wrong", "50", "--few", "1", "--methods", "gda,coop:noiseTolerance=0.7", "--finders", "gda"];
        var first = Cli.Expect(0, study);
        Assert.Contains("50 % wrong", first.Output);
        Assert.Contains("half with 1", first.Output);
        Assert.Contains("precision", first.Output);
        Assert.Contains(folder.File("kronclip-noise", "noise.html"), first.Output);
        var second = Cli.Expect(0, [.. study, "--json"]);
        Assert.Contains("8 of 8 cells were there already", second.Error);
        Assert.Equal(second.Output, File.ReadAllText(folder.File("kronclip-noise", "noise.json")));
        Assert.Contains("The share of wrong labels is 95 %; give 1 to 90", Cli.Expect(2, "study", "noise", sample.Pictures, "--model", sample.Model, "--wrong", "95").Error);
    }
}
