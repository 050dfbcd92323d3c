using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Room for forward and backward passes of the text tower over one prompt layout. Not thread-safe; used again at every step, and a step allocates nothing.
/// <para>
/// The classes are cut into chunks whose activations stay in the nearer caches. As many chunks as the engine's memory budget allows keep what the way back
/// needs; the others are encoded once more on the way back (docs/method.md), which is exact and costs one more forward pass of those chunks.
/// </para>
/// </summary>
public sealed class TextPass
{
    readonly TextTower tower;
    readonly PromptLayout layout;
    readonly TextChunk[] chunks;
    readonly Matrix[]? prefixes, dPrefixes;    // keys and values of the shared prefix in each layer, and their gradients, where several chunks need them
    readonly Matrix ends, normed, dEnds;       // states at [EOS], [C×d]
    readonly Matrix mean, reciprocalDeviation; // of the final layer norm, [C×1]
    readonly bool keep;
    Matrix? lastContext;                       // V of the last forward pass, for chunks that are encoded again
    TextChunk? present;                        // of the chunks that share memory, the one whose activations are there

    internal TextPass(TextTower tower, PromptLayout layout, bool keep, long budget, int chunkRows)
    {
        (this.tower, this.layout, this.keep) = (tower, layout, keep);
        var (classes, blocks) = (layout.EndRows.Length, tower.Transformer.Blocks);
        (ends, normed, dEnds) = (new Matrix(classes, tower.Width), new Matrix(classes, tower.Width), new Matrix(keep ? classes : 0, tower.Width));
        (mean, reciprocalDeviation) = (new Matrix(classes, 1), new Matrix(classes, 1));
        Features = new Matrix(classes, tower.EmbeddingWidth);
        (chunks, KeptBytes) = TextChunk.Cut(tower.Transformer, layout, keep, budget, chunkRows);
        if (chunks.Length > 1 && layout.Sequences.PrefixLength is > 0 and var prefix)
        {
            prefixes = blocks.Select((_, layer) => new Matrix(prefix, (chunks[0].Pooled && layer == blocks.Count - 1 ? 2 : 3) * tower.Width)).ToArray();
            dPrefixes = keep ? blocks.Select(_ => new Matrix(prefix, 2 * tower.Width)).ToArray() : null;
        }
    }

    /// <summary>Raw (unnormalised) text embeddings of the last forward pass, [C×e].</summary>
    public Matrix Features { get; }

    /// <summary>Chunks into which the classes are cut.</summary>
    public int Chunks => chunks.Length;

    /// <summary>Chunks that are encoded once more on the way back.</summary>
    public int ChunksEncodedAgain => keep ? Math.Max(0, chunks.Count(c => !c.Kept) - 1) : 0;      // the last is still there

    /// <summary>Memory of what is kept between the way there and the way back, and of what all chunks share, in bytes.</summary>
    public long KeptBytes { get; }

    /// <summary>The gradient of the embedded rows after <see cref="Backward"/>, [R×d]; only where there is one chunk.</summary>
    internal Matrix RowGradient => chunks.Single().Pass.Gradient!;

    /// <summary>Embeds the prompts with context <paramref name="v"/> ([M×d]) and runs the tower. Returns <see cref="Features"/>, [C×e].</summary>
    /// <exception cref="ArgumentException">The context has another shape than the layout's.</exception>
    public Matrix Forward(Matrix v) => Forward(v, null);

    internal Matrix Forward(Matrix v, Action<int, Matrix>? observe)
    {
        layout.RequireContext(v, tower.Width, nameof(v));
        lastContext = v;
        foreach (var chunk in chunks)
            chunk.Forward(tower, v, prefixes, ends, observe);
        present = chunks[^1];
        LayerNorm.Forward(tower.Engine, ends, tower.LnFinal.Weight, tower.LnFinal.Bias, tower.Epsilon, normed, mean.Data, reciprocalDeviation.Data);
        Product.Forward(tower.Engine, normed, tower.TextProjection, Features);                                    // [C×d]·[d×e] → [C×e]
        return Features;
    }

    /// <summary>
    /// Pushes dL/d(features) of the last <see cref="Forward(Matrix)"/>, [C×e], back through the tower to the context words: <paramref name="dV"/> ← dL/dV, [M×d].
    /// The context of that forward pass must be unchanged. Several gradients may go back after one forward pass.
    /// </summary>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    /// <exception cref="InvalidOperationException">The pass was prepared without keeping what the way back needs, or has not been run forward.</exception>
    public void Backward(Matrix dFeatures, Matrix dV)
    {
        ArgumentNullException.ThrowIfNull(dV);
        layout.RequireContext(dV, tower.Width, nameof(dV));
        dV.Span.Clear();
        BackwardToRows(dFeatures, dV);
    }

    internal void BackwardToRows(Matrix dFeatures, Matrix? dV = null)
    {
        if (!keep)
            throw new InvalidOperationException("This pass keeps nothing for gradients; prepare it with keep: true.");
        if (lastContext is null)
            throw new InvalidOperationException("There is nothing to go back through; run Forward first.");
        Product.BackwardToInput(tower.Engine, dFeatures, tower.TextProjection, normed);                           // d ln_final  [C×d]
        LayerNorm.BackwardToInput(tower.Engine, normed, ends, mean, reciprocalDeviation, tower.LnFinal.Weight, dEnds);
        foreach (var gradient in dPrefixes ?? [])
            gradient.Span.Clear();
        for (var i = chunks.Length - 1; i >= 0; i--)
        {
            var chunk = chunks[i];
            if (!chunk.Kept && chunk != present)
            {
                chunk.Forward(tower, lastContext, prefixes, ends: null, observe: null);
                present = chunk;
            }
            chunk.Backward(dEnds, prefixes, dPrefixes);
            if (dV is not null)
                layout.AddContextGradient(chunk.Pass.Gradient!, chunk.FirstRow, chunk.GradientRows, dV);
        }
    }
}
