using System.Buffers.Binary;
using System.Text.Json.Nodes;
using KronClip.Testing;

namespace KronClip.Cli.Tests;

/// <summary>T1: a loss that is not a number any more.</summary>
public sealed class DivergenceTests(Sample sample) : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Training_stops_with_step_loss_and_rate_and_keeps_its_checkpoint()
    {
        // Layer norms make a context harmless whatever its size, so a huge rate alone does not diverge: the model must be an absurd one too.
        var model = ModelWithLogitScale(85);
        string[] job = ["train", sample.Pictures, "--model", model, "--run", "run", "--optimiser", "sgd", "--learning-rate", "1000"];

        var result = sample.Cli(folder.Path).Expect(1, job);

        Assert.Contains("stopped at step 2 of", result.Error);
        Assert.Contains("loss NaN, learning rate 1000", result.Error);
        Assert.Contains("--learning-rate", result.Error);
        Assert.Empty(result.Output);
        Assert.Single(RunFiles.Checkpoints(folder.File("run")));
        Assert.False(File.Exists(folder.File("run", "classifier.kronclip")));
        Assert.Contains("stopped at step 2 of", sample.Cli(folder.Path).Expect(1, job).Error);         // and again, from the checkpoint
    }

    /// <summary>The sample's model with another ln s.</summary>
    string ModelWithLogitScale(float logarithm)
    {
        var model = Directory.CreateDirectory(folder.File("model")).FullName;
        foreach (var file in Directory.EnumerateFiles(sample.Model))
            File.Copy(file, Path.Combine(model, Path.GetFileName(file)));
        var weights = Path.Combine(model, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        var header = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        var offset = (int)JsonNode.Parse(bytes.AsSpan(8, header))!["logit_scale"]!["data_offsets"]![0]!;
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8 + header + offset), logarithm);
        File.WriteAllBytes(weights, bytes);
        return model;
    }
}
