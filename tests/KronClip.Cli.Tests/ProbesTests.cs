using System.Text.Json.Nodes;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Methods without a prompt from pictures to predictions: train, eval, predict and repro of each.</summary>
public sealed class ProbesTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    public static TheoryData<string> Probes => new(MethodCatalogue.All.Where(m => m.Learns && !m.HasRecipe).Select(m => m.Name));

    [Theory]
    [MemberData(nameof(Probes))]
    public void Train_eval_predict_and_repro(string method)
    {
        var metrics = JsonNode.Parse(Cli.Expect(0, sample.Train("--method", method, "--out", "a.kronclip", "--run", "run", "--json")).Output)!;
        Assert.Equal(method, (string?)metrics["method"]);
        Assert.Null(metrics["recipe"]);
        Assert.Contains(metrics["notes"]!.AsArray(), note => ((string)note!).Contains("chosen on the 16 validation pictures", StringComparison.Ordinal));
        var adapted = (double)metrics["adapted"]!["test"]!["accuracy"]!;
        Assert.True(adapted > 0.5, $"test accuracy {adapted}");                          // four classes of coloured shapes, far above guessing

        var eval = JsonNode.Parse(Cli.Expect(0, "eval", "a.kronclip", sample.Pictures, "--json").Output)!;
        Assert.Equal(method, (string?)eval["method"]);
        Assert.Equal((64, 96), ((int)eval["seen"]!, (int)eval["figures"]!["pictures"]!));

        var line = JsonNode.Parse(Cli.Expect(0, "predict", "a.kronclip", sample.Picture, "--top", "4", "--json").Output)!;
        Assert.Equal(1, line["top"]!.AsArray().Sum(t => (double)t!["confidence"]!), 1e-9);
        Assert.Equal((string?)line["label"], (string?)line["top"]![0]!["label"]);

        Assert.True((bool)JsonNode.Parse(Cli.Expect(0, "repro", "run", "--json").Output)!["same"]!);
    }

    /// <summary>Two pictures of each class leave none for validation or test: what is chosen is chosen by cross-validation, and so is the figure.</summary>
    [Theory]
    [MemberData(nameof(Probes))]
    public void A_handful_of_pictures_is_enough(string method)
    {
        var pictures = folder.File("few");
        foreach (var (number, picture) in Directory.EnumerateDirectories(sample.Pictures).SelectMany(d => Directory.EnumerateFiles(d).Order(StringComparer.Ordinal).Take(2)).Index())
        {
            var target = Path.Combine(pictures, Path.GetFileName(Path.GetDirectoryName(picture)!));
            Directory.CreateDirectory(target);
            File.Copy(picture, Path.Combine(target, $"{number}.png"));
        }
        var metrics = JsonNode.Parse(Cli.Expect(0, "train", pictures, "--model", sample.Model, "--method", method, "--out", "a.kronclip", "--run", "run", "--json").Output)!;
        Assert.Contains(metrics["notes"]!.AsArray(), note => ((string)note!).Contains("chosen by 2-fold cross-validation of the 8 training pictures", StringComparison.Ordinal));
        Assert.Equal(2, (int)metrics["kFold"]!["folds"]!);
    }

    [Fact]
    public void An_option_of_the_recipe_is_said_to_say_nothing()
    {
        var result = Cli.Expect(0, sample.Train("--method", "gda", "--epochs", "3", "--views", "2", "--set", "alpha=1", "--out", "a.kronclip", "--run", "run"));
        Assert.Contains("GDA is not trained by a recipe: --epochs, --views say nothing to it", result.Error);
        Assert.Contains("alpha = 1: as given.", result.Error);
    }

    [Fact]
    public void A_bad_option_is_wrong_usage() =>
        Assert.Contains("alpha is -1", Cli.Expect(2, sample.Train("--method", "tip-adapter", "--set", "alpha=-1")).Error);

    [Fact]
    public void The_demo_refuses_what_cannot_name_new_classes() =>
        Assert.Contains("Linear probe cannot serve new classes", Cli.Expect(2, "demo", "--method", "linear-probe", "--out", "demo").Error);

    [Fact]
    public void Methods_show_says_that_there_is_no_recipe()
    {
        var text = Cli.Expect(0, "methods", "show", "tip-adapter-f").Output;
        Assert.All(["fitted in one go", "81,920 = N·e", "learningRate", "0.001"], what => Assert.Contains(what, text));
        Assert.False((bool)JsonNode.Parse(Cli.Expect(0, "methods", "show", "tip-adapter", "--json").Output)!["hasRecipe"]!);
    }
}
