using System.Globalization;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Finds the sizes of a model from its weights alone, as openai/CLIP's build_model does (CLIP/clip/model.py): heads are width / 64, the activation is
/// QuickGELU, and the image is square.
/// </summary>
static class ClipConfigOpenAi
{
    const int HeadWidth = 64;

    /// <param name="file">What messages call the weights.</param>
    /// <param name="shapes">Shapes by OpenAI's names.</param>
    /// <exception cref="CheckpointException">A tensor that gives a size is missing, or has an impossible shape.</exception>
    public static ClipConfigReading Read(string file, IReadOnlyDictionary<string, long[]> shapes)
    {
        var text = Shape("text_projection", 2);
        var positions = Shape("positional_embedding", 2);
        var config = new ClipConfig
        {
            EmbeddingWidth = text[1],
            Text = new TextConfig
            {
                ContextLength = positions[0],
                VocabularySize = Shape("token_embedding.weight", 2)[0],
                Width = text[0],
                Heads = Heads(text[0]),
                Layers = Count("transformer.resblocks."),
                MlpWidth = Shape("transformer.resblocks.0.mlp.c_fc.weight", 2)[0],
            },
            Vision = shapes.ContainsKey("visual.proj") ? Transformer() : ResNet(),
        };
        return new(config,
            [$"'{file}' comes without a configuration: sizes were taken from the tensors' shapes, and QuickGELU with heads of {HeadWidth} "
                + "was assumed, as in OpenAI's release."]);

        VisionTransformerConfig Transformer()
        {
            var convolution = Shape("visual.conv1.weight", 4);
            var grid = Side(Shape("visual.positional_embedding", 2)[0] - 1);
            return new()
            {
                Width = convolution[0],
                Heads = Heads(convolution[0]),
                Layers = Count("visual.transformer.resblocks."),
                MlpWidth = Shape("visual.transformer.resblocks.0.mlp.c_fc.weight", 2)[0],
                PatchSize = convolution[2],
                ImageSize = grid * convolution[2],
            };
        }

        ResNetConfig ResNet()
        {
            var width = Shape("visual.layer1.0.conv1.weight", 4)[0];
            return new()
            {
                Layers = [Count("visual.layer1."), Count("visual.layer2."), Count("visual.layer3."), Count("visual.layer4.")],
                Width = width,
                Heads = Heads(32 * width),
                ImageSize = ResNetConfig.Stride * Side(Shape("visual.attnpool.positional_embedding", 2)[0] - 1),
            };
        }

        int[] Shape(string name, int rank) =>
            !shapes.TryGetValue(name, out var shape)
                ? throw Refuse($"it has no tensor '{name}'")
                : shape.Length == rank && shape.All(size => size is >= 1 and <= 1 << 22)
                    ? Array.ConvertAll(shape, size => (int)size)
                    : throw Refuse($"the shape of '{name}' is [{string.Join(", ", shape)}], where {rank} sizes are needed");

        int Count(string prefix) => shapes.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key => key[prefix.Length..].Split('.')[0]).Distinct(StringComparer.Ordinal).Count();

        int Side(int cells) => (int)Math.Round(Math.Sqrt(cells)) is >= 1 and var side && side * side == cells
            ? side
            : throw Refuse(string.Create(CultureInfo.InvariantCulture, $"its image tower has {cells} positions, which form no square"));

        int Heads(int width) => width % HeadWidth == 0
            ? width / HeadWidth
            : throw Refuse(string.Create(CultureInfo.InvariantCulture, $"a tower's width is {width}, which does not divide into heads of "
                + $"{HeadWidth}"));

        CheckpointException Refuse(string reason) => new(
            $"The architecture of '{file}' cannot be told from its tensors: {reason}. Put the model's config.json or open_clip_config.json "
                + "beside it.");
    }
}
