using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Jobs;

/// <summary>
/// Random weights of a CLIP model with a ViT image tower before any training: normal with the deviations of openai/CLIP (CLIP/clip/model.py:
/// CLIP.initialize_parameters, VisionTransformer; its blocks take those of the text tower), biases zero, layer norms the identity, logit scale
/// ln(1/0.07).
/// </summary>
static class SampleWeights
{
    /// <summary>All tensors, under Hugging Face's names.</summary>
    public static IEnumerable<TensorData> HuggingFace(ClipConfig config, long seed)
    {
        var naming = new HuggingFaceNaming();
        foreach (var tensor in CanonicalTensors.Of(config))
        {
            var values = Draw(tensor, config, new SeededRandom(seed, $"sample/weights/{tensor.Name}"));
            var stored = naming.Locate(tensor.Name);
            if (stored.Transposed)
                values = StoredTensor.Transpose(values, (int)tensor.Shape[0], (int)tensor.Shape[1]);
            var shape = stored.PartShape(tensor.Shape);
            var length = values.Length / stored.Parts.Length;
            for (var part = 0; part < stored.Parts.Length; part++)
                yield return TensorData.FromFloats(stored.Parts[part], shape, values.AsSpan(part * length, length));
        }
    }

    static float[] Draw(CanonicalTensor tensor, ClipConfig config, SeededRandom random)
    {
        var values = new float[tensor.Shape.Aggregate(1L, (product, size) => product * size)];
        if (tensor.Name == "logit_scale")
            values[0] = 2.6592600f;                             // ln(1/0.07)
        else if (tensor.Name.EndsWith(".weight", StringComparison.Ordinal) && tensor.Shape.Length == 1)
            values.AsSpan().Fill(1);                            // layer norm
        else if (!tensor.Name.EndsWith("bias", StringComparison.Ordinal))
        {
            var deviation = Deviation(tensor, config);
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)(deviation * Normal(random));
        }
        return values;
    }

    static double Deviation(CanonicalTensor tensor, ClipConfig config)
    {
        var vision = (VisionTransformerConfig)config.Vision;
        var ofImage = tensor.Name.StartsWith("visual.", StringComparison.Ordinal);
        var (width, layers) = ofImage ? (vision.Width, vision.Layers) : (config.Text.Width, config.Text.Layers);
        bool Is(string ending) => tensor.Name.EndsWith(ending, StringComparison.Ordinal);
        return tensor.Name switch
        {
            "token_embedding.weight" => 0.02,
            "positional_embedding" => 0.01,
            "visual.conv1.weight" => 1 / Math.Sqrt(3.0 * 3 * vision.PatchSize * vision.PatchSize),      // torch's own for convolutions
            _ when Is("out_proj.weight") || Is("c_proj.weight") => 1 / Math.Sqrt(2.0 * width * layers), // what enters the residual stream
            _ when Is("c_fc.weight") => 1 / Math.Sqrt(2.0 * width),
            _ => 1 / Math.Sqrt(width),
        };
    }

    /// <summary>
    /// Standard normal but for its far tails: twelve uniform numbers less six (Irwin and Hall). Unlike a logarithm's, a sum's last bit is the same
    /// in every system's mathematics library, so the same seed gives the same file everywhere.
    /// </summary>
    static double Normal(SeededRandom random)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++)
            sum += random.NextDouble();
        return sum;
    }
}
