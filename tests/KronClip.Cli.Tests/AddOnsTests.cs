using System.Text.Json.Nodes;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>What any prompt method can take beside itself, through the real command line.</summary>
public sealed class AddOnsTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    public static TheoryData<string> Methods => [.. MethodCatalogue.All.OfType<PromptMethodDefinition>().Select(m => m.Name)];

    [Theory, MemberData(nameof(Methods))]
    public void Each_method_takes_all_of_them_on_the_whole_road(string method)
    {
        string[] fusion = method == "cocoop" ? [] : ["--set", "fusion=true"];
        string[] Train(string run, string threads) => sample.Train(["--method", method, "--shots", "3", "--epochs", "3", .. fusion, "--set", "consistency=25", "--set", "averaging=true",
            "--set", "closedForm=gda", "--set", "closedFormWeight=0.5", "--run", run, "--out", run + ".kronclip", "--threads", threads, "--json"]);
        var metrics = JsonNode.Parse(Cli.Expect(0, Train("one", "1")).Output)!;
        Cli.Expect(0, Train("three", "3"));
        RunFiles.AssertSame(folder.File("one"), folder.File("three"));
        Assert.Equal(method == "cocoop" ? "none" : "zero-shot", (string?)metrics["methodOptions"]!["fusion"]);
        var line = JsonNode.Parse(Cli.Expect(0, "predict", "one.kronclip", sample.Picture, "--top", "4", "--json").Output)!;
        Assert.Equal(1, line["top"]!.AsArray().Sum(t => (double)t!["confidence"]!), 1e-9);
        Assert.Equal(96, (int)JsonNode.Parse(Cli.Expect(0, "eval", "one.kronclip", sample.Pictures, "--json").Output)!["figures"]!["pictures"]!);
        Assert.True((bool)JsonNode.Parse(Cli.Expect(0, "repro", "one", "--json").Output)!["same"]!);
    }

    /// <summary>Two pictures of each class leave none for validation or test: β is chosen by trainings without a part of them, in each fold of the job's own cross-validation too.</summary>
    [Fact]
    public void A_handful_of_pictures_is_enough()
    {
        var pictures = folder.File("few");
        foreach (var (number, picture) in Directory.EnumerateDirectories(sample.Pictures).SelectMany(d => Directory.EnumerateFiles(d).Order(StringComparer.Ordinal).Take(2)).Index())
        {
            var target = Path.Combine(pictures, Path.GetFileName(Path.GetDirectoryName(picture)!));
            Directory.CreateDirectory(target);
            File.Copy(picture, Path.Combine(target, $"{number}.png"));
        }
        var result = Cli.Expect(0, "train", pictures, "--model", sample.Model, "--epochs", "2", "--set", "closedForm=ridge", "--set", "fusion=zero-shot-normalised", "--out", "a.kronclip", "--run", "run", "--json");
        var metrics = JsonNode.Parse(result.Output)!;
        Assert.Contains(metrics["notes"]!.AsArray(), note => ((string)note!).Contains("Its weight beside the prompt, beta = ", StringComparison.Ordinal)
            && ((string)note!).Contains("chosen by 2-fold cross-validation of the 8 training pictures", StringComparison.Ordinal));
        Assert.Contains("Training once more, on 4 of the 8 pictures", result.Error);
        Assert.Equal(2, (int)metrics["kFold"]!["folds"]!);
    }

    [Fact]
    public void Compare_takes_them_too()
    {
        var report = JsonNode.Parse(Cli.Expect(0, "compare", sample.Pictures, "--models", sample.Model, "--methods", "coop,coop:fusion=true,coop:closedForm=gda", "--shots", "2", "--seeds", "1", "--epochs", "2", "--json").Output)!;
        Assert.Contains("coop-fusion=true", report.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ck-coop", "fusion=often", "fusion")]
    [InlineData("cocoop", "fusion=true", "CoCoOp has none")]
    [InlineData("coop", "closedFormWeight=2", "closedForm=gda")]
    [InlineData("prograd", "averagingWidth=0", "averagingWidth")]
    public void What_cannot_be_meant_is_refused(string method, string setting, string sentence) =>
        Assert.Contains(sentence, Cli.Expect(2, sample.Train("--method", method, "--set", setting)).Error);

    [Fact]
    public void The_study_of_add_ons_prints_its_tables_and_goes_on_where_it_was()
    {
        string[] Study(params string[] more) => ["study", "add-ons", sample.Pictures, "--model", sample.Model, "--method", "coop", "--seeds", "1-2", "--shots", "2", "--epochs", "2", .. more];
        var first = Cli.Expect(0, Study());
        Assert.Contains("closed form (ridge)", first.Output);
        Assert.Contains("gains most", first.Output);
        Assert.Contains("more than the spread over the seeds", first.Output);
        Assert.Contains(folder.File("kronclip-study-add-ons", "study.html"), first.Output);
        var second = Cli.Expect(0, Study("--json", "--threads", "1"));
        Assert.Contains("14 of 14 cells were there already", second.Error);
        Assert.Equal(second.Output, File.ReadAllText(folder.File("kronclip-study-add-ons", "study.json")));
        Assert.Equal(4, JsonNode.Parse(second.Output)!["classes"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("study add-ons {0} --model {1} --axes k", "'--axes'")]
    [InlineData("study ck-coop {0} --model {1} --method coop", "'--method'")]
    [InlineData("study add-ons {0} --model {1} --method gda", "'gda' learns no prompt")]
    [InlineData("study add-ons {0} --model {1} --method nothing", "There is no method 'nothing'")]
    public void What_a_study_cannot_mean_is_refused(string line, string sentence) =>
        Assert.Contains(sentence, Cli.Expect(2, [.. line.Split(' ').Select(word => word switch { "{0}" => sample.Pictures, "{1}" => sample.Model, _ => word })]).Error);
}
