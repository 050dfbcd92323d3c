using System.Text.Json;
using KronClip.Compute;

namespace KronClip.Classifiers;

/// <summary>
/// Zero-shot logits and a cache of keys beside them (Zhang et al., Tip-Adapter, arXiv:2111.03930, equations 4 and 5):
/// logit_c = scale · (f · t_c) + weight · Σ_n exp(−sharpness (1 − f · k_n)) v_nc, with f the image embedding. The values v are either one class per key, or any numbers
/// (with keys of length 1 a kernel machine: ‖f − k‖² = 2 − 2 f·k). Immutable and thread-safe.
/// </summary>
public sealed class CacheHead : ClassifierHead
{
    /// <summary>The name of this kind in a file.</summary>
    public const string KindName = "cache";

    const string KeysName = "keys", LabelsName = "labels", ValuesName = "values", EmbeddingsName = "class_embeddings", WeightName = "weight", SharpnessName = "sharpness";
    const double LargestExponent = 300, LargestSum = 1e100;        // their product is far from overflow

    readonly NamedTensor keys;              // k  N×e
    readonly NamedTensor values;            // the class of each key, N; or v, N×C
    readonly EmbeddingsHead zeroShot;       // t  C×e
    readonly double weight, sharpness;

    /// <summary>A cache whose key n speaks for class labels[n].</summary>
    /// <param name="keys">k, [N×e]; usually of length 1.</param>
    /// <param name="labels">[N], from 0.</param>
    /// <param name="classEmbeddings">t, [C×e], rows of length 1.</param>
    /// <param name="weight">α, 0 or more.</param>
    /// <param name="sharpness">β, above 0.</param>
    /// <exception cref="ClassifierException">A shape does not fit, or a number cannot be used.</exception>
    public CacheHead(Matrix keys, ReadOnlySpan<int> labels, Matrix classEmbeddings, double weight, double sharpness)
        : this(Tensor(KeysName, keys), Labels(labels), Tensor(EmbeddingsName, classEmbeddings), weight, sharpness) { }

    /// <summary>A cache whose key n gives values[n, c] to class c.</summary>
    /// <param name="keys">k, [N×e]; usually of length 1.</param>
    /// <param name="values">v, [N×C].</param>
    /// <param name="classEmbeddings">t, [C×e], rows of length 1.</param>
    /// <param name="weight">0 or more.</param>
    /// <param name="sharpness">Above 0.</param>
    /// <exception cref="ClassifierException">A shape does not fit, or a number cannot be used.</exception>
    public CacheHead(Matrix keys, Matrix values, Matrix classEmbeddings, double weight, double sharpness)
        : this(Tensor(KeysName, keys), Tensor(ValuesName, values), Tensor(EmbeddingsName, classEmbeddings), weight, sharpness) { }

    CacheHead(NamedTensor keys, NamedTensor values, NamedTensor embeddings, double weight, double sharpness)
    {
        zeroShot = new EmbeddingsHead(embeddings);
        RequireMatrix(keys, "keys × width");
        RequireShape(keys, keys.Shape[0], zeroShot.Width);
        RequireFinite(keys);
        (this.keys, this.values, this.weight, this.sharpness) = (keys, values, weight, sharpness);
        if (OneClassPerKey)
            RequireLabels();
        else
            RequireShape(values, Keys, Classes);
        RequireFinite(values);
        if (!(weight >= 0 && double.IsFinite(weight)) || !(sharpness > 0 && double.IsFinite(sharpness)))
            throw new ClassifierException(FormattableString.Invariant(
                $"A head of kind '{KindName}' has the weight {weight} and the sharpness {sharpness}; finite numbers are needed, 0 or more and above 0. Make the classifier again."));
        RequireRoom();
    }

    /// <inheritdoc/>
    public override string Kind => KindName;

    /// <inheritdoc/>
    public override int Classes => zeroShot.Classes;

    /// <inheritdoc/>
    public override int Width => zeroShot.Width;

    /// <summary>N.</summary>
    public int Keys => keys.Shape[0];

    /// <inheritdoc/>
    public override JsonElement Settings => JsonSerializer.SerializeToElement(new Dictionary<string, double> { [WeightName] = weight, [SharpnessName] = sharpness }, HeadSettingsJson.Default.DictionaryStringDouble);

    /// <inheritdoc/>
    public override IReadOnlyList<NamedTensor> Tensors => [keys, values, .. zeroShot.Tensors];

    bool OneClassPerKey => values.Name == LabelsName;

    /// <inheritdoc/>
    public override void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits)
    {
        Span<double> cache = Classes <= 256 ? stackalloc double[Classes] : new double[Classes];
        cache.Clear();
        for (var n = 0; n < Keys; n++)
        {
            var key = keys.Values.Slice(n * Width, Width);
            var cosine = 0.0;
            for (var i = 0; i < key.Length; i++)
                cosine += feature[i] * key[i];
            var affinity = Math.Exp(-sharpness * (1 - cosine));
            if (OneClassPerKey)
            {
                cache[(int)values.Values[n]] += affinity;
                continue;
            }
            var row = values.Values.Slice(n * Classes, Classes);
            for (var c = 0; c < row.Length; c++)
                cache[c] += affinity * row[c];
        }
        zeroShot.Logits(feature, scale, logits);
        for (var c = 0; c < logits.Length; c++)
            logits[c] += weight * cache[c];
    }

    internal static CacheHead Read(JsonElement settings, IReadOnlyDictionary<string, NamedTensor> tensors)
    {
        var numbers = RequireSettings(KindName, settings, WeightName, SharpnessName);
        var found = Require(KindName, tensors, KeysName, tensors.ContainsKey(LabelsName) ? LabelsName : ValuesName, EmbeddingsName);
        return new CacheHead(found[0], found[1], found[2], numbers[0], numbers[1]);
    }

    void RequireLabels()
    {
        RequireShape(values, Keys);
        foreach (var label in values.Values)
        {
            if (!(label >= 0 && label < Classes && MathF.Truncate(label) == label))
                throw new ClassifierException(FormattableString.Invariant($"A key of the cache speaks for class {label}, but the classes are 0 to {Classes - 1}; make the classifier again."));
        }
    }

    /// <summary>f has length 1, so f·k ≤ ‖k‖: keys and values that could leave the range of numbers are refused here, not found out by a picture.</summary>
    void RequireRoom()
    {
        var longest = 0.0;
        for (var n = 0; n < Keys; n++)
        {
            var squares = 0.0;
            foreach (var x in keys.Values.Slice(n * Width, Width))
                squares += (double)x * x;
            longest = Math.Max(longest, Math.Sqrt(squares));
        }
        var sum = (double)Keys;
        if (!OneClassPerKey)
        {
            foreach (var value in values.Values)
                sum += Math.Abs(value);
        }
        if (!(sharpness * (longest - 1) <= LargestExponent) || !(weight * sum <= LargestSum))
            throw new ClassifierException(FormattableString.Invariant(
                $"The cache's numbers are too large to be of use (keys up to length {longest:g3}, sharpness {sharpness:g3}, weight {weight:g3}, values that sum to {sum:g3}); make the classifier again."));
    }

    static NamedTensor Labels(ReadOnlySpan<int> labels)
    {
        var numbers = new float[labels.Length];                            // exact: there are fewer classes than 2²⁴
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = labels[i];
        return new NamedTensor(LabelsName, [numbers.Length], numbers);
    }
}
