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
    EncodingRoom? idle;                        // of the last batch, for the next of its size

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
        // Whoever looks on sees every row of every block, for which there is a room of its own.
        var room = observe is null ? Interlocked.Exchange(ref idle, null) : null;
        if (room?.Batch != images.Rows)
            room = new EncodingRoom(transformer, config, images.Rows, allRows: observe is not null);
        var features = Encode(images, room, observe);
        if (observe is null)
            idle = room;
        return features;
    }

    Matrix Encode(Matrix images, EncodingRoom room, Action<string, Matrix>? observe)
    {
        var (batch, width) = (images.Rows, config.Width);
        var grid = config.ImageSize / config.PatchSize;
        Unfold(images, grid, room.Patches);                                                       // [B·g²  × 3p²]
        Product.Forward(engine, room.Patches, conv1, room.Embedded);                              // [B·g²  × width]
        observe?.Invoke("conv1", room.Embedded);

        engine.ForEach(batch, b =>
        {
            for (var t = 0; t < room.Tokens; t++)
            {
                var row = room.Embeddings.Row(b * room.Tokens + t);
                ReadOnlySpan<float> source = t == 0 ? classEmbedding : room.Embedded.Row(b * grid * grid + t - 1);
                var positional = positionalEmbedding.AsSpan(t * width, width);
                for (var j = 0; j < row.Length; j++)
                    row[j] = source[j] + positional[j];
            }
        });
        LayerNorm.Forward(engine, room.Embeddings, lnPreWeight, lnPreBias, config.LayerNormEpsilon, room.Pass.Input);
        observe?.Invoke("ln_pre", room.Pass.Input);
        var y = room.Pass.Forward(observe: observe is null ? null : (layer, output) => observe($"block{layer}", output));
        for (var b = 0; b < batch; b++)
            y.Row(room.Pass.Pooled is null ? b * room.Tokens : b).CopyTo(room.ClassTokens.Row(b));
        var normed = new Matrix(batch, width);
        LayerNorm.Forward(engine, room.ClassTokens, lnPostWeight, lnPostBias, config.LayerNormEpsilon, normed);
        observe?.Invoke("ln_post", normed);
        var features = new Matrix(batch, EmbeddingWidth);
        Product.Forward(engine, normed, proj, features);                                          // [B×width]·[width×e] → [B×e]
        return features;
    }

    /// <summary>One row per patch, in the order of the convolution's weights: channel, row, column.</summary>
    void Unfold(Matrix images, int grid, Matrix patches)
    {
        var (size, patch) = (config.ImageSize, config.PatchSize);
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
    }

    public override void Dispose()
    {
        conv1.Dispose();
        transformer.Dispose();
        proj.Dispose();
    }

    /// <summary>Room for one batch; the last block computes the class tokens alone, unless all rows are wanted.</summary>
    sealed class EncodingRoom
    {
        public EncodingRoom(Transformer transformer, VisionTransformerConfig config, int batch, bool allRows)
        {
            var patches = config.ImageSize / config.PatchSize * (config.ImageSize / config.PatchSize);
            (Batch, Tokens) = (batch, patches + 1);
            var layout = SequenceLayout.Uniform(batch, Tokens, causal: false);
            var store = new OwnStore(layout);
            Pass = new TransformerPass(transformer, layout, allRows || !transformer.Blocks[^1].CanPool ? null : layout.SuffixOffsets, keep: false, store, store);
            (Patches, Embedded) = (Matrix.Uninitialised(batch * patches, 3 * config.PatchSize * config.PatchSize), Matrix.Uninitialised(batch * patches, config.Width));
            (Embeddings, ClassTokens) = (store.Rows(config.Width), store.Sequences(config.Width));
        }

        public int Batch { get; }

        public int Tokens { get; }

        public Matrix Patches { get; }

        public Matrix Embedded { get; }

        public Matrix Embeddings { get; }

        public Matrix ClassTokens { get; }

        public TransformerPass Pass { get; }
    }
}
