using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// The frozen text tower g (openai/CLIP clip/model.py, CLIP.encode_text): causal transformer, final layer norm, the state at [EOS], text projection.
/// Thread-safe; each pass has its own <see cref="TextPass"/>.
/// </summary>
public sealed class TextTower : IDisposable
{
    readonly float[] tokenEmbedding;           // E  [vocabulary×d]
    readonly float[] positionalEmbedding;      // [positions×d]
    readonly float[] lnFinalWeight, lnFinalBias;
    readonly PackedWeights textProjection;     // [d×e]
    readonly Transformer transformer;
    readonly float epsilon;

    internal TextTower(Engine engine, ClipCheckpoint weights, TextConfig config, int embeddingWidth, int startToken, int endToken)
    {
        Engine = engine;
        (Width, EmbeddingWidth, ContextLength, VocabularySize) = (config.Width, embeddingWidth, config.ContextLength, config.VocabularySize);
        (StartToken, EndToken) = (startToken, endToken);
        epsilon = config.LayerNormEpsilon;
        tokenEmbedding = weights.Read("token_embedding.weight");
        positionalEmbedding = weights.Read("positional_embedding");
        transformer = new Transformer(engine, weights, "transformer.resblocks", config.Layers, config.Width, config.Heads, config.MlpWidth, config.Activation, config.LayerNormEpsilon);
        (lnFinalWeight, lnFinalBias) = (weights.Read("ln_final.weight"), weights.Read("ln_final.bias"));
        textProjection = PackedWeights.FromProjection(engine, weights.Read("text_projection"), config.Width, embeddingWidth);
    }

    /// <summary>d, the width of tokens and context words.</summary>
    public int Width { get; }

    /// <summary>e, the width of the joint embedding.</summary>
    public int EmbeddingWidth { get; }

    /// <summary>Number of positions, 77 in all released models.</summary>
    public int ContextLength { get; }

    /// <summary>Rows of the token-embedding table.</summary>
    public int VocabularySize { get; }

    /// <summary>[SOS].</summary>
    public int StartToken { get; }

    /// <summary>[EOS], whose final state is the text's embedding.</summary>
    public int EndToken { get; }

    internal Engine Engine { get; }

    internal float Epsilon => epsilon;

    internal Transformer Transformer => transformer;

    internal (float[] Weight, float[] Bias) LnFinal => (lnFinalWeight, lnFinalBias);

    internal PackedWeights TextProjection => textProjection;

    /// <summary>The frozen table E, [vocabulary × d], row-major.</summary>
    public ReadOnlySpan<float> TokenEmbeddings => tokenEmbedding;

    /// <summary>Row <paramref name="token"/> of E, [d].</summary>
    /// <exception cref="TokenizerException">The token is outside the table.</exception>
    public ReadOnlySpan<float> TokenEmbedding(int token) => (uint)token < (uint)VocabularySize
        ? tokenEmbedding.AsSpan(token * Width, Width)
        : throw new TokenizerException($"Token {token} is outside the model's table of {VocabularySize} tokens: the tokenizer files belong to another model.");

    /// <summary>Embedding of a position, [d].</summary>
    public ReadOnlySpan<float> PositionalEmbedding(int position) => positionalEmbedding.AsSpan(position * Width, Width);

    /// <summary>Makes room for passes over <paramref name="layout"/>; with <paramref name="keep"/> gradients can be pushed back to the context.</summary>
    public TextPass Prepare(PromptLayout layout, bool keep) => new(this, layout, keep);

