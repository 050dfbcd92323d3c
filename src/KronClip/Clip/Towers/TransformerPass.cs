using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>
/// Room for forward and backward passes over one layout, used again and again. Not thread-safe. Where only one row of each sequence is asked for, the last
/// block computes that row alone. Without the way back only two residual streams exist, whatever the depth.
/// </summary>
sealed class TransformerPass
{
    readonly Transformer transformer;
    readonly SequenceLayout layout;
    readonly int[]? pooledRows;
    readonly BlockTrace[] traces;              // one per block with the way back; else one, and one for a pooled block
    readonly BlockScratch scratch;
    readonly Matrix[] streams;                 // x of each layer's input, and the last output: [R×d] each
    readonly bool keep;

    /// <summary>A pass over <paramref name="layout"/>.</summary>
    /// <param name="transformer">The blocks.</param>
    /// <param name="layout">Rows and sequences.</param>
    /// <param name="pooledRows">The row of each sequence that is asked for, which sees all of its sequence; null for all rows. Only where the last block <see cref="TransformerBlock.CanPool"/>.</param>
    /// <param name="keep">Whether the pass can be run backwards.</param>
    /// <param name="traces">Memory for what the way back needs.</param>
    /// <param name="scratch">Memory that is free between two calls.</param>
    public TransformerPass(Transformer transformer, SequenceLayout layout, int[]? pooledRows, bool keep, MatrixStore traces, MatrixStore scratch)
    {
        (this.transformer, this.layout, this.keep, this.pooledRows) = (transformer, layout, keep, pooledRows);
        var (blocks, pools) = (transformer.Blocks, pooledRows is not null);
        this.traces = keep
            ? blocks.Select((block, layer) => new BlockTrace(block, pools && layer == blocks.Count - 1, keep, traces)).ToArray()
            : pools ? [new BlockTrace(blocks[0], false, keep, traces), new BlockTrace(blocks[0], true, keep, traces)] : [new BlockTrace(blocks[0], false, keep, traces)];
        var wholeStreams = keep ? blocks.Count + (pools ? 0 : 1) : 2;
        streams = Enumerable.Range(0, wholeStreams).Select(_ => traces.Rows(blocks[0].Width)).ToArray();
        this.scratch = new BlockScratch(blocks[0], pools, keep, scratch);
        if (keep)
            Gradient = scratch.Rows(blocks[0].Width);
        if (!pools)
            return;
        Pooled = traces.Sequences(blocks[0].Width);
        PooledGradient = keep ? scratch.Sequences(blocks[0].Width) : null;
    }

    /// <summary>Where the caller puts the rows that enter the first block, [R×d].</summary>
    public Matrix Input => streams[0];

    /// <summary>The last residual stream at the rows that were asked for, [sequences×d]; null where all are.</summary>
    public Matrix? Pooled { get; }

    /// <summary>dL/d(<see cref="Pooled"/>) before <see cref="Backward"/>, which uses it up.</summary>
    public Matrix? PooledGradient { get; }

    /// <summary>dL/d(output), where all rows are asked for, before <see cref="Backward"/>; dL/d(input) after it, [R×d].</summary>
    public Matrix? Gradient { get; }

    /// <summary>Runs all blocks. Returns the last residual stream where all rows are asked for, [R×d], else <see cref="Pooled"/>.</summary>
    /// <param name="prefixes">
    /// For each block queries, keys and values of the shared prefix, [P×3d], or keys and values, [P×2d], for a pooled one: written where the prefix's rows are
    /// here, read where they are elsewhere. Null where nobody else needs them.
    /// </param>
    /// <param name="freshRows">Only so many rows of the input, from the first, have changed since this pass last ran forward; negative for all.</param>
    /// <param name="observe">Sees each block's output.</param>
    public Matrix Forward(Matrix[]? prefixes = null, int freshRows = -1, Action<int, Matrix>? observe = null)
    {
        var (x, last) = (streams[0], transformer.Blocks.Count - 1);
        for (var layer = 0; layer <= last; layer++)
        {
            if (layer == last && pooledRows is not null)
            {
                transformer.Blocks[layer].ForwardPooled(x, pooledRows, layout, traces[^1], scratch, Pooled!, prefixes?[layer]);
                return Pooled!;
            }
            var y = streams[keep ? layer + 1 : 1 - layer % 2];
            transformer.Blocks[layer].Forward(x, layout, traces[keep ? layer : 0], scratch, y, prefixes?[layer], layer == 0 && keep ? freshRows : -1);
            observe?.Invoke(layer, y);
            x = y;
        }
        return x;
    }

    /// <summary>
    /// Turns <see cref="PooledGradient"/>, or <see cref="Gradient"/> where all rows are asked for, into the gradient of the input.
    /// </summary>
    /// <param name="prefixes">As in <see cref="Forward"/>.</param>
    /// <param name="dPrefixes">For each block the gradient of the prefix's keys and values, [P×2d], summed over layouts; the prefix's own layout comes last.</param>
    /// <param name="constantSuffixes">The input is constant but for the prefix's rows; then only their gradients are valid afterwards.</param>
    public void Backward(Matrix[]? prefixes = null, Matrix[]? dPrefixes = null, bool constantSuffixes = false)
    {
        for (var layer = transformer.Blocks.Count - 1; layer >= 0; layer--)
        {
            if (layer == transformer.Blocks.Count - 1 && pooledRows is not null)
                transformer.Blocks[layer].BackwardToInputPooled(pooledRows, layout, traces[layer], scratch, PooledGradient!, Gradient!, prefixes?[layer], dPrefixes?[layer]);
            else
                transformer.Blocks[layer].BackwardToInput(layout, traces[layer], scratch, Gradient!, prefixes?[layer], dPrefixes?[layer], constantSuffixes && layer == 0);
        }
    }
}
