using System.Text.Json.Nodes;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>data list, check and split, on small copies of the published data sets.</summary>
public sealed class DataTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void The_list_has_every_set()
    {
        var table = Cli.Expect(0, "data", "list").Output;
        var json = JsonNode.Parse(Cli.Expect(0, "data", "list", "--json").Output)!.AsArray();
        Assert.All(BenchmarkCatalogue.All, d => Assert.Contains(d.Id, table));
        Assert.Contains("1,281,167", table);
        Assert.All(table.Split('\n'), line => Assert.True(line.Length <= 80, line));
        Assert.Equal(BenchmarkCatalogue.All.Select(d => d.Id), json.Select(d => (string?)d!["id"]));
        Assert.Equal("imagenet-shift", (string?)json[^1]!["role"]);
        Assert.Equal("a photo of a {}, a type of texture.", (string?)json[8]!["methodTemplates"]!["kgcoop"]);
    }

    [Fact]
    public void A_check_fails_where_the_set_is_not_the_published_one()
    {
        var tree = BenchmarkTree.Write(folder.Path, ids: ["dtd", "imagenet"]);
        var text = Cli.Expect(1, "data", "check", "dtd", "--root", ".").Output;
        Assert.All(new[] { "there    dtd/images/<class>/*.jpg", "2,820  differs", "the counts differ", "https://" }, what => Assert.Contains(what, text));
        File.Delete(Directory.EnumerateFiles(folder.File("dtd", "images"), "*", SearchOption.AllDirectories).First());
        var json = JsonNode.Parse(Cli.Expect(1, "data", "check", "DTD", "--root", tree.FolderOf(BenchmarkCatalogue.Find("dtd")), "--json").Output)!;
        Assert.Equal(1, (int)json["missingCount"]!);
        Assert.False((bool)json["whole"]!);
        Assert.Contains("1 missing:", Cli.Expect(1, "data", "check", "dtd", "--root", ".").Output);
        var absent = Cli.Expect(1, "data", "check", "food101", "--root", ".");
        Assert.Contains("missing  food-101/split_zhou_Food101.json", absent.Output);
        Assert.Contains("file system lists them", Cli.Expect(1, "data", "check", "imagenet", "--root", ".").Error);
    }

    /// <summary>The lists suffice: the pictures are gone.</summary>
    [Theory]
    [InlineData("dtd")]
    [InlineData("fgvc_aircraft")]
    public void A_split_needs_no_pictures(string id)
    {
        BenchmarkTree.Write(folder.Path, ids: id);
        var definition = BenchmarkCatalogue.Find(id);
        Directory.Delete(folder.File(definition.Folder, definition.Images), recursive: true);
        var json = JsonNode.Parse(Cli.Expect(0, "data", "split", id, "--root", ".", "--shots", "2", "--seed", "3", "--json").Output)!;
        var draw = FewShotDraw.Of(BenchmarkSplit.Read(definition, folder.Path), 2, 3);
        Assert.Equal(draw.Train.Select(p => (p.Path, p.Label, p.ClassName)), json["train"]!.AsArray().Select(p => ((string)p!["path"]!, (int)p["label"]!, (string)p["classname"]!)));
        Assert.Equal(draw.Validation.Select(p => p.Path), json["val"]!.AsArray().Select(p => (string)p!["path"]!));
        Assert.Equal(12, json["test"]!.AsArray().Count);
        Assert.Equal((2, 3), ((int)json["shots"]!, (int)json["seed"]!));
        Assert.Contains("4 classes, 2 shots, seed 3", Cli.Expect(0, "data", "split", id, "--root", ".", "--shots", "2", "--seed", "3").Output);
    }

    [Fact]
    public void ImageNet_says_why_its_draw_has_no_validation_pictures()
    {
        BenchmarkTree.Write(folder.Path, ids: ["imagenet", "imagenet_a"]);
        var result = Cli.Expect(0, "data", "split", "imagenet", "--root", ".", "--shots", "2", "--json");
        Assert.Empty(JsonNode.Parse(result.Output)!["val"]!.AsArray());
        Assert.Contains("are its test pictures", result.Error);
        Assert.Contains("nothing to draw", Cli.Expect(0, "data", "split", "imagenet_a", "--root", ".").Error);
    }

    [Fact]
    public void A_missing_split_file_fails_with_its_place_and_source()
    {
        BenchmarkTree.Write(folder.Path, ids: "dtd");
        File.Delete(folder.File("dtd", "split_zhou_DescribableTextures.json"));
        var error = Cli.Expect(1, "data", "split", "dtd", "--root", ".").Error;
        Assert.All(new[] { "error: ", "split_zhou_DescribableTextures.json", "DATASETS.md", folder.File("dtd") }, what => Assert.Contains(what, error));
    }
}
