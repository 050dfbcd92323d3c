using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// The ModifiedResNet image tower (openai/CLIP clip/model.py): a stem of three convolutions, bottlenecks whose stride is an average pooling
/// (anti-aliased), attention pooling at the end. Batch norms are frozen and folded into the convolutions. Activations are [B·h·w × channels].
/// </summary>
sealed class ResNetTower : ImageTower
{
    readonly Engine engine;
    readonly ResNetConfig config;
    readonly FoldedConvolution stem1, stem2, stem3;
    readonly Bottleneck[][] layers;
    readonly AttentionPool attentionPool;

    public ResNetTower(Engine engine, ClipCheckpoint weights, ResNetConfig config, int embeddingWidth)
    {
        (this.engine, this.config, EmbeddingWidth) = (engine, config, embeddingWidth);
        var width = config.Width;
        stem1 = FoldedConvolution.Read(engine, weights, "visual.conv1", "visual.bn1", 3, width / 2, kernel: 3, stride: 2);
        stem2 = FoldedConvolution.Read(engine, weights, "visual.conv2", "visual.bn2", width / 2, width / 2, kernel: 3);
        stem3 = FoldedConvolution.Read(engine, weights, "visual.conv3", "visual.bn3", width / 2, width, kernel: 3);
        layers = new Bottleneck[4][];
        var inputs = width;
        for (var i = 0; i < 4; i++)
        {
            var planes = width << i;
            layers[i] = new Bottleneck[config.Layers[i]];
            for (var block = 0; block < layers[i].Length; block++)
            {
                layers[i][block] = new Bottleneck(engine, weights, $"visual.layer{i + 1}.{block}", inputs, planes, stride: i > 0 && block == 0 ? 2 : 1);
                inputs = 4 * planes;
            }
        }
        attentionPool = new AttentionPool(engine, weights, "visual.attnpool", inputs, config.Heads, config.ImageSize / 32, embeddingWidth);
    }

    public override int ImageSize => config.ImageSize;

    public override int EmbeddingWidth { get; }

    internal override Matrix Encode(Matrix images, Action<string, Matrix>? observe)
    {
        var (batch, size) = (images.Rows, config.ImageSize);
        var x = new FeatureMap(ChannelsLast(images), batch, size, size);
        x = stem1.Forward(engine, x, Activation.Relu);
        x = stem2.Forward(engine, x, Activation.Relu);
        x = stem3.Forward(engine, x, Activation.Relu);
        x = x.AveragePool(engine, 2);
        observe?.Invoke("avgpool", x.Values);
        for (var i = 0; i < 4; i++)
        {
            foreach (var block in layers[i])
                x = block.Forward(engine, x);
            observe?.Invoke($"layer{i + 1}", x.Values);
        }
        return attentionPool.Forward(engine, x);
    }

    Matrix ChannelsLast(Matrix images)
    {
        var pixels = config.ImageSize * config.ImageSize;
        var result = new Matrix(images.Rows * pixels, 3);
        engine.ForEach(images.Rows, b =>
        {
            var image = images.Row(b);
            for (var p = 0; p < pixels; p++)
            {
                for (var channel = 0; channel < 3; channel++)
                    result[b * pixels + p, channel] = image[channel * pixels + p];
            }
        });
        return result;
    }

    public override void Dispose()
    {
        stem1.Dispose();
        stem2.Dispose();
        stem3.Dispose();
        foreach (var block in layers.SelectMany(l => l))
            block.Dispose();
        attentionPool.Dispose();
    }
}
