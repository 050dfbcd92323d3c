using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip study, and a word list on the command line.</summary>
public sealed class StudyTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    string[] Study(params string[] more) => ["study", "ck-coop", sample.Pictures, "--model", sample.Model, "--seeds", "1", "--shots", "2", "--epochs", "2", "--axes", "k,dictionary", "--k", "8", "--dictionary", "random-rows", .. more];

    [Fact]
    public void It_prints_an_axis_after_the_other_and_goes_on_where_it_was()
    {
        var first = Cli.Expect(0, Study());
        Assert.Contains("K, dictionary entries", first.Output);
        Assert.Contains("random-rows", first.Output);
        Assert.Contains("CoOp (M = 16)", first.Output);
        Assert.Contains(folder.File("kronclip-study", "study.html"), first.Output);

        var second = Cli.Expect(0, Study("--json", "--threads", "1"));
        Assert.Contains("5 of 5 cells were there already", second.Error);
        Assert.Equal(second.Output, File.ReadAllText(folder.File("kronclip-study", "study.json")));
        Assert.Equal(["k", "dictionary"], JsonNode.Parse(second.Output)!["axes"]!.AsArray().Select(a => (string?)a!["name"]));
    }

    [Fact]
    public void Threads_change_no_figure()
    {
        JsonObject Report(string threads)
        {
            var report = JsonNode.Parse(Cli.Expect(0, Study("--json", "--threads", threads, "--out", $"threads-{threads}", "--no-cache")).Output)!.AsObject();
            Assert.True(report.Remove("seconds"));
            return report;
        }

        Assert.Equal(Report("1").ToJsonString(), Report("2").ToJsonString());
    }

    [Theory]
    [InlineData("--axes depth", "--axes is 'depth'; give one or more of k, m, factors, dictionary, start")]
    [InlineData("--k 0", "--k is '0'; give whole numbers from 1")]
    [InlineData("--k 5000", "k is 5000, but the vocabulary has only 766 usable rows")]
    [InlineData("--factors 8x8+8", "--factors is '8x8+8'; give shapes such as 16x32+32x16")]
    [InlineData("--dictionary words", "needs words")]
    [InlineData("--start phrase,words", "--start is 'phrase,words'; give one or more of phrase, random")]
    [InlineData("--words absent.txt", "The word list 'absent.txt' cannot be read")]
    [InlineData("--axes m --m 2", "m is 2, but the phrase")]
    public void What_cannot_be_meant_is_refused(string line, string sentence)
    {
        var result = Cli.Expect(2, ["study", "ck-coop", sample.Pictures, "--model", sample.Model, .. line.Split(' ')]);
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void A_study_that_there_is_not_is_refused_with_those_there_are() =>
        Assert.Contains("ck-coop, add-ons, stages", Cli.Expect(2, "study", "coop", sample.Pictures, "--model", sample.Model).Error);

    [Fact]
    public void A_word_list_is_read_once_and_a_faulty_one_is_refused()
    {
        File.WriteAllText(folder.File("words.txt"), "\uFEFFred circle\n\nStripe\nstripe\n");
        var result = Cli.Expect(0, sample.Train("--epochs", "2", "--set", "words=words.txt", "--set", "dictionarySize=8", "--run", "run", "--json"));
        Assert.Contains("K = 10: 8 centres of the token embeddings (K-means, seed 0) and 2 words of your own", result.Error);
        Assert.Contains("counted once: \"stripe\"", result.Error);
        File.Delete(folder.File("words.txt"));
        Assert.Equal(0, Cli.Run("repro", "run").ExitCode);
        Assert.Contains("cannot be read", Cli.Expect(2, sample.Train("--set", "words=words.txt")).Error);
    }
}
