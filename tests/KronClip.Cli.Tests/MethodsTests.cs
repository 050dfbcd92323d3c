using System.Text.Json.Nodes;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>methods, doctor, model check: what they say of the catalogue, the machine and a model.</summary>
public sealed class MethodsTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    CliRunner Cli => sample.Cli(folder.Path);

    [Fact]
    public void The_list_has_every_method_of_the_catalogue()
    {
        var table = Cli.Expect(0, "methods").Output;
        var json = JsonNode.Parse(Cli.Expect(0, "methods", "--json").Output)!.AsArray();

        Assert.All(MethodCatalogue.All, method => Assert.Contains(method.Title, table));
        Assert.Equal(MethodCatalogue.All.Select(m => m.Name), json.Select(m => (string?)m!["name"]));
        Assert.All(table.Split('\n').SkipLast(2), line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void Ck_coop_has_3072_learned_numbers_and_the_others_have_theirs()
    {
        var text = Cli.Expect(0, "methods", "show", "ck-coop").Output;
        var json = JsonNode.Parse(Cli.Expect(0, "methods", "show", "ck-coop", "--json").Output)!;

        Assert.All(new[] { "3,072", "8,192", "2,048", "35,360", "6d", "contextWords", "\"a photo of a\"" }, what => Assert.Contains(what, text));
        Assert.Equal(
            [("CK-CoOp", 3072L), ("CoOp", 8192), ("CoOp", 2048), ("KgCoOp", 2048), ("ProGrad", 8192), ("CoCoOp", 35360)],
            json["comparison"]!.AsArray().Select(row => ((string)row!["method"]!, (long)row["count"]!)));
        Assert.Equal(4, (int)json["options"]!["contextWords"]!);
    }

    [Theory]
    [InlineData("kgcoop", "2,048", "with --optimiser adamw", "lambda")]
    [InlineData("prograd", "8,192", "adamw, its default", "temperature")]
    [InlineData("cocoop", "35,360", "adamw, its default", "contextWords")]
    public void The_neighbours_show_what_they_are(string method, string count, string optimiser, string option)
    {
        var text = Cli.Expect(0, "methods", "show", method).Output;

        Assert.All(new[] { count, optimiser, option, "new classes" }, what => Assert.Contains(what, text.ReplaceLineEndings(" ").Replace("  ", " ")));
    }

    /// <summary>kron-mini has d = 128: 6d and 4d learned numbers.</summary>
    [Fact]
    public void Learned_numbers_are_those_of_the_model_at_hand()
    {
        var text = Cli.Expect(0, "methods", "show", "ck-coop", "--model", "kron-mini").Output;
        Assert.All(new[] { "768 = M·d", "d = 128", "needs" }, what => Assert.Contains(what, text));
        var catalogue = JsonNode.Parse(Cli.Expect(0, "methods", "--model", "kron-mini", "--json").Output)!.AsArray();
        Assert.Equal(768L, (long)catalogue.Single(m => (string)m!["name"]! == "ck-coop")!["parameters"]!);
        Assert.All(catalogue, m => Assert.NotEmpty((string)m!["needs"]!));
        Assert.Contains("d = 128", Cli.Expect(0, "methods", "--model", "kron-mini").Output);
        Cli.Expect(1, "methods", "--model", "no-such-folder/x/y");
    }

    [Fact]
    public void The_doctor_finds_this_machine_fit()
    {
        Assert.Contains("ok     kernels in use", Cli.Expect(0, "doctor").Output);
        Assert.True((bool)JsonNode.Parse(Cli.Expect(0, "doctor", "--json").Output)!["healthy"]!);
    }

    [Fact]
    public void The_sample_s_model_passes_its_check()
    {
        Assert.Contains("The model can be used.", Cli.Expect(0, "model", "check", sample.Model).Output);
        Assert.True((bool)JsonNode.Parse(Cli.Expect(0, "model", "check", sample.Model, "--json").Output)!["passed"]!);
    }
}
