using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>What a result must not depend on, and what it must.</summary>
public sealed class DeterminismTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void One_two_and_sixty_four_threads_give_the_same_bytes()
    {
        foreach (var threads in new[] { "1", "2", "64" })
            Train(threads, "--threads", threads, "--no-cache");

        RunFiles.AssertSame(folder.File("1"), folder.File("2"));
        RunFiles.AssertSame(folder.File("1"), folder.File("64"));
        Assert.Equal(RunFiles.Split(folder.File("1")), RunFiles.Split(folder.File("64")));
    }

    [Fact]
    public void Scalar_and_vector_kernels_agree_within_rounding()
    {
        Train("scalar", "--kernel", "scalar", "--no-cache", "--epochs", "2");
        Train("widest", "--no-cache", "--epochs", "2");

        double Loss(string run) => (double)JsonNode.Parse(RunFiles.Log(folder.File(run)).Split('\n')[^2])!["loss"]!;
        Assert.Equal(Loss("scalar"), Loss("widest"), 1e-4);
    }

    [Fact]
    public void Every_seed_is_a_seed()
    {
        string[] seeds = ["0", "-1", "9223372036854775807", "-9223372036854775808"];
        foreach (var seed in seeds)
        {
            var metrics = JsonNode.Parse(Train(seed, "--seed", seed, "--json").Output)!;
            Assert.Equal(seed, metrics["seed"]!.ToString());
        }
        Train("again", "--seed", "0");

        RunFiles.AssertSame(folder.File("0"), folder.File("again"));
        Assert.Equal(seeds.Length, seeds.Select(seed => RunFiles.Split(folder.File(seed))).Distinct().Count());
    }

    /// <summary>T14: a Turkish İ and a German comma.</summary>
    [Theory]
    [InlineData("tr_TR.UTF-8")]
    [InlineData("de_DE.UTF-8")]
    public void The_culture_changes_nothing(string culture)
    {
        var pictures = sample.CopyPictures(folder.File("pictures"));
        Directory.Move(Path.Combine(pictures, "red_circle"), Path.Combine(pictures, "KIRMIZI DISK"));
        Directory.Move(Path.Combine(pictures, "blue_square"), Path.Combine(pictures, "İstanbul"));
        var (plain, foreign) = (sample.Cli(folder.Path), sample.Cli(folder.Path, new()
        {
            ["LC_ALL"] = culture,
            ["LANG"] = culture,
            ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0",
        }));
        CliResult Job(CliRunner cli, string run) =>
            cli.Expect(0, "train", pictures, "--model", sample.Model, "--run", run, "--out", run + ".kronclip", "--epochs", "3", "--learning-rate", "0.01", "--json");

        var (here, there) = (Job(plain, "here"), Job(foreign, "there"));

        Assert.Equal(RunFiles.Comparable(here.Output), RunFiles.Comparable(there.Output));
        RunFiles.AssertSame(folder.File("here"), folder.File("there"));
        foreach (var verb in new string[][] { ["predict", "here.kronclip", pictures], ["eval", "here.kronclip", pictures], ["methods"], ["methods", "show", "ck-coop"] })
            Assert.Equal(plain.Expect(0, verb).Output, foreign.Expect(0, verb).Output);
    }

    CliResult Train(string run, params string[] more)
    {
        string[] epochs = more.Contains("--epochs") ? [] : ["--epochs", "5"];
        return sample.Cli(folder.Path).Expect(0, sample.Train(["--run", run, "--out", "out.kronclip", .. epochs, .. more]));
    }
}
