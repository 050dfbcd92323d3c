using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Attention pooling of the ResNet tower (openai/CLIP clip/model.py, AttentionPool2d): the mean over all places is prepended, positions are added,
/// and the mean alone asks. Keys and values of all places, one query per image.
/// </summary>
sealed class AttentionPool : IDisposable
{
    readonly int heads, places, channels;
    readonly float[] positionalEmbedding;      // [(places+1) × channels]
    readonly PackedWeights qProj, kProj, vProj, cProj;
    readonly float[] qBias, kBias, vBias, cBias;

    public AttentionPool(Engine engine, ClipCheckpoint weights, string prefix, int channels, int heads, int grid, int embeddingWidth)
    {
        (this.heads, this.channels, places) = (heads, channels, grid * grid);
        positionalEmbedding = weights.Read($"{prefix}.positional_embedding");
        PackedWeights Pack(string name, int outputs) => PackedWeights.FromLinear(engine, weights.Read($"{prefix}.{name}.weight"), outputs, channels);
        (qProj, qBias) = (Pack("q_proj", channels), weights.Read($"{prefix}.q_proj.bias"));
        (kProj, kBias) = (Pack("k_proj", channels), weights.Read($"{prefix}.k_proj.bias"));
        (vProj, vBias) = (Pack("v_proj", channels), weights.Read($"{prefix}.v_proj.bias"));
        (cProj, cBias) = (Pack("c_proj", embeddingWidth), weights.Read($"{prefix}.c_proj.bias"));
    }

    public Matrix Forward(Engine engine, FeatureMap map)
    {
        var tokens = places + 1;
        var x = new Matrix(map.Batch * tokens, channels);
        engine.ForEach(map.Batch, b => AddTokens(map.Values, x, b));

        var asking = new Matrix(map.Batch, channels);
        for (var b = 0; b < map.Batch; b++)
            x.Row(b * tokens).CopyTo(asking.Row(b));
        var q = new Matrix(map.Batch, channels);
        var (k, v) = (new Matrix(x.Rows, channels), new Matrix(x.Rows, channels));
        Product.Forward(engine, asking, qProj, q, qBias);
        Product.Forward(engine, x, kProj, k, kBias);
        Product.Forward(engine, x, vProj, v, vBias);

        var pooled = new Matrix(map.Batch, channels);
        engine.ForEach(map.Batch * heads, index => Attend(q, k, v, pooled, index / heads, index % heads));
        var features = new Matrix(map.Batch, cProj.Outputs);
        Product.Forward(engine, pooled, cProj, features, cBias);                                  // [B×channels] → [B×e]
        return features;
    }

    void AddTokens(Matrix map, Matrix x, int image)
    {
        var mean = new double[channels];
        for (var place = 0; place < places; place++)
        {
            var source = map.Row(image * places + place);
            var row = x.Row(image * (places + 1) + place + 1);
            var positional = positionalEmbedding.AsSpan((place + 1) * channels, channels);
            for (var j = 0; j < channels; j++)
            {
                mean[j] += source[j];
                row[j] = source[j] + positional[j];
            }
        }
        var first = x.Row(image * (places + 1));
        for (var j = 0; j < channels; j++)
            first[j] = (float)(mean[j] / places) + positionalEmbedding[j];
    }

    /// <summary>One query of one head over all places of one image: softmax(q·kᵀ/√dh)·v.</summary>
    void Attend(Matrix q, Matrix k, Matrix v, Matrix pooled, int image, int head)
    {
        var (tokens, dh) = (places + 1, channels / heads);
        var columns = new Range(head * dh, (head + 1) * dh);
        var query = q.Row(image)[columns];
        var scores = new double[tokens];
        for (var t = 0; t < tokens; t++)
        {
            var key = k.Row(image * tokens + t)[columns];
            var dot = 0.0;
            for (var j = 0; j < dh; j++)
                dot += query[j] * (double)key[j];
            scores[t] = dot / Math.Sqrt(dh);
        }
        var (largest, sum) = (scores.Max(), 0.0);
        for (var t = 0; t < tokens; t++)
            sum += scores[t] = Math.Exp(scores[t] - largest);
        var output = pooled.Row(image)[columns];
        for (var t = 0; t < tokens; t++)
        {
            var value = v.Row(image * tokens + t)[columns];
            var weight = (float)(scores[t] / sum);
            for (var j = 0; j < dh; j++)
                output[j] += weight * value[j];
        }
    }

    public void Dispose()
    {
        qProj.Dispose();
        kProj.Dispose();
        vProj.Dispose();
        cProj.Dispose();
    }
}
