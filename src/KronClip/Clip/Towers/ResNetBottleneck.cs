using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>Activations of a batch of images, [B·Height·Width × channels].</summary>
sealed record FeatureMap(Matrix Values, int Batch, int Height, int Width)
{
    public FeatureMap AveragePool(Engine engine, int window) => window == 1
        ? this
        : new FeatureMap(AveragePooling.Forward(engine, Values, Batch, Height, Width, window), Batch, Height / window, Width / window);
}

/// <summary>
/// A convolution without bias followed by a frozen batch norm, folded into one:
/// bn(w∗x) = (w·γ/√(σ²+ε))∗x + (β − μ·γ/√(σ²+ε)), ε = 1e-5.
/// </summary>
sealed class FoldedConvolution(PackedConvolution convolution, float[] bias, int kernel, int stride) : IDisposable
{
    const float Epsilon = 1e-5f;

    public static FoldedConvolution Read(Engine engine, ClipCheckpoint weights, string conv, string bn, int inputs, int outputs, int kernel, int stride = 1)
    {
        var (weight, bias) = Fold(weights, conv, bn, inputs, outputs, kernel);
        var packed = PackedConvolution.Pack(engine, weight, outputs, inputs, kernel, stride, padding: kernel / 2);
        return new FoldedConvolution(packed, bias, kernel, stride);
    }

    /// <summary>Weights [outputs×inputs×kernel×kernel] and bias [outputs] of the two as one.</summary>
    public static (float[] Weight, float[] Bias) Fold(ClipCheckpoint weights, string conv, string bn, int inputs, int outputs, int kernel)
    {
        var weight = weights.Read($"{conv}.weight");
        var (gamma, beta) = (weights.Read($"{bn}.weight"), weights.Read($"{bn}.bias"));
        var (mean, variance) = (weights.Read($"{bn}.running_mean"), weights.Read($"{bn}.running_var"));
        var bias = new float[outputs];
        var perOutput = inputs * kernel * kernel;
        for (var o = 0; o < outputs; o++)
        {
            var scale = gamma[o] / Math.Sqrt(variance[o] + (double)Epsilon);
            for (var i = 0; i < perOutput; i++)
                weight[o * perOutput + i] = (float)(weight[o * perOutput + i] * scale);
            bias[o] = (float)(beta[o] - mean[o] * scale);
        }
        return (weight, bias);
    }

    public FeatureMap Forward(Engine engine, FeatureMap x, Activation activation, Matrix? residual = null)
    {
        var y = Convolution.Forward(engine, x.Values, x.Batch, x.Height, x.Width, convolution, bias, activation, residual);
        int Size(int size) => (size + 2 * (kernel / 2) - kernel) / stride + 1;
        return new FeatureMap(y, x.Batch, Size(x.Height), Size(x.Width));
    }

    public void Dispose() => convolution.Dispose();
}

/// <summary>y = relu(bn3(conv3(pool(relu(bn2(conv2(relu(bn1(conv1 x)))))))) + identity), the identity pooled and projected where shapes differ.</summary>
sealed class Bottleneck : IDisposable
{
    readonly FoldedConvolution conv1, conv2, conv3;
    readonly FoldedConvolution? downsample;
    readonly int stride;

    public Bottleneck(Engine engine, ClipCheckpoint weights, string prefix, int inputs, int planes, int stride)
    {
        this.stride = stride;
        conv1 = FoldedConvolution.Read(engine, weights, $"{prefix}.conv1", $"{prefix}.bn1", inputs, planes, kernel: 1);
        conv2 = FoldedConvolution.Read(engine, weights, $"{prefix}.conv2", $"{prefix}.bn2", planes, planes, kernel: 3);
        conv3 = FoldedConvolution.Read(engine, weights, $"{prefix}.conv3", $"{prefix}.bn3", planes, 4 * planes, kernel: 1);
        if (stride > 1 || inputs != 4 * planes)
            downsample = FoldedConvolution.Read(engine, weights, $"{prefix}.downsample.0", $"{prefix}.downsample.1", inputs, 4 * planes, kernel: 1);
    }

    public FeatureMap Forward(Engine engine, FeatureMap x)
    {
        var hidden = conv2.Forward(engine, conv1.Forward(engine, x, Activation.Relu), Activation.Relu).AveragePool(engine, stride);
        var identity = downsample is null ? x : downsample.Forward(engine, x.AveragePool(engine, stride), Activation.None);
        return conv3.Forward(engine, hidden, Activation.Relu, residual: identity.Values);
    }

    public void Dispose()
    {
        conv1.Dispose();
        conv2.Dispose();
        conv3.Dispose();
        downsample?.Dispose();
    }
}
