using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>Data sets as Hugging Face lays them out, given as &lt;images&gt;: the figures are those of the same pictures in class folders.</summary>
public sealed class DataSetTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Parquet_files_train_measure_and_predict()
    {
        var cli = sample.Cli(folder.Path);
        WriteParts(folder.File("shapes", "data"));

        var trained = cli.Expect(0, "train", "shapes", "--model", sample.Model, "--epochs", "3", "--out", "shapes.kronclip", "--run", "run", "--json");
        var metrics = JsonNode.Parse(trained.Output)!;
        var measured = JsonNode.Parse(cli.Expect(0, "eval", "shapes.kronclip", "shapes", "--json").Output)!;
        var predicted = cli.Expect(0, "predict", "shapes.kronclip", folder.File("shapes", "data", "test-00000-of-00001.parquet"), "--json").Output.TrimEnd().Split('\n');

        Assert.Equal(4, metrics["classes"]!.AsArray().Count);
        Assert.Contains("extracting shapes", trained.Error, StringComparison.Ordinal);
        Assert.Equal((double)metrics["adapted"]!["test"]!["accuracy"]!, (double)measured["figures"]!["accuracy"]!);
        Assert.Equal(4 * 8, predicted.Length);
        Assert.All(predicted, line => Assert.Matches("/[0-9]{6}-[A-Za-z0-9_]+-[0-9a-f]{64}\\.png$", (string)JsonNode.Parse(line)!["path"]!));
        Assert.Equal(["data"], Directory.GetFileSystemEntries(folder.File("shapes")).Select(Path.GetFileName));
        Assert.Equal(["test-00000-of-00001.parquet", "train-00000-of-00001.parquet"], Directory.GetFiles(folder.File("shapes", "data")).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_metadata_file_measures_the_same_as_class_folders()
    {
        var cli = sample.Cli(folder.Path);
        Directory.CreateDirectory(folder.File("flat"));
        var lines = new List<string> { "file_name,label" };
        foreach (var (file, number) in Directory.GetFiles(sample.Pictures, "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select((f, i) => (f, i)))
        {
            File.Copy(file, folder.File("flat", $"{number:D3}.png"));
            lines.Add($"{number:D3}.png,{Path.GetFileName(Path.GetDirectoryName(file))}");
        }
        File.WriteAllLines(folder.File("flat", "metadata.csv"), lines);

        var flat = JsonNode.Parse(cli.Expect(0, "eval", sample.Classifier, "flat", "--json").Output)!;
        var folders = JsonNode.Parse(cli.Expect(0, "eval", sample.Classifier, sample.Pictures, "--json").Output)!;

        Assert.Equal(folders["figures"]!.ToJsonString(), flat["figures"]!.ToJsonString());
        Assert.Equal(folders["confusion"]!.ToJsonString(), flat["confusion"]!.ToJsonString());
    }

    [Fact]
    public void A_damaged_parquet_file_fails_with_a_sentence()
    {
        WriteParts(folder.File("shapes"));
        var file = folder.File("shapes", "train-00000-of-00001.parquet");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..^50]);

        var result = sample.Cli(folder.Path).Expect(1, "train", "shapes", "--model", sample.Model);

        Assert.Contains("is cut short", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    /// <summary>The sample's pictures: two thirds of each class to train, the rest to test.</summary>
    void WriteParts(string to)
    {
        var classes = Directory.GetDirectories(sample.Pictures).Order(StringComparer.Ordinal).ToList();
        var rows = classes.SelectMany((c, label) => Directory.GetFiles(c, "*.png").Order(StringComparer.Ordinal)
            .Select((f, i) => (Row: new ParquetRow(File.ReadAllBytes(f), Path.GetFileName(f), $"{label}"), Test: i % 3 == 0))).ToList();
        var info = ParquetSample.Info([.. classes.Select(c => Path.GetFileName(c)!)]);
        ParquetSample.Write(Path.Combine(to, "train-00000-of-00001.parquet"), [.. rows.Where(r => !r.Test).Select(r => r.Row)], numbers: true, info);
        ParquetSample.Write(Path.Combine(to, "test-00000-of-00001.parquet"), [.. rows.Where(r => r.Test).Select(r => r.Row)], numbers: true, info);
    }
}
