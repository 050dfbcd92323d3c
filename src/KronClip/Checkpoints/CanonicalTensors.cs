using KronClip.Clip;

namespace KronClip.Checkpoints;

/// <summary>A weight by OpenAI's name, with the shape it has there.</summary>
readonly record struct CanonicalTensor(string Name, long[] Shape);

/// <summary>
/// Every weight of a CLIP model, by OpenAI's names and in OpenAI's layout (the state_dict of CLIP/clip/model.py). All naming schemes are described
/// as ways to find these.
/// </summary>
static class CanonicalTensors
{
    /// <summary>All weights of a model with the sizes of <paramref name="config"/>.</summary>
    public static IEnumerable<CanonicalTensor> Of(ClipConfig config)
    {
        var vision = config.Vision switch
        {
            VisionTransformerConfig vit => Transformer(vit, config.EmbeddingWidth),
            ResNetConfig resnet => ResNet(resnet, config.EmbeddingWidth),
            _ => throw new ArgumentException($"Unknown image tower {config.Vision.GetType().Name}.", nameof(config)),
        };
        return Text(config.Text, config.EmbeddingWidth).Concat(vision);
    }

    static IEnumerable<CanonicalTensor> Text(TextConfig text, int embedding)
    {
        yield return new("logit_scale", []);
        yield return new("token_embedding.weight", [text.VocabularySize, text.Width]);
        yield return new("positional_embedding", [text.ContextLength, text.Width]);
        foreach (var tensor in Blocks("transformer.resblocks.", text.Layers, text.Width, text.MlpWidth))
            yield return tensor;
        foreach (var tensor in LayerNorm("ln_final", text.Width))
            yield return tensor;
        yield return new("text_projection", [text.Width, embedding]);
    }

    static IEnumerable<CanonicalTensor> Transformer(VisionTransformerConfig vit, int embedding)
    {
        yield return new("visual.class_embedding", [vit.Width]);
        yield return new("visual.positional_embedding", [vit.Positions, vit.Width]);
        yield return new("visual.conv1.weight", [vit.Width, 3, vit.PatchSize, vit.PatchSize]);
        foreach (var tensor in LayerNorm("visual.ln_pre", vit.Width)
            .Concat(Blocks("visual.transformer.resblocks.", vit.Layers, vit.Width, vit.MlpWidth))
            .Concat(LayerNorm("visual.ln_post", vit.Width)))
            yield return tensor;
        yield return new("visual.proj", [vit.Width, embedding]);
    }

    static IEnumerable<CanonicalTensor> Blocks(string prefix, int layers, int width, int mlp)
    {
        for (var i = 0; i < layers; i++)
        {
            var block = $"{prefix}{i}.";
            yield return new(block + "attn.in_proj_weight", [3L * width, width]);
            yield return new(block + "attn.in_proj_bias", [3L * width]);
            foreach (var tensor in Linear(block + "attn.out_proj", width, width)
                .Concat(LayerNorm(block + "ln_1", width)).Concat(LayerNorm(block + "ln_2", width))
                .Concat(Linear(block + "mlp.c_fc", mlp, width)).Concat(Linear(block + "mlp.c_proj", width, mlp)))
                yield return tensor;
        }
    }

    static IEnumerable<CanonicalTensor> ResNet(ResNetConfig resnet, int embedding)
    {
        var (width, half) = (resnet.Width, resnet.Width / 2);
        foreach (var tensor in Convolution("visual.", 1, half, 3, side: 3)
            .Concat(Convolution("visual.", 2, half, half, side: 3))
            .Concat(Convolution("visual.", 3, width, half, side: 3)))
            yield return tensor;
        var channels = width;
        for (var stage = 0; stage < 4; stage++)
        {
            var planes = width << stage;
            for (var block = 0; block < resnet.Layers[stage]; block++)
            {
                var prefix = $"visual.layer{stage + 1}.{block}.";
                foreach (var tensor in Convolution(prefix, 1, planes, channels, side: 1)
                    .Concat(Convolution(prefix, 2, planes, planes, side: 3))
                    .Concat(Convolution(prefix, 3, 4 * planes, planes, side: 1)))
                    yield return tensor;
                if (block == 0)             // the first block of a stage changes the channels, so its shortcut is a convolution
                {
                    yield return new(prefix + "downsample.0.weight", [4L * planes, channels, 1, 1]);
                    foreach (var tensor in BatchNorm(prefix + "downsample.1", 4 * planes))
                        yield return tensor;
                }
                channels = 4 * planes;
            }
        }
        yield return new("visual.attnpool.positional_embedding", [resnet.Positions, resnet.FeatureWidth]);
        foreach (var part in new[] { "q_proj", "k_proj", "v_proj" })
            foreach (var tensor in Linear("visual.attnpool." + part, resnet.FeatureWidth, resnet.FeatureWidth))
                yield return tensor;
        foreach (var tensor in Linear("visual.attnpool.c_proj", embedding, resnet.FeatureWidth))
            yield return tensor;
    }

    static IEnumerable<CanonicalTensor> Convolution(string prefix, int number, int outputs, int inputs, int side) =>
        BatchNorm($"{prefix}bn{number}", outputs).Prepend(new($"{prefix}conv{number}.weight", [outputs, inputs, side, side]));

    static CanonicalTensor[] BatchNorm(string name, int channels) =>
        Array.ConvertAll(["weight", "bias", "running_mean", "running_var"], (string part) => new CanonicalTensor($"{name}.{part}", [channels]));

    static CanonicalTensor[] LayerNorm(string name, int width) => [new(name + ".weight", [width]), new(name + ".bias", [width])];

    static CanonicalTensor[] Linear(string name, int outputs, int inputs) =>
        [new(name + ".weight", [outputs, inputs]), new(name + ".bias", [outputs])];
}
