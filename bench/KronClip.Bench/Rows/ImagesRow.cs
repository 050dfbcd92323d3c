using System.Globalization;
using KronClip.Bench.Measuring;
using KronClip.Bench.Models;
using KronClip.Bench.Peers;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Bench.Rows;

/// <summary>The image towers against ONNX Runtime, on the same random pixels.</summary>
sealed class ImagesRow : IBenchRow
{
    public string Name => "images";

    public string What => "image towers ViT-B/16 and ViT-B/32 against ONNX Runtime";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        var table = new BenchTable("Image towers, images per second", ["tower", "threads", "batch", "KronClip", $"ONNX Runtime {OnnxRuntimePeer.Version}", "KronClip / ONNX Runtime", "embeddings differ by"],
            "ONNX Runtime runs the same tower, written as an ONNX file that its own optimiser takes over, fp32, all optimisations on.");
        foreach (var patch in new[] { 16, 32 })
        {
            using var weights = ClipCheckpoint.Open(BenchModels.VitB(patch));
            var onnx = Path.Combine(weights.Folder, "image.onnx");
            if (!File.Exists(onnx))
                OnnxImageTower.Write(weights, onnx);
            var config = (VisionTransformerConfig)weights.Config.Vision;
            foreach (var threads in settings.Threads == 1 ? [1] : new[] { 1, settings.Threads })
            {
                using var tower = new VisionTransformer(new Engine(Engine.Widest, threads), weights, config, weights.Config.EmbeddingWidth);
                using var peer = new OnnxRuntimePeer(onnx, threads);
                foreach (var batch in settings.Quick ? [1] : new[] { 1, 8, 32 })
                {
                    BenchSettings.Say(string.Create(CultureInfo.InvariantCulture, $"ViT-B/{patch}, batch {batch}, {threads} threads"));
                    var pixels = StepCase.Normal(batch, 3 * config.ImageSize * config.ImageSize, "pixels", 1);
                    var (embeddings, own) = (new float[batch * weights.Config.EmbeddingWidth], new Matrix(0, 0));
                    var timing = new SideBySide().AddTurn("own", () => { own = tower.Encode(pixels); }).AddTurn("peer", () => peer.Encode(pixels.Data, batch, embeddings))
                        .Run(settings.Rounds(0.15 * batch), warmUp: 1);
                    table.Add($"ViT-B/{patch}", Text.Whole(threads), Text.Whole(batch), Text.PerSecond(batch / timing.Seconds("own")), Text.PerSecond(batch / timing.Seconds("peer")),
                        Text.Ratio(timing.Ratio("peer", "own")), Text.Error(StepCase.Difference(own.Span, embeddings)));
                }
            }
        }
        yield return table;
    }
}
