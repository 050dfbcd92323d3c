using System.Collections.Concurrent;
using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// The frozen text tower g (openai/CLIP clip/model.py, CLIP.encode_text): causal transformer, final layer norm, the state at [EOS], text projection.
/// Thread-safe; each pass has its own <see cref="TextPass"/>.
/// </summary>
public sealed class TextTower : IDisposable
{
    const string TokenTable = "token_embedding.weight";

    /// <summary>
    /// Rows of a chunk: enough that weights which come from afar are used on many, and few enough that a layer's activations stay in the caches.
    /// </summary>
    const int ChunkRows = 960;

    readonly ClipCheckpoint checkpoint;        // holds E  [vocabulary×d], of which only the rows that are asked for are read
    readonly ConcurrentDictionary<int, float[]> tokenRows = [];
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
        checkpoint = weights;
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

    /// <summary>The whole frozen table E, [vocabulary × d], read from the checkpoint at each call: 100 MB in released models.</summary>
    /// <exception cref="CheckpointException">A number is NaN or infinite, or the file changed.</exception>
    public Matrix ReadTokenEmbeddings() => new(VocabularySize, Width, checkpoint.Read(TokenTable));

    /// <summary>Row <paramref name="token"/> of E, [d]. Rows are read from the checkpoint when first asked for.</summary>
    /// <exception cref="TokenizerException">The token is outside the table.</exception>
    /// <exception cref="CheckpointException">A number is NaN or infinite, or the file changed.</exception>
    public ReadOnlySpan<float> TokenEmbedding(int token)
    {
        if ((uint)token >= (uint)VocabularySize)
            throw new TokenizerException($"Token {token} is outside the model's table of {VocabularySize} tokens: the tokenizer files belong to another model.");
        if (tokenRows.TryGetValue(token, out var known))
            return known;
        var row = new float[Width];
        checkpoint.ReadRows(TokenTable, token, row);
        return tokenRows.GetOrAdd(token, row);
    }

    /// <summary>Embedding of a position, [d].</summary>
    public ReadOnlySpan<float> PositionalEmbedding(int position) => positionalEmbedding.AsSpan(position * Width, Width);

    /// <summary>Makes room for passes over <paramref name="layout"/>; with <paramref name="keep"/> gradients can be pushed back to the context.</summary>
    public TextPass Prepare(PromptLayout layout, bool keep) => Prepare(layout, keep, Engine.MemoryBudget);

    /// <summary>The same with a memory budget in bytes, and chunks of so many rows.</summary>
    internal TextPass Prepare(PromptLayout layout, bool keep, long budget, int chunkRows = ChunkRows) => new(this, layout, keep, budget, chunkRows);

    /// <summary>Raw (unnormalised) embeddings of fixed texts with start and end tokens, [texts × e].</summary>
    /// <exception cref="TokenizerException">A text has more tokens than there are positions, or a token outside E.</exception>
    public Matrix Encode(IReadOnlyList<int[]> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.FirstOrDefault(text => text.Length > ContextLength) is { } tooLong)
            throw new TokenizerException($"A text has {tooLong.Length} tokens with start and end, and the text tower has {ContextLength} positions. Shorten the text.");
        return texts.Count == 0 ? new Matrix(0, EmbeddingWidth) : Prepare(PromptLayout.Fixed(texts), keep: false).Forward(new Matrix(0, Width));
    }

    /// <summary>Frees the packed weights.</summary>
    public void Dispose()
    {
        transformer.Dispose();
        textProjection.Dispose();
    }
}
