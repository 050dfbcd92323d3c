using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>The pictures and the model that come with KronClip, by their names.</summary>
public sealed class WorkshopTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void A_set_and_the_model_in_the_box_go_the_whole_way_by_name()
    {
        var metrics = JsonNode.Parse(Cli.Expect(0, "train", "workshop:defects", "--model", "kron-mini", "--epochs", "60", "--run", "run", "--json").Output)!;
        Assert.Equal("kron-mini", metrics["model"]!.ToString());
        Assert.Equal(240, (int)metrics["split"]!["test"]!);
        Assert.InRange((double)metrics["zeroShot"]!["test"]!["accuracy"]!, 0.6, 0.95);  // guessing is 0.17

        var request = File.ReadAllText(folder.File("run", "request.json"));
        Assert.Contains("\"workshop:defects\"", request);
        Assert.Contains("\"kron-mini\"", request);
        Assert.Contains("rust", Cli.Expect(0, "predict", "defects.kronclip", "workshop:defects/test/rust/001.png", "--top", "6").Output);
        Assert.Contains("240 pictures", Cli.Expect(0, "eval", "defects.kronclip", "workshop:defects").Output);
        Cli.Expect(0, "repro", "run");
    }

    [Theory]
    [InlineData("workshop:nuts", "workshop:parts, workshop:parts-night, workshop:parts-drawing, workshop:defects")]
    [InlineData("workshop:parts-night", "it is there to measure on")]
    public void A_name_that_cannot_be_trained_on_is_told_what_can(string name, string sentence)
    {
        Assert.Contains(sentence, Cli.Expect(2, "train", name, "--model", "kron-mini").Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
