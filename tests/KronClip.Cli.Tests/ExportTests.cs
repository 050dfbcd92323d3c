using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>kronclip export and kronclip classes through the real command line.</summary>
public sealed class ExportTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void Train_add_a_class_export_and_check()
    {
        Cli.Expect(0, "train", sample.Pictures, "--model", sample.Model, "--shots", "4", "--epochs", "5", "--out", "a.kronclip");
        var before = File.ReadAllBytes(folder.File("a.kronclip"));
        var added = JsonNode.Parse(Cli.Expect(0, "classes", "add", "a.kronclip", "しみ=stain", "--out", "b.kronclip", "--json").Output)!;
        Assert.Equal(5, added["classes"]!.AsArray().Count);
        Assert.Equal("しみ", (string?)added["changed"]!.AsArray().Single());
        Assert.Equal(before, File.ReadAllBytes(folder.File("a.kronclip")));
        Assert.Contains("stain", Cli.Expect(0, "classes", "list", "b.kronclip").Output);
        Cli.Expect(0, "classes", "rename", "b.kronclip", "しみ=spot", "--out", "c.kronclip");
        Assert.Equal(4, JsonNode.Parse(Cli.Expect(0, "classes", "remove", "c.kronclip", "spot", "--out", "d.kronclip", "--json").Output)!["classes"]!.AsArray().Count);

        var exported = JsonNode.Parse(Cli.Expect(0, "export", "c.kronclip", "c.onnx", "--int8", "--most-changed", "1", "--check", sample.Pictures, "--pictures", "5", "--json").Output)!;
        Assert.Equal(new FileInfo(folder.File("c.onnx")).Length, (long)exported["bytes"]!);
        Assert.Equal((21, 5), ((int)exported["check"]!["pictures"]!, (int)exported["check"]!["labelled"]!));
        var said = Cli.Expect(0, "export", "a.kronclip", "a.onnx", "--input", "floats");
        Assert.Contains("16 with the same answer", said.Output);
        Assert.Contains("checking the file", said.Error);
    }

    [Fact]
    public void A_damaged_classifier_writes_nothing()
    {
        File.WriteAllText(folder.File("bad.kronclip"), "no classifier");
        var result = Cli.Expect(1, "export", "bad.kronclip", "x.onnx");
        Assert.Empty(result.Output);
        Assert.False(File.Exists(folder.File("x.onnx")));
    }
}
