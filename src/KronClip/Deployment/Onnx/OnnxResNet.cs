using KronClip.Checkpoints;
using KronClip.Clip;

namespace KronClip.Deployment;

/// <summary>CLIP's modified ResNet as nodes: batch norms folded into the convolutions, attention pooling at the end.</summary>
sealed class OnnxResNet(OnnxGraph graph, OnnxWeights weights, ClipCheckpoint checkpoint, ResNetConfig config)
{
    /// <summary>Raw embeddings [B×e] of pixels [B×3×S×S].</summary>
    public string Embeddings(string pixels)
    {
        var width = config.Width;
        var x = Convolved(pixels, "visual.conv1", "visual.bn1", 3, width / 2, kernel: 3, stride: 2, relu: true);
        x = Convolved(x, "visual.conv2", "visual.bn2", width / 2, width / 2, kernel: 3, relu: true);
        x = Pooled(Convolved(x, "visual.conv3", "visual.bn3", width / 2, width, kernel: 3, relu: true), 2);
        var inputs = width;
        for (var i = 0; i < 4; i++)
        {
            for (var block = 0; block < config.Layers[i]; block++)
            {
                x = Bottleneck(x, $"visual.layer{i + 1}.{block}", inputs, width << i, stride: i > 0 && block == 0 ? 2 : 1);
                inputs = 4 * (width << i);
            }
        }
        return AttentionPooled(x, "visual.attnpool", inputs);
    }

    /// <summary>relu(conv3(pool(relu(conv2(relu(conv1 x))))) + identity), the identity pooled and projected where shapes differ.</summary>
    string Bottleneck(string x, string prefix, int inputs, int planes, int stride)
    {
        var hidden = Convolved(x, $"{prefix}.conv1", $"{prefix}.bn1", inputs, planes, kernel: 1, relu: true);
        hidden = Pooled(Convolved(hidden, $"{prefix}.conv2", $"{prefix}.bn2", planes, planes, kernel: 3, relu: true), stride);
        hidden = Convolved(hidden, $"{prefix}.conv3", $"{prefix}.bn3", planes, 4 * planes, kernel: 1, relu: false);
        var identity = stride > 1 || inputs != 4 * planes
            ? Convolved(Pooled(x, stride), $"{prefix}.downsample.0", $"{prefix}.downsample.1", inputs, 4 * planes, kernel: 1, relu: false)
            : x;
        return graph.Node("Relu", [graph.Node("Add", [hidden, identity])]);
    }

    string Convolved(string x, string conv, string bn, int inputs, int outputs, int kernel, bool relu, int stride = 1)
    {
        long pad = kernel / 2;
        var weight = weights.Matrix(conv + ".folded", [outputs, inputs, kernel, kernel], () => FoldedConvolution.Fold(checkpoint, conv, bn, inputs, outputs, kernel).Weight);
        var bias = graph.Weight(conv + ".folded.bias", [outputs], () => FoldedConvolution.Fold(checkpoint, conv, bn, inputs, outputs, kernel).Bias);
        var y = graph.Node("Conv", [x, weight, bias], ("kernel_shape", new long[] { kernel, kernel }), ("strides", new long[] { stride, stride }), ("pads", new[] { pad, pad, pad, pad }));
        return relu ? graph.Node("Relu", [y]) : y;
    }

    string Pooled(string x, int window) => window == 1 ? x
        : graph.Node("AveragePool", [x], ("kernel_shape", new long[] { window, window }), ("strides", new long[] { window, window }));

    /// <summary>The mean over all places asks all places and itself.</summary>
    string AttentionPooled(string x, string prefix, int channels)
    {
        var (heads, d, tokens) = (config.Heads, channels / config.Heads, config.Positions);
        var places = graph.Node("Transpose", [graph.Node("Reshape", [x, graph.Integers(0, channels, -1)])], ("perm", new long[] { 0, 2, 1 }));     // [B×places×channels]
        var mean = graph.Node("ReduceMean", [places, graph.Integers(1)], ("keepdims", 1L));
        var rows = graph.Node("Add", [graph.Node("Concat", [mean, places], ("axis", 1L)), weights.Plain($"{prefix}.positional_embedding")]);
        string Part(string of, string name, int count, params long[] order) => graph.Node("Transpose",
            [graph.Node("Reshape", [Linear(graph.Node("Reshape", [of, graph.Integers(-1, channels)]), $"{prefix}.{name}"), graph.Integers(-1, count, heads, d)])], ("perm", order));
        var q = graph.Node("Mul", [Part(graph.Node("Gather", [rows, graph.Integers(0)], ("axis", 1L)), "q_proj", 1, 0, 2, 1, 3), graph.Number(1 / Math.Sqrt(d))]);
        var attention = graph.Node("Softmax", [graph.Node("MatMul", [q, Part(rows, "k_proj", tokens, 0, 2, 3, 1)])], ("axis", -1L));                // [B×h×1×T]
        var mixed = graph.Node("MatMul", [attention, Part(rows, "v_proj", tokens, 0, 2, 1, 3)]);                                                     // [B×h×1×d]
        return Linear(graph.Node("Reshape", [mixed, graph.Integers(-1, channels)]), $"{prefix}.c_proj");
    }

    string Linear(string rows, string name) => graph.Node("Gemm", [rows, weights.Matrix(name + ".weight"), weights.Plain(name + ".bias")], ("transB", 1L));
}
