using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Classifiers;

/// <summary>
/// Class weights and a bias: logit_c = w_c · f + b_c with f the image embedding. Probes and closed forms give it. The base model's logit scale plays no part: where a
/// method blends scaled cosines in, the scale is in the weights. Immutable and thread-safe.
/// </summary>
public sealed class AffineHead : ClassifierHead
{
    /// <summary>The name of this kind in a file.</summary>
    public const string KindName = "affine";

    const string WeightsName = "weights", BiasName = "bias";

    readonly NamedTensor weights;           // w  C×e
    readonly NamedTensor bias;              // b  C

    /// <summary>A head of weights [C×e] and biases [C], which are copied.</summary>
    /// <exception cref="ClassifierException">There is no class, the shapes differ, or a number is not finite.</exception>
    public AffineHead(Matrix weights, ReadOnlySpan<float> bias) : this(Tensor(WeightsName, weights), new NamedTensor(BiasName, [bias.Length], bias)) { }

    AffineHead(NamedTensor weights, NamedTensor bias)
    {
        RequireMatrix(weights, "classes × width");
        RequireShape(bias, weights.Shape[0]);
        RequireFinite(weights);
        RequireFinite(bias);
        (this.weights, this.bias) = (weights, bias);
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Classes => weights.Shape[0];

    /// <inheritdoc/>
    public override int Width => weights.Shape[1];

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensor> Tensors => [weights, bias];

    /// <inheritdoc/>
    public override void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits)
    {
        for (var c = 0; c < logits.Length; c++)
        {
            var row = weights.Values.Slice(c * Width, Width);
            var sum = 0.0;
            for (var i = 0; i < row.Length; i++)
                sum += feature[i] * row[i];
            logits[c] = sum + bias.Values[c];
        }
    }

    internal static AffineHead Read(JsonElement settings, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        RequireSettings(KindName, settings);
        var found = Require(KindName, tensors, WeightsName, BiasName);
        return new AffineHead(found[0], found[1]);
    }
}