    /// <summary>Raw (unnormalised) embeddings of fixed texts with start and end tokens, [texts × e].</summary>
    /// <exception cref="TokenizerException">A text has more tokens than there are positions, or a token outside E.</exception>
    public Matrix Encode(IReadOnlyList<int[]> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.FirstOrDefault(text => text.Length > ContextLength) is { } tooLong)
            throw new TokenizerException($"A text has {tooLong.Length} tokens with start and end, and the text tower has {ContextLength} positions. Shorten the text.");
        const int chunk = 256;                                  // bounds the room, whatever the number of texts
        var features = new Matrix(texts.Count, EmbeddingWidth);
        for (var first = 0; first < texts.Count; first += chunk)
        {
            var part = texts.Skip(first).Take(chunk).ToArray();
            var pass = Prepare(PromptLayout.Fixed(part), keep: false);
            pass.Forward(new Matrix(0, Width)).Span.CopyTo(features.Span[(first * EmbeddingWidth)..]);
        }
        return features;
    }

    /// <summary>Frees the packed weights.</summary>
    public void Dispose()
    {
        transformer.Dispose();
        textProjection.Dispose();
    }
}

/// <summary>Room for forward and backward passes of the text tower over one prompt layout. Not thread-safe; used again at every step.</summary>
public sealed class TextPass
{
    readonly TextTower tower;
    readonly PromptLayout layout;
    readonly TransformerPass pass;
    readonly Matrix ends, normed, dEnds;       // states at [EOS], [C×d]
    readonly float[] mean, reciprocalDeviation;
    readonly bool keep;

    internal TextPass(TextTower tower, PromptLayout layout, bool keep)
    {
        (this.tower, this.layout, this.keep) = (tower, layout, keep);
        pass = tower.Transformer.Prepare(layout.Sequences, keep);
        var classes = layout.EndRows.Length;
        (ends, normed, dEnds) = (new Matrix(classes, tower.Width), new Matrix(classes, tower.Width), new Matrix(keep ? classes : 0, tower.Width));
        (mean, reciprocalDeviation) = (new float[classes], new float[classes]);
        Features = new Matrix(classes, tower.EmbeddingWidth);
    }

    /// <summary>Raw (unnormalised) text embeddings of the last forward pass, [C×e].</summary>
    public Matrix Features { get; }

    /// <summary>The gradient of the embedded rows after <see cref="Backward"/>, [R×d].</summary>
    internal Matrix RowGradient => pass.Gradient;

    /// <summary>Embeds the prompts with context <paramref name="v"/> ([M×d]) and runs the tower. Returns <see cref="Features"/>, [C×e].</summary>
    /// <exception cref="ArgumentException">The context has another shape than the layout's.</exception>
    public Matrix Forward(Matrix v) => Forward(v, null);

    internal Matrix Forward(Matrix v, Action<int, Matrix>? observe)
    {
        layout.Embed(tower, v, pass.Input);
        var x = pass.Forward(observe);
        for (var c = 0; c < layout.EndRows.Length; c++)
            x.Row(layout.EndRows[c]).CopyTo(ends.Row(c));
        var (weight, bias) = tower.LnFinal;
        LayerNorm.Forward(tower.Engine, ends, weight, bias, tower.Epsilon, normed, mean, reciprocalDeviation);
        Product.Forward(tower.Engine, normed, tower.TextProjection, Features);                                    // [C×d]·[d×e] → [C×e]
        return Features;
    }

    /// <summary>
    /// Pushes dL/d(features) of the last <see cref="Forward(Matrix)"/>, [C×e], back through the tower to the context words: <paramref name="dV"/> ← dL/dV, [M×d].
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">The pass was prepared without keeping what the way back needs.</exception>
    public void Backward(Matrix dFeatures, Matrix dV)
    {
        BackwardToRows(dFeatures);
        layout.GatherContextGradient(pass.Gradient, dV);
    }

    internal void BackwardToRows(Matrix dFeatures)
    {
        if (!keep)
            throw new InvalidOperationException("This pass keeps nothing for gradients; prepare it with keep: true.");
        Product.BackwardToInput(tower.Engine, dFeatures, tower.TextProjection, normed);                           // d ln_final  [C×d]
        LayerNorm.BackwardToInput(tower.Engine, normed, ends, mean, reciprocalDeviation, tower.LnFinal.Weight, dEnds);
        pass.Gradient.Span.Clear();
        for (var c = 0; c < layout.EndRows.Length; c++)
            dEnds.Row(c).CopyTo(pass.Gradient.Row(layout.EndRows[c]));
        pass.Backward();
    }
}
