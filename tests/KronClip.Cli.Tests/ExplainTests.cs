using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip explain through the real command line: the classifier, a picture, the check, and what is refused.</summary>
public sealed class ExplainTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void A_classifier_is_explained()
    {
        var document = JsonNode.Parse(Cli.Expect(0, "explain", sample.Classifier, "--json").Output)!;
        string[] names = [.. document["classes"]!.AsArray().Select(c => (string)c!["name"]!)];
        Assert.Equal(4, names.Length);
        Assert.Equal(4, document["context"]!["words"]!.AsArray().Count);
        var said = Cli.Expect(0, "explain", sample.Classifier, "--between", $"{names[0]},{names[1]}", "--images", sample.Pictures, "--top", "2");
        Assert.Contains($"towards {names[0]}", said.Output);
        Assert.Contains("nearest to the boundary", said.Output);
        Assert.Contains("By chance alone", said.Error);
        Assert.Contains("name two", Cli.Expect(2, "explain", sample.Classifier, "--between", names[0]).Error);
        Assert.Contains("no class 'nothing'", Cli.Expect(2, "explain", sample.Classifier, "--between", $"{names[0]},nothing").Error);
    }

    [Fact]
    public void A_picture_is_explained_with_the_same_bytes_whatever_the_threads()
    {
        var document = JsonNode.Parse(Cli.Expect(0, "explain", sample.Classifier, sample.Picture, "-o", "one.png", "--threads", "1", "--json").Output)!;
        var said = Cli.Expect(0, "explain", sample.Classifier, sample.Picture, "--out", "two.png", "--threads", "2");
        Assert.Contains((string)document["label"]!, said.Output);
        Assert.Equal(File.ReadAllBytes(folder.File("one.png")), File.ReadAllBytes(folder.File("two.png")));
        Assert.Equal(document["scores"]!.AsArray().Count, document["scores"]![0]!.AsArray().Count);

        File.WriteAllText(folder.File("bad.png"), "no picture");
        var bad = Cli.Expect(1, "explain", sample.Classifier, folder.File("bad.png"));
        Assert.Contains("bad.png", bad.Error);
        Assert.Empty(bad.Output);
        Assert.Contains("is no map", Cli.Expect(2, "explain", sample.Classifier, sample.Picture, "--out", "bad.png").Error);
        Assert.Equal("no picture", File.ReadAllText(folder.File("bad.png")));
    }

    /// <summary>A random model's maps need not show anything, so the check may pass or fail; it says which by figure and by exit code.</summary>
    [Fact]
    public void A_check_prints_its_figures_and_its_verdict()
    {
        var result = Cli.Run("explain", sample.Classifier, "--check", sample.Pictures, "--limit", "6", "--draws", "3", "--json");
        var document = JsonNode.Parse(result.Output)!;
        Assert.Equal(6, (int)document["pictures"]!);
        Assert.Equal(3, document["fillings"]!.AsArray().Count);
        Assert.Equal((bool)document["passed"]! ? 0 : 1, result.ExitCode);
        Assert.Equal((bool)document["passed"]!, !result.Error.Contains("error: The maps do not show", StringComparison.Ordinal));
        var shown = Cli.Expect(result.ExitCode, "explain", sample.Classifier, "--check", sample.Pictures, "--limit", "6", "--draws", "3");
        Assert.Contains("below random", shown.Output);
        Assert.Contains("95 % interval", shown.Output);
    }

    [Fact]
    public void A_classifier_whose_model_is_gone_says_so()
    {
        var model = folder.File("model");
        Directory.CreateDirectory(model);
        foreach (var file in Directory.EnumerateFiles(sample.Model))
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        Cli.Expect(0, "train", sample.Pictures, "--model", model, "--method", "zero-shot", "--out", "a.kronclip");
        Directory.Delete(model, recursive: true);
        Assert.Contains("no longer at", Cli.Expect(1, "explain", "a.kronclip").Error);
        Cli.Expect(0, "explain", "a.kronclip", "--model", sample.Model);
    }
}
