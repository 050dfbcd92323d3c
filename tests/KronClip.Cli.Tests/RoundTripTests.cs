using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>train → eval → predict → repro, and the documents they print.</summary>
public sealed class RoundTripTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Train_prints_one_document_with_everything_promised()
    {
        var metrics = sample.Metrics;

        Assert.Equal("ck-coop", (string?)metrics["method"]);
        Assert.Equal("model", (string?)metrics["model"]);
        Assert.Equal(4, metrics["classes"]!.AsArray().Count);
        Assert.Equal(16, (int)metrics["shots"]!);
        Assert.Equal(1, (long)metrics["seed"]!);
        Assert.Equal(6 * 64, (long)metrics["parameters"]!);         // 6d at d = 64
        Assert.True((int)metrics["steps"]! > 0);
        foreach (var stage in new[] { "encode", "train", "total" })
            Assert.True((double)metrics["seconds"]![stage]! >= 0);
        foreach (var classifier in new[] { "zeroShot", "adapted" })
        {
            foreach (var part in new[] { "validation", "test" })
            {
                Assert.InRange((double)metrics[classifier]![part]!["accuracy"]!, 0, 1);
                Assert.InRange((double)metrics[classifier]![part]!["macroF1"]!, 0, 1);
            }
        }
        Assert.True(File.Exists((string)metrics["classifier"]!));
        Assert.True(File.Exists(Path.Combine((string)metrics["run"]!, "metrics.json")));
    }

    [Fact]
    public void The_test_figure_is_the_one_that_eval_finds_on_the_test_pictures()
    {
        var cli = sample.Cli(folder.Path);
        var test = folder.File("test");
        foreach (var line in File.ReadLines(Path.Combine(sample.Run, "split.jsonl")).Select(l => JsonNode.Parse(l)!).Where(l => (string?)l["part"] == "test"))
        {
            var path = (string)line["path"]!;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(test, path))!);
            File.Copy(Path.Combine(sample.Pictures, path), Path.Combine(test, path));
        }

        var result = JsonNode.Parse(cli.Expect(0, "eval", sample.Classifier, test, "--json").Output)!;

        Assert.Equal((double)sample.Metrics["adapted"]!["test"]!["accuracy"]!, (double)result["figures"]!["accuracy"]!);
        Assert.Equal((double)sample.Metrics["adapted"]!["test"]!["macroF1"]!, (double)result["figures"]!["macroF1"]!);
        Assert.Equal(4, result["confusion"]!.AsArray().Count);
    }

    /// <summary>Two classes shown under each other's folder names: what is measured goes by the folders.</summary>
    [Fact]
    public void Eval_knows_a_folder_by_its_own_name_before_a_display_name()
    {
        var cli = sample.Cli(folder.Path);
        File.WriteAllText(folder.File("classes.json"), """{"version":1,"classes":{"red_circle":{"name":"blue_square"},"blue_square":{"name":"red_circle"}}}""");
        cli.Expect(0, sample.Train("--epochs", "3", "--classes", "classes.json", "--out", "swapped.kronclip"));

        var result = JsonNode.Parse(cli.Expect(0, "eval", "swapped.kronclip", sample.Pictures, "--json").Output)!;

        foreach (var measured in result["classes"]!.AsArray())
            Assert.Equal(24, (int)measured!["pictures"]!);
    }

    [Fact]
    public void Eval_shows_figures_classes_and_confusion()
    {
        var output = sample.Cli(folder.Path).Expect(0, "eval", sample.Classifier, sample.Pictures).Output;

        Assert.Contains("accuracy", output);
        Assert.Contains("Confusion", output);
        Assert.Equal(2, output.Split("red_circle").Length - 1);         // once among the classes, once in the matrix
        Assert.All(output.Split('\n'), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Predict_prints_a_line_of_json_for_each_picture()
    {
        var lines = sample.Cli(folder.Path).Expect(0, "predict", sample.Classifier, sample.Pictures, "--top", "2", "--json").Output.TrimEnd('\n').Split('\n');

        Assert.Equal(96, lines.Length);
        foreach (var line in lines.Select(l => JsonNode.Parse(l)!))
        {
            Assert.True(File.Exists((string)line["path"]!));
            var top = line["top"]!.AsArray();
            Assert.Equal(2, top.Count);
            Assert.Equal((string?)line["label"], (string?)top[0]!["label"]);
            Assert.Equal((double)line["confidence"]!, (double)top[0]!["confidence"]!);
            Assert.True((double)top[0]!["confidence"]! >= (double)top[1]!["confidence"]!);
        }
    }

    [Fact]
    public void Repro_gives_every_figure_and_byte_again()
    {
        var result = JsonNode.Parse(sample.Cli(folder.Path).Expect(0, "repro", sample.Run, "--json").Output)!;

        Assert.True((bool)result["same"]!);
        Assert.True((bool)result["classifierBytesEqual"]!);
    }

    [Fact]
    public void Repro_fails_and_says_what_differs_where_a_recorded_figure_was_changed()
    {
        var run = folder.File("run");
        Directory.CreateDirectory(run);
        foreach (var file in Directory.EnumerateFiles(sample.Run))
            File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
        var path = Path.Combine(run, "metrics.json");
        var metrics = JsonNode.Parse(File.ReadAllText(path))!.AsObject();
        metrics["adapted"]!["test"]!["accuracy"] = 0.999;
        File.WriteAllText(path, metrics.ToJsonString());

        var result = sample.Cli(folder.Path).Expect(1, "repro", run);

        Assert.Contains("adapted.test.accuracy: 0.999", result.Output);
    }

    [Fact]
    public void A_second_training_encodes_nothing()
    {
        _ = sample.Metrics;

        var result = sample.Cli(folder.Path).Expect(0, sample.Train("--seed", "2"));

        Assert.Contains("0 encoded, 96 from the cache", result.Error);
    }

    [Fact]
    public void Without_a_cache_every_picture_is_encoded_and_the_result_is_the_same()
    {
        var result = sample.Cli(folder.Path).Expect(0, sample.Train("--no-cache", "--run", folder.File("run"), "--out", folder.File("a.kronclip")));

        Assert.Contains("96 encoded, 0 from the cache", result.Error);
        RunFiles.AssertSame(sample.Run, folder.File("run"));
    }

    [Fact]
    public void The_same_command_again_shows_the_finished_run()
    {
        var cli = sample.Cli(folder.Path);
        var first = cli.Expect(0, sample.Train("--epochs", "3", "--json"));

        var second = cli.Expect(0, sample.Train("--epochs", "3", "--json"));

        Assert.Contains("is complete", second.Error);
        Assert.Equal(RunFiles.Comparable(first.Output), RunFiles.Comparable(second.Output));
    }

    [Fact]
    public void Train_without_json_shows_a_table_and_the_next_command()
    {
        var output = sample.Cli(folder.Path).Expect(0, sample.Train("--epochs", "3", "--out", "a b.kronclip")).Output;

        Assert.Contains("zero-shot", output);
        Assert.Contains("test accuracy", output);
        Assert.Contains("384 numbers in", output);
        Assert.Contains("kronclip predict 'a b.kronclip' <image or folder>", output);
    }
}
