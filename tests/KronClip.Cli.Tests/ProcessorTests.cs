using System.Text.Json.Nodes;
using KronClip.Compute;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>T12: where the processor has no AVX-512, no AVX2, or no vector instructions at all, a training chooses other kernels by itself and comes out the same.</summary>
public sealed class ProcessorTests(Sample sample) : IDisposable
{
    const double LossTolerance = 2e-4, ConfidenceTolerance = 1e-3;      // sixty steps let a difference in the last digit grow this far at most

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Vector512")]
    [InlineData("DOTNET_EnableAVX2", "Vector512 Vector256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Vector512 Vector256 Vector128")]
    public void Without_vector_instructions_the_same_comes_out(string variable, string pathsThatAreGone)
    {
        var here = Train("here", []);
        var there = Train("there", new() { [variable] = "0" });

        Assert.DoesNotContain(there.Path, pathsThatAreGone.Split(' '));
        Assert.Equal(here.Accuracies, there.Accuracies);
        Assert.Equal(here.Losses.Length, there.Losses.Length);
        Assert.All(here.Losses.Zip(there.Losses), loss => Assert.Equal(loss.First, loss.Second, LossTolerance));
        Assert.Equal(here.Predictions.Select(p => p.Label), there.Predictions.Select(p => p.Label));
        Assert.All(here.Predictions.Zip(there.Predictions), p => Assert.Equal(p.First.Confidence, p.Second.Confidence, ConfidenceTolerance));
    }

    /// <summary>X2, as far as this processor goes; the kernels of ARM64 are the 128-bit ones and have not been run there.</summary>
    [Fact]
    public void Every_kernel_path_gives_the_same_answers()
    {
        var cli = sample.Cli(folder.Path);
        (string Label, double Confidence)[] Predict(string kernel) => [.. cli.Expect(0, "predict", sample.Classifier, sample.Pictures, "--kernel", kernel, "--no-cache", "--json").Output
            .TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!).Select(line => ((string)line["label"]!, (double)line["confidence"]!))];
        var plain = Predict("scalar");
        string[] vectors = [.. new[] { ("128", KernelPath.Vector128), ("256", KernelPath.Vector256), ("512", KernelPath.Vector512) }.Where(path => Engine.IsSupported(path.Item2)).Select(path => path.Item1)];

        Assert.NotEmpty(vectors);
        foreach (var predictions in vectors.Select(Predict))
        {
            Assert.Equal(plain.Select(p => p.Label), predictions.Select(p => p.Label));
            Assert.All(plain.Zip(predictions), p => Assert.Equal(p.First.Confidence, p.Second.Confidence, ConfidenceTolerance));
        }
    }

    /// <summary>With AdamW: L-BFGS decides by comparing losses, so a rounding may send it down another road (docs/learning-rates.md).</summary>
    Outcome Train(string run, Dictionary<string, string?> environment)
    {
        var cli = sample.Cli(folder.Path, environment);
        var metrics = JsonNode.Parse(cli.Expect(0, sample.Train("--run", run, "--out", run + ".kronclip", "--epochs", "60", "--optimiser", "adamw", "--no-cache", "--json")).Output)!;
        var lines = cli.Expect(0, "predict", run + ".kronclip", sample.Pictures, "--no-cache", "--json").Output.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!);
        return new Outcome(
            (string)JsonNode.Parse(File.ReadAllText(folder.File(run, "environment.json")))!["kernelPath"]!,
            new[] { "zeroShot", "adapted" }.SelectMany(c => new[] { "validation", "test" }.Select(part => (double)metrics[c]![part]!["accuracy"]!)).ToArray(),
            RunFiles.Log(folder.File(run)).TrimEnd('\n').Split('\n').Select(line => (double)JsonNode.Parse(line)!["loss"]!).ToArray(),
            lines.Select(line => ((string)line["label"]!, (double)line["confidence"]!)).ToArray());
    }

    sealed record Outcome(string Path, double[] Accuracies, double[] Losses, (string Label, double Confidence)[] Predictions);
}
