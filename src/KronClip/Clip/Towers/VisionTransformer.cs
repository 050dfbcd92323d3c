using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// The ViT image tower (openai/CLIP clip/model.py, VisionTransformer): patch projection, class token, positions, ln_pre, blocks, ln_post of the class token, projection.
/// </summary>
sealed class VisionTransformer : ImageTower
{
    readonly Engine engine;
    readonly VisionTransformerConfig config;
    readonly PackedWeights conv1;              // patches: [3·p·p × width]
    readonly float[] classEmbedding, positionalEmbedding, lnPreWeight, lnPreBias, lnPostWeight, lnPostBias;
    readonly Transformer transformer;
    readonly PackedWeights proj;               // [width × e]

    public VisionTransformer(Engine engine, ClipCheckpoint weights, VisionTransformerConfig config, int embeddingWidth)
    {
        (this.engine, this.config, EmbeddingWidth) = (engine, config, embeddingWidth);
        conv1 = PackedWeights.FromLinear(engine, weights.Read("visual.conv1.weight"), config.Width, 3 * config.PatchSize * config.PatchSize);
        classEmbedding = weights.Read("visual.class_embedding");
        positionalEmbedding = weights.Read("visual.positional_embedding");
        (lnPreWeight, lnPreBias) = (weights.Read("visual.ln_pre.weight"), weights.Read("visual.ln_pre.bias"));
        transformer = new Transformer(engine, weights, "visual.transformer.resblocks", config.Layers, config.Width, config.Heads, config.MlpWidth, config.Activation, config.LayerNormEpsilon);
        (lnPostWeight, lnPostBias) = (weights.Read("visual.ln_post.weight"), weights.Read("visual.ln_post.bias"));
        proj = PackedWeights.FromProjection(engine, weights.Read("visual.proj"), config.Width, embeddingWidth);
    }

    public override int ImageSize => config.ImageSize;

    public override int EmbeddingWidth { get; }

    internal override Matrix Encode(Matrix images, Action<string, Matrix>? observe)
    {
        var (batch, width) = (images.Rows, config.Width);
        var grid = config.ImageSize / config.PatchSize;
        var tokens = grid * grid + 1;
        var patches = Unfold(images, grid);                                                       // [B·g²  × 3p²]
        var embedded = new Matrix(patches.Rows, width);
        Product.Forward(engine, patches, conv1, embedded);                                        // [B·g²  × width]
        observe?.Invoke("conv1", embedded);

        var layout = SequenceLayout.Uniform(batch, tokens, causal: false);
        var classRows = observe is null && transformer.Blocks[^1].CanPool ? layout.SuffixOffsets : null;       // whoever looks on sees all rows
        var pass = new TransformerPass(transformer, layout, classRows, keep: false, new OwnStore(layout), new OwnStore(layout));
        var x = new Matrix(batch * tokens, width);
        engine.ForEach(batch, b =>
        {
            for (var t = 0; t < tokens; t++)
            {
                var row = x.Row(b * tokens + t);
                var source = t == 0 ? classEmbedding : embedded.Row(b * grid * grid + t - 1);
                var positional = positionalEmbedding.AsSpan(t * width, width);
                for (var j = 0; j < row.Length; j++)
                    row[j] = source[j] + positional[j];
            }
        });
        LayerNorm.Forward(engine, x, lnPreWeight, lnPreBias, config.LayerNormEpsilon, pass.Input);
        observe?.Invoke("ln_pre", pass.Input);
        var y = pass.Forward(observe: observe is null ? null : (layer, output) => observe($"block{layer}", output));

        var classTokens = new Matrix(batch, width);
        for (var b = 0; b < batch; b++)
            y.Row(classRows is null ? b * tokens : b).CopyTo(classTokens.Row(b));
        var normed = new Matrix(batch, width);
        LayerNorm.Forward(engine, classTokens, lnPostWeight, lnPostBias, config.LayerNormEpsilon, normed);
        observe?.Invoke("ln_post", normed);
        var features = new Matrix(batch, EmbeddingWidth);
        Product.Forward(engine, normed, proj, features);                                          // [B×width]·[width×e] → [B×e]
        return features;
    }

    /// <summary>One row per patch, in the order of the convolution's weights: channel, row, column.</summary>
    Matrix Unfold(Matrix images, int grid)
    {
        var (size, patch) = (config.ImageSize, config.PatchSize);
        var patches = new Matrix(images.Rows * grid * grid, 3 * patch * patch);
        engine.ForEach(images.Rows, b =>
        {
            var image = images.Row(b);
            for (var py = 0; py < grid; py++)
            {
                for (var px = 0; px < grid; px++)
                {
                    var target = patches.Row((b * grid + py) * grid + px);
                    for (var channel = 0; channel < 3; channel++)
                    {
                        for (var y = 0; y < patch; y++)
                        {
                            var source = image.Slice((channel * size + py * patch + y) * size + px * patch, patch);
                            source.CopyTo(target.Slice((channel * patch + y) * patch, patch));
                        }
                    }
                }
            }
        });
        return patches;
    }

    public override void Dispose()
    {
        conv1.Dispose();
        transformer.Dispose();
        proj.Dispose();
    }
}
