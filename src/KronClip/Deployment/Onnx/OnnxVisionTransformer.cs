using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Deployment;

/// <summary>The ViT image tower as nodes, in standard operators alone. In the last block the class token is computed alone, as the engine does it.</summary>
sealed class OnnxVisionTransformer(OnnxGraph graph, OnnxWeights weights, VisionTransformerConfig config)
{
    /// <summary>Raw embeddings [B×e] of pixels [B×3×S×S].</summary>
    public string Embeddings(string pixels)
    {
        var x = Normed(Embedded(pixels), "visual.ln_pre");
        for (var layer = 0; layer < config.Layers; layer++)
            x = Block(x, $"visual.transformer.resblocks.{layer}.", last: layer == config.Layers - 1);
        return graph.Node("Gemm", [Normed(Rows(x), "visual.ln_post"), weights.Transposed("visual.proj")], ("transB", 1L));     // [B×width]·[width×e]
    }

    /// <summary>Patches, class token and positions, [B×T×width].</summary>
    string Embedded(string pixels)
    {
        var stride = new long[] { config.PatchSize, config.PatchSize };
        var patches = graph.Node("Conv", [pixels, weights.Matrix("visual.conv1.weight")], ("kernel_shape", stride), ("strides", stride));
        patches = graph.Node("Transpose", [graph.Node("Reshape", [patches, graph.Integers(0, config.Width, -1)])], ("perm", new long[] { 0, 2, 1 }));
        var batch = graph.Node("Shape", [pixels], ("start", 0L), ("end", 1L));
        var shape = graph.Node("Concat", [batch, graph.Integers(1, config.Width)], ("axis", 0L));
        var classToken = graph.Node("Expand", [weights.Plain("visual.class_embedding"), shape]);
        return graph.Node("Add", [graph.Node("Concat", [classToken, patches], ("axis", 1L)), weights.Plain("visual.positional_embedding")]);
    }

    string Block(string x, string prefix, bool last)
    {
        var normed = Normed(x, prefix + "ln_1");
        var asking = last ? First(normed) : normed;
        var attended = Attended(Rows(asking), Rows(normed), last ? 1 : config.Positions, prefix + "attn.");
        var middle = graph.Node("Add", [last ? First(x) : x, Sequences(Linear(attended, prefix + "attn.out_proj.weight", prefix + "attn.out_proj.bias"), last ? 1 : config.Positions)]);
        var hidden = Activated(Linear(Rows(Normed(middle, prefix + "ln_2")), prefix + "mlp.c_fc.weight", prefix + "mlp.c_fc.bias"));
        return graph.Node("Add", [middle, Sequences(Linear(hidden, prefix + "mlp.c_proj.weight", prefix + "mlp.c_proj.bias"), last ? 1 : config.Positions)]);
    }

    /// <summary>softmax(q·kᵀ/√d)·v of every head, [B·queries × width].</summary>
    string Attended(string asking, string rows, int queries, string prefix)
    {
        var d = config.Width / config.Heads;
        string Part(string of, int third, int tokens, params long[] order)
        {
            var part = graph.Node("Gemm", [of, weights.Matrix(prefix + "in_proj_weight", third), weights.Plain(prefix + "in_proj_bias", third)], ("transB", 1L));
            return graph.Node("Transpose", [graph.Node("Reshape", [part, graph.Integers(-1, tokens, config.Heads, d)])], ("perm", order));
        }
        var q = graph.Node("Mul", [Part(asking, 0, queries, 0, 2, 1, 3), graph.Number(1 / Math.Sqrt(d))]);       // [B×h×queries×d]
        var k = Part(rows, 1, config.Positions, 0, 2, 3, 1);                                                       // [B×h×d×T]
        var v = Part(rows, 2, config.Positions, 0, 2, 1, 3);                                                       // [B×h×T×d]
        var attention = graph.Node("Softmax", [graph.Node("MatMul", [q, k])], ("axis", -1L));
        var mixed = graph.Node("Transpose", [graph.Node("MatMul", [attention, v])], ("perm", new long[] { 0, 2, 1, 3 }));
        return graph.Node("Reshape", [mixed, graph.Integers(-1, config.Width)]);
    }

    string Activated(string x) => config.Activation switch
    {
        Activation.QuickGelu => graph.Node("Mul", [x, graph.Node("Sigmoid", [graph.Node("Mul", [x, graph.Number(1.702)])])]),
        Activation.Gelu => graph.Node("Mul", [graph.Node("Mul", [x, graph.Number(0.5)]),
            graph.Node("Add", [graph.Node("Erf", [graph.Node("Mul", [x, graph.Number(1 / Math.Sqrt(2))])]), graph.Number(1)])]),
        var other => throw new CheckpointException($"The image tower's activation {other} cannot be exported."),
    };

    string Normed(string x, string name) =>
        graph.Node("LayerNormalization", [x, weights.Plain(name + ".weight"), weights.Plain(name + ".bias")], ("axis", -1L), ("epsilon", config.LayerNormEpsilon));

    string Linear(string rows, string weight, string bias) => graph.Node("Gemm", [rows, weights.Matrix(weight), weights.Plain(bias)], ("transB", 1L));

    /// <summary>[B×T×width] → [B×1×width], the class token.</summary>
    string First(string x) => graph.Node("Gather", [x, graph.Integers(0)], ("axis", 1L));

    /// <summary>[B×T×width] as [B·T × width]; no number moves.</summary>
    string Rows(string x) => graph.Node("Reshape", [x, graph.Integers(-1, config.Width)]);

    string Sequences(string rows, int tokens) => graph.Node("Reshape", [rows, graph.Integers(-1, tokens, config.Width)]);
}
