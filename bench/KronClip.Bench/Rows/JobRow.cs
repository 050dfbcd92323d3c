using System.Globalization;
using KronClip.Bench.Measuring;
using KronClip.Bench.Models;
using KronClip.Bench.Peers;
using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Jobs;
using KronClip.Methods;

namespace KronClip.Bench.Rows;

/// <summary>The whole job, photos to classifier, 50 classes of 16 photos at real size: computed from measured parts, since the published recipe would take hours.</summary>
sealed class JobRow : IBenchRow
{
    const int Classes = 50, Shots = 16, PublishedBatch = 32, EncodingBatch = 8;

    public string Name => "job";

    public string What => "the whole job of 50 classes × 16 photos against the published recipe's cost (computed)";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        BenchSettings.Say("parts of the whole job");
        using var weights = ClipCheckpoint.Open(BenchModels.VitB(16));
        var engine = new Engine(Engine.Widest, settings.Threads);
        using var text = BenchModels.Text(engine, weights);
        using var tower = new VisionTransformer(engine, weights, (VisionTransformerConfig)weights.Config.Vision, weights.Config.EmbeddingWidth);
        using var peer = PyTorchPeer.WhyNotAvailable is null ? new PyTorchPeer(settings.Threads, BenchModels.WeightFile(weights.Folder)) : null;
        var onnx = Path.Combine(weights.Folder, "image.onnx");
        if (!File.Exists(onnx))
            OnnxImageTower.Write(weights, onnx);
        using var images = new OnnxRuntimePeer(onnx, settings.Threads);
        var step = new StepCase(weights, Classes, 4);
        var run = step.Runner(text);
        peer?.Prepare(new StepCase(weights, Classes, 16).Peer("coop", "published"));
        var size = ((VisionTransformerConfig)weights.Config.Vision).ImageSize;
        var (pixels, embeddings) = (StepCase.Normal(EncodingBatch, 3 * size * size, "pixels", 1), new float[EncodingBatch * weights.Config.EmbeddingWidth]);
        var timing = new SideBySide().AddTurn("step", run.Run).AddTurn("images", () => { tower.Encode(pixels); }).Add("their images", () => images.Encode(pixels.Data, EncodingBatch, embeddings))
            .Add("their step", () => PyTorchPeer.Turn(peer)).Run(settings.Rounds(5), warmUp: 1);

        var method = (PromptMethodDefinition)CkCoOp.Definition;
        var (recipe, published) = (new RecipeChoice().Resolve(method, method.Defaults, Shots, step.Scale), new RecipeChoice { Name = "published" }.Resolve(method, method.Defaults, Shots, step.Scale));
        var photos = Classes * Shots;
        var (steps, theirSteps) = (recipe.Epochs * recipe.StepsPerEpoch(photos), published.Epochs * published.StepsPerEpoch(photos));
        var encoding = photos / (EncodingBatch / timing.Seconds("images"));
        var training = steps * timing.Seconds("step");
        var theirTraining = theirSteps * timing.Seconds("their step");
        var theirEncoding = theirSteps * PublishedBatch / (EncodingBatch / timing.Seconds("their images"));

        var table = new BenchTable(string.Create(CultureInfo.InvariantCulture, $"The whole job, computed: {Classes} classes × {Shots} photos, ViT-B/16, {settings.Threads} threads"),
            ["", "photos encoded", "text passes", "encoding", "training", "together"],
            "Computed from the parts measured in this run; neither job was run as a whole. KronClip: the default recipe on embeddings that are made once. Published: CoOp's recipe, which encodes every batch's photos anew in every step; for that ONNX Runtime's image tower is counted, which is kinder to it than PyTorch's would be. Decoding of photos is in neither.");
        table.Add("KronClip, CK-CoOp, default recipe", Text.Whole(photos), Text.Whole(steps), Text.Hours(encoding), Text.Hours(training), Text.Hours(encoding + training));
        table.Add("published CoOp, M = 16, PyTorch", Text.Whole((long)theirSteps * PublishedBatch), Text.Whole(theirSteps), Text.Hours(theirEncoding), Text.Hours(theirTraining), Text.Hours(theirEncoding + theirTraining));
        table.Add("times less", "", Text.Times((double)theirSteps / steps), Text.Times(theirEncoding / encoding), Text.Times(theirTraining / training), Text.Times((theirEncoding + theirTraining) / (encoding + training)));
        yield return table;
    }
}
