using KronClip.Checkpoints;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Deployment;

namespace KronClip.Bench.Peers;

/// <summary>
/// Writes the ViT image tower of a checkpoint as an ONNX file, in the form that ONNX Runtime computes fastest. ViT-B/16, one thread, batch 1 / 8: attention
/// as Runtime's own MultiHeadAttention 4.8 / 4.8 images a second, as products and a softmax 4.6 / 4.0. Rows stand in two dimensions, so that each product is
/// one Gemm with its bias, which took 90 % of the time (attention 6 %); Mul, Sigmoid and Mul become one QuickGelu on loading. Layer norms and sums with the
/// residual, 1.5 % together, stay as they are.
/// </summary>
static class OnnxImageTower
{
    /// <summary>Name of the input, [batch×3×S×S].</summary>
    public const string Pixels = "pixels";

    /// <summary>Domain of ONNX Runtime's own operators.</summary>
    const string RuntimeDomain = "com.microsoft";

    /// <summary>Writes <paramref name="path"/>. The output, raw (unnormalised) embeddings, is [batch×e].</summary>
    /// <exception cref="ArgumentException">The checkpoint's image tower is no ViT with QuickGELU.</exception>
    public static void Write(ClipCheckpoint weights, string path)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Config.Vision is not VisionTransformerConfig config)
            throw new ArgumentException("Only a ViT image tower can be written.", nameof(weights));
        if (config.Activation != Activation.QuickGelu)
            throw new ArgumentException("Only QuickGELU can be written.", nameof(weights));
        new Writer(weights, config).Write(path);
    }

    sealed class Writer(ClipCheckpoint weights, VisionTransformerConfig config)
    {
        readonly OnnxGraph graph = new();
        string slope = "";

        public void Write(string path)
        {
            slope = graph.Weight("slope", [], () => [1.702f]);
            var x = Normed(Embedded(), "visual.ln_pre");
            for (var layer = 0; layer < config.Layers; layer++)
                x = Block(x, $"visual.transformer.resblocks.{layer}.");
            var classTokens = graph.Node("Gather", [x, graph.Integers(0)], ("axis", 1L));
            var output = graph.Node("MatMul", [Normed(Rows(classTokens), "visual.ln_post"), Weight("visual.proj")]);
            using var file = File.Create(path);
            graph.Write(file, "image tower", [new OnnxValue(Pixels, OnnxElement.Float, ["batch", 3, config.ImageSize, config.ImageSize])],
                [new OnnxValue(output, OnnxElement.Float, ["batch", weights.Config.EmbeddingWidth])], []);
        }

        /// <summary>Patches, class token and positions, [batch×T×width].</summary>
        string Embedded()
        {
            var stride = new long[] { config.PatchSize, config.PatchSize };
            var patches = graph.Node("Conv", [Pixels, Weight("visual.conv1.weight")], ("kernel_shape", stride), ("strides", stride));
            patches = graph.Node("Transpose", [graph.Node("Reshape", [patches, graph.Integers(0, config.Width, -1)])], ("perm", new long[] { 0, 2, 1 }));
            var batch = graph.Node("Shape", [Pixels], ("start", 0L), ("end", 1L));
            var shape = graph.Node("Concat", [batch, graph.Integers(1, config.Width)], ("axis", 0L));
            var classToken = graph.Node("Expand", [Weight("visual.class_embedding"), shape]);
            return graph.Node("Add", [graph.Node("Concat", [classToken, patches], ("axis", 1L)), Weight("visual.positional_embedding")]);
        }

        string Block(string x, string prefix)
        {
            var attended = Attended(Rows(Normed(x, prefix + "ln_1")), prefix + "attn.");
            var middle = graph.Node("Add", [x, Sequences(Linear(Rows(attended), prefix + "attn.out_proj.weight", prefix + "attn.out_proj.bias"))]);
            var hidden = Linear(Rows(Normed(middle, prefix + "ln_2")), prefix + "mlp.c_fc.weight", prefix + "mlp.c_fc.bias");
            var gate = graph.Node("Sigmoid", [graph.Node("Mul", [hidden, slope])]);
            hidden = graph.Node("Mul", [hidden, gate]);
            return graph.Node("Add", [middle, Sequences(Linear(hidden, prefix + "mlp.c_proj.weight", prefix + "mlp.c_proj.bias"))]);
        }

        string Attended(string rows, string prefix)
        {
            string Part(int number) => Sequences(Linear(rows, prefix + "in_proj_weight", prefix + "in_proj_bias", number));
            return graph.Node(RuntimeDomain, "MultiHeadAttention", [Part(0), Part(1), Part(2)], ("num_heads", (long)config.Heads));
        }

        string Normed(string x, string name) =>
            graph.Node("LayerNormalization", [x, Weight(name + ".weight"), Weight(name + ".bias")], ("axis", -1L), ("epsilon", config.LayerNormEpsilon));

        /// <summary>x·Wᵀ + b of rows; with <paramref name="third"/> only that third of W's and b's rows (queries, keys or values).</summary>
        string Linear(string rows, string weight, string bias, int? third = null) =>
            graph.Node("Gemm", [rows, Weight(weight, third), Weight(bias, third)], ("transB", 1L));

        /// <summary>[batch×T×width] as [batch·T × width]; no number moves.</summary>
        string Rows(string x) => graph.Node("Reshape", [x, graph.Integers(-1, config.Width)]);

        string Sequences(string rows) => graph.Node("Reshape", [rows, graph.Integers(-1, config.Positions, config.Width)]);

        string Weight(string name, int? third = null)
        {
            var shape = weights.Shape(name).ToArray();
            if (third is not { } number)
                return graph.Weight(name, shape, () => weights.Read(name));
            shape[0] /= 3;
            var count = (int)shape.Aggregate(1L, (product, size) => product * size);
            return graph.Weight($"{name}.{number}", shape, () => weights.Read(name)[(number * count)..((number + 1) * count)]);
        }
    }
}
