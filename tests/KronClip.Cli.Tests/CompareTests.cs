using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip compare: what it prints and writes, how it goes on, and what it refuses.</summary>
public sealed class CompareTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    string[] Job(params string[] more) => ["compare", sample.Pictures, "--models", sample.Model, "--epochs", "5", .. more];

    /// <summary>24 pictures of each class: all of the usual numbers of shots, beside 4 for validation and 4 to test.</summary>
    [Fact]
    public void It_prints_a_table_and_says_who_is_best()
    {
        var result = Cli.Expect(0, Job("--methods", "coop:contextWords=4,ck-coop"));

        Assert.Contains("pictures, 4 classes, on model: accuracy in % by training pictures of each class", result.Output);
        Assert.Contains("16 test pictures, guessing 25.0, mean ± population standard deviation over 3 seeds, * best", result.Output);
        var rows = result.Output.Split('\n');
        Assert.Equal(["method", "1", "2", "4", "8", "16"], rows.Where(r => r.TrimStart().StartsWith("method", StringComparison.Ordinal) && !r.Contains("learned")).SelectMany(r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct());
        Assert.All(new[] { "Zero-shot CLIP", "CoOp (M = 4)", "CK-CoOp" }, title => Assert.Contains(rows, r => r.TrimStart().StartsWith(title, StringComparison.Ordinal) && r.Contains('±')));
        Assert.Contains(rows, r => r.Contains('*') && r.Contains('±'));
        Assert.Contains(rows, r => r.StartsWith("With 16 pictures of each class ", StringComparison.Ordinal));
        Assert.All(rows.Where(r => r.Contains('─') || r.Contains('±') && r.TrimStart() is ['Z' or 'C', ..]), r => Assert.InRange(r.Length, 1, 80));
        var page = folder.File("runs", "pictures-compare", "compare.html");
        Assert.Contains(page, result.Output);
        Assert.Contains("<svg", File.ReadAllText(page));
        Assert.DoesNotContain('\u001b', result.Output + result.Error);
        Assert.Equal(3 + 2 * 3 * 5, Directory.EnumerateFiles(folder.File("runs", "pictures-compare", "cells")).Count());
    }

    [Fact]
    public void As_json_it_says_the_same_elsewhere_with_any_number_of_threads()
    {
        var (one, two) = (Figures("a", "1"), Figures("b", "2"));

        Assert.Equal(["zero-shot@model", "ck-coop@model"], one["rows"]!.AsArray().Select(r => r!["id"]!.ToString()));
        Assert.Equal(one.ToJsonString(), two.ToJsonString());
        var (first, second) = (Cells("a"), Cells("b"));
        Assert.Equal(first.Keys, second.Keys);
        Assert.Equal(first.Values, second.Values);
        Assert.NotEmpty(first);
    }

    [Fact]
    public void With_half_of_the_cells_gone_it_ends_with_the_same_figures()
    {
        var before = Figures("a", "2");
        var cells = Cells("a");
        foreach (var (name, _) in cells.Where((_, i) => i % 2 == 0))
            File.Delete(folder.File("a", "cells", name));
        File.Delete(folder.File("a", "compare.json"));

        var again = Cli.Expect(0, Job("--methods", "ck-coop", "--shots", "1,2", "--seeds", "3-4", "--json", "--out", "a"));

        Assert.Contains($"{cells.Count / 2} of {cells.Count} cells of model are there already and are kept.", again.Error);
        Assert.Equal(before.ToJsonString(), WithoutSeconds(again.Output).ToJsonString());
        Assert.Equal(cells, Cells("a"));
    }

    [Fact]
    public void Interrupted_it_keeps_its_cells_and_the_same_command_goes_on()
    {
        string[] job = Job("--methods", "ck-coop", "--shots", "1,2", "--seeds", "1-40", "--out", "stopped", "--json");
        var running = Cli.Start(job);
        running.Until(() => Directory.Exists(folder.File("stopped", "cells")) && Directory.EnumerateFiles(folder.File("stopped", "cells"), "*.json").Count() >= 5);
        running.Signal(RunningCli.Interrupt);
        var stopped = running.Wait();

        Assert.True(stopped.ExitCode == 130, stopped.ToString());
        Assert.Empty(stopped.Output);
        Assert.False(File.Exists(folder.File("stopped", "compare.json")));
        var kept = Cells("stopped");
        Assert.InRange(kept.Count, 5, 119);

        var resumed = Cli.Expect(0, job);
        Assert.Contains($"{kept.Count} of 120 cells", resumed.Error);
        Assert.All(kept, cell => Assert.Equal(cell.Value, Cells("stopped")[cell.Key]));
        var calm = Cli.Expect(0, [.. job.Select(word => word == "stopped" ? "calm" : word)]);
        Assert.Equal(WithoutSeconds(calm.Output).ToJsonString(), WithoutSeconds(resumed.Output).ToJsonString());
    }

    [Fact]
    public void A_class_with_too_few_pictures_is_said_once()
    {
        var pictures = sample.CopyPictures(folder.File("few"));
        foreach (var picture in Directory.GetFiles(Path.Combine(pictures, "red_circle")).Order(StringComparer.Ordinal).Skip(10))
            File.Delete(picture);

        var result = Cli.Expect(0, "compare", pictures, "--models", sample.Model, "--methods", "ck-coop", "--seeds", "1-2", "--epochs", "2");

        var said = result.Error.Split('\n').Where(line => line.Contains("'red_circle'")).ToArray();
        Assert.Contains("8,16 training pictures are left out, as a class has too few for them beside validation and test: 'red_circle' (10 pictures)", Assert.Single(said));
        Assert.Contains("With 4 pictures of each class", result.Output);
    }

    [Theory]
    [InlineData("--methods nothing", "There is no method 'nothing'")]
    [InlineData("--methods ck-coop,", "--methods has an empty name")]
    [InlineData("--methods coop:contextWords", "--methods coop:contextWords has no value")]
    [InlineData("--methods coop:words=4", "no option 'words'")]
    [InlineData("--methods coop:contextWords=0", "contextWords is 0")]
    [InlineData("--methods coop,coop", "The method coop is given twice")]
    [InlineData("--shots some", "--shots is 'some'; give whole numbers")]
    [InlineData("--shots 0", "shots is 0")]
    [InlineData("--shots 4,4", "The shot count 4 is given twice")]
    [InlineData("--seeds one", "--seeds is 'one'; give whole numbers such as 1-3 or 1,2,5")]
    [InlineData("--seeds 2,2", "The seed 2 is given twice")]
    [InlineData("--recipe mine", "no recipe 'mine'")]
    [InlineData("--out ", "has no name")]
    [InlineData("--bogus", "There is no option '--bogus'")]
    public void What_cannot_be_meant_is_refused_before_anything_is_made(string line, string sentence)
    {
        var result = Cli.Expect(2, Job(line.Split(' ')));
        Assert.Contains(sentence, result.Error);
        Assert.Empty(result.Output);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Pictures_and_models_that_are_not_there_are_refused()
    {
        var empty = Directory.CreateDirectory(folder.File("empty")).FullName;
        Assert.Contains("holds no class folders", Cli.Expect(1, "compare", empty).Error);
        var one = folder.File("one");
        Directory.CreateDirectory(one);
        Directory.Move(Path.Combine(sample.CopyPictures(folder.File("copy")), "red_circle"), Path.Combine(one, "red_circle"));
        Assert.Contains("only one class with pictures, 'red_circle'; telling classes apart needs at least two", Cli.Expect(1, "compare", one).Error);
        Assert.Contains("There is no model 'nothing'", Cli.Expect(1, "compare", sample.Pictures, "--models", "nothing").Error);
        Assert.Contains("<images> is missing", Cli.Expect(2, "compare").Error);
    }

    [Fact]
    public void A_class_without_test_pictures_is_refused_by_name()
    {
        var pictures = sample.CopyPictures(folder.File("few"));
        foreach (var picture in Directory.GetFiles(Path.Combine(pictures, "red_circle")).Order(StringComparer.Ordinal).Skip(2))
            File.Delete(picture);

        Assert.Contains("has no test pictures for 'red_circle'. A protocol measures every class: give each at least three pictures", Cli.Expect(1, "compare", pictures, "--models", sample.Model).Error);
    }

    /// <summary>The document without what may differ; the file is what is printed.</summary>
    JsonObject Figures(string place, string threads)
    {
        var output = Cli.Expect(0, Job("--methods", "ck-coop", "--shots", "1,2", "--seeds", "3-4", "--json", "--out", place, "--threads", threads)).Output;
        Assert.Equal(output, File.ReadAllText(folder.File(place, "compare.json")));
        return WithoutSeconds(output);
    }

    static JsonObject WithoutSeconds(string document)
    {
        var figures = JsonNode.Parse(document)!.AsObject();
        Assert.True(figures.Remove("seconds"));
        return figures;
    }

    /// <summary>The cells without their seconds, by name.</summary>
    SortedDictionary<string, string> Cells(string place) => new(Directory.EnumerateFiles(folder.File(place, "cells"), "*.json").ToDictionary(file => Path.GetFileName(file)!, file =>
    {
        var cell = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        Assert.True(cell["figures"]!.AsObject().Remove("seconds"));
        return cell.ToJsonString();
    }), StringComparer.Ordinal);
}
