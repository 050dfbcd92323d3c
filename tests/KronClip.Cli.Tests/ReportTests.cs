using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>The report of a run as files: written by train, drawn again by report.</summary>
public sealed class ReportTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    string Text(params string[] parts) => File.ReadAllText(folder.File(parts));

    /// <summary>A copy of the finished run that a test may change.</summary>
    void CopyRun()
    {
        Directory.CreateDirectory(folder.File("run"));
        foreach (var file in Directory.EnumerateFiles(sample.Run))
            File.Copy(file, folder.File("run", Path.GetFileName(file)));
    }

    [Fact]
    public void Train_writes_page_and_cards_in_the_language_that_was_asked_for()
    {
        var output = Cli.Expect(0, sample.Train("--out", "parts.kronclip", "--run", "run", "--epochs", "2", "--language", "ja", "--no-pictures")).Output;

        Assert.Contains(Path.Combine("run", "report.html"), output);
        Assert.Contains("<html lang=\"ja\">", Text("run", "report.html"));
        Assert.Contains("結論", Text("run", "report.html"));
        Assert.DoesNotContain("<img", Text("run", "report.html"));
        Assert.StartsWith("---\n", Text("run", "README.md"));
        Assert.Contains("kronclip predict classifier.kronclip new.jpg", Text("run", "README.md"));
        Assert.Contains("kronclip predict parts.kronclip new.jpg", Text("parts.md"));
        Assert.Equal("ja", (string?)JsonNode.Parse(Text("run", "request.json"))!["language"]);

        var page = Text("run", "report.html");
        File.Delete(folder.File("run", "report.html"));
        Cli.Expect(0, "report", "run");                        // as the training was told
        Assert.Equal(page, Text("run", "report.html"));
    }

    [Fact]
    public void Report_draws_the_same_page_again_and_takes_another_language()
    {
        CopyRun();
        var (page, card) = (Text("run", "report.html"), Text("run", "README.md"));
        Assert.Contains("<html lang=\"en\">", page);

        var places = JsonNode.Parse(Cli.Expect(0, "report", "run", "--json").Output)!;
        Assert.Equal(page, Text("run", "report.html"));
        Assert.Equal(card, Text("run", "README.md"));
        Assert.Equal(folder.File("run", "report.html"), (string?)places["page"]);
        Assert.Equal(folder.File("run", "README.md"), (string?)places["card"]);

        var output = Cli.Expect(0, "report", "run", "--language", "ja", "--out", "deep/page.html").Output;
        Assert.Contains("page.html", output);
        Assert.Contains("<html lang=\"ja\">", Text("deep", "page.html"));
        Assert.Equal(page, Text("run", "report.html"));

        Cli.Expect(0, "report", "run", "--language", "ja");
        Assert.Equal(Text("deep", "page.html"), Text("run", "report.html"));
        Assert.NotEqual(card, Text("run", "README.md"));
    }

    /// <summary>The figures are read, never computed: a changed document makes a changed page.</summary>
    [Fact]
    public void Report_shows_what_stands_in_the_document()
    {
        CopyRun();
        var metrics = JsonNode.Parse(Text("run", "metrics.json"))!;
        metrics["report"]!["origin"]!["seed"] = 987654;
        File.WriteAllText(folder.File("run", "metrics.json"), metrics.ToJsonString());
        Cli.Expect(0, "report", "run");
        Assert.Contains("987654", Text("run", "report.html"));
        Assert.Contains("987654", Text("run", "README.md"));
    }

    [Fact]
    public void Pictures_that_are_gone_or_changed_are_named_without_being_shown()
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        Cli.Expect(0, "train", pictures, "--model", sample.Model, "--method", "zero-shot", "--out", "c.kronclip", "--run", "run");
        var mistakes = JsonNode.Parse(Text("run", "metrics.json"))!["report"]!["mistakes"]!.AsArray().Select(m => (string)m!["picture"]!).ToArray();
        Assert.True(mistakes.Length > 2, "a random model makes mistakes");
        Assert.Equal(mistakes.Length, Text("run", "report.html").Split("<img").Length - 1);

        File.Delete(Path.Combine(pictures, mistakes[0]));
        File.Copy(Path.Combine(pictures, mistakes[2]), Path.Combine(pictures, mistakes[1]), overwrite: true);
        var said = Cli.Expect(0, "report", "run").Error;

        Assert.Contains("2 pictures are named on the page without being shown", said);
        Assert.Equal(mistakes.Length - 2, Text("run", "report.html").Split("<img").Length - 1);
        Assert.All(mistakes, m => Assert.Contains(m, Text("run", "report.html")));
    }

    [Fact]
    public void What_kronclip_did_not_write_is_left_alone()
    {
        CopyRun();
        File.WriteAllText(folder.File("run", "report.html"), "<p>mine</p>");
        File.AppendAllText(folder.File("run", "README.md"), "And our own experience.\n");
        File.WriteAllText(folder.File("mine.html"), "mine");
        File.WriteAllText(folder.File("c.md"), "# Notes on c");

        var card = Text("run", "README.md");
        var result = Cli.Expect(0, "report", "run", "--language", "ja", "--json");
        Assert.Equal("<p>mine</p>", Text("run", "report.html"));
        Assert.Equal(card, Text("run", "README.md"));
        Assert.Contains("so it is left alone", result.Error);
        Assert.Null(JsonNode.Parse(result.Output)!["page"]);
        Assert.Null(JsonNode.Parse(result.Output)!["card"]);
        Assert.Contains("is not overwritten", Cli.Expect(2, "report", "run", "--out", "mine.html").Error);
        Assert.Equal("mine", Text("mine.html"));
        Assert.Contains("which is a folder", Cli.Expect(2, "report", "run", "--out", "run").Error);

        var trained = Cli.Expect(0, sample.Train("--method", "zero-shot", "--out", "c.kronclip", "--run", "other"));
        Assert.Equal("# Notes on c", Text("c.md"));
        Assert.Contains("c.md", trained.Error);
    }

    [Fact]
    public void What_is_no_run_with_a_report_is_refused_with_what_to_do()
    {
        Assert.Contains("is no folder", Cli.Expect(1, "report", "absent").Error);
        Directory.CreateDirectory(folder.File("empty"));
        Assert.Contains("it has no metrics.json", Cli.Expect(1, "report", "empty").Error);

        CopyRun();
        var metrics = JsonNode.Parse(Text("run", "metrics.json"))!.AsObject();
        metrics["report"]!["mistakes"] = new JsonArray(new JsonObject { ["picture"] = "a.png", ["truth"] = 77, ["predicted"] = 0, ["confidence"] = 1, ["truthConfidence"] = 0 });
        File.WriteAllText(folder.File("run", "metrics.json"), metrics.ToJsonString());
        Assert.Contains("contradicts itself", Cli.Expect(1, "report", "run").Error);
        metrics.Remove("report");
        File.WriteAllText(folder.File("run", "metrics.json"), metrics.ToJsonString());
        Assert.Contains("kronclip repro run --into <new folder>", Cli.Expect(1, "report", "run").Error);
        File.WriteAllText(folder.File("run", "metrics.json"), "{");
        Assert.Contains("cannot be read as the metrics of a run", Cli.Expect(1, "report", "run").Error);
    }

    [Fact]
    public void A_language_that_there_is_not_is_refused() =>
        Assert.Contains("give en or ja", Cli.Expect(2, "report", "run", "--language", "de").Error);
}
