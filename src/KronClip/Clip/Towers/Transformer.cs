using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Clip;

/// <summary>A stack of <see cref="TransformerBlock"/>s, as both towers use it. Thread-safe; a pass has its own <see cref="TransformerPass"/>.</summary>
sealed class Transformer : IDisposable
{
    readonly TransformerBlock[] blocks;

    /// <summary>Reads blocks "<paramref name="prefix"/>.0" onwards.</summary>
    public Transformer(Engine engine, ClipCheckpoint weights, string prefix, int layers, int width, int heads, int mlpWidth, Activation activation, float epsilon)
    {
        Heads = heads;
        blocks = new TransformerBlock[layers];
        for (var layer = 0; layer < layers; layer++)
            blocks[layer] = new TransformerBlock(engine, weights, $"{prefix}.{layer}", width, heads, mlpWidth, activation, epsilon);
    }

    public int Heads { get; }

    public IReadOnlyList<TransformerBlock> Blocks => blocks;

    /// <summary>Makes room for passes over <paramref name="layout"/>; with <paramref name="keep"/> they can be run backwards.</summary>
    public TransformerPass Prepare(SequenceLayout layout, bool keep) => new(this, layout, keep);

    public void Dispose()
    {
        foreach (var block in blocks)
            block.Dispose();
    }
}

/// <summary>
/// Room for forward and backward passes over one layout, allocated once and used again. Not thread-safe.
/// Without <c>keep</c> only two residual streams exist, whatever the depth.
/// </summary>
sealed class TransformerPass
{
    readonly Transformer transformer;
    readonly SequenceLayout layout;
    readonly BlockTrace[] traces;
    readonly BlockScratch scratch;
    readonly Matrix[] streams;                 // x of each layer's input, and the last output: [R×d] each
    readonly bool keep;

    internal TransformerPass(Transformer transformer, SequenceLayout layout, bool keep)
    {
        (this.transformer, this.layout, this.keep) = (transformer, layout, keep);
        var blocks = transformer.Blocks;
        var width = blocks[0].Width;
        traces = Enumerable.Range(0, keep ? blocks.Count : 1).Select(_ => new BlockTrace(layout.Rows, blocks[0], transformer.Heads, keep)).ToArray();
        scratch = new BlockScratch(layout.Rows, blocks[0], keep);
        streams = Enumerable.Range(0, keep ? blocks.Count + 1 : 2).Select(_ => new Matrix(layout.Rows, width)).ToArray();
        Gradient = new Matrix(keep ? layout.Rows : 0, width);
    }

    /// <summary>Where the caller puts the rows that enter the first block, [R×d].</summary>
    public Matrix Input => streams[0];

    /// <summary>dL/d(output) before <see cref="Backward"/>, dL/d(input) after it, [R×d].</summary>
    public Matrix Gradient { get; }

    /// <summary>Runs all blocks and returns the last residual stream, [R×d]; <paramref name="observe"/> sees each block's output.</summary>
    public Matrix Forward(Action<int, Matrix>? observe = null)
    {
        var x = streams[0];
        for (var layer = 0; layer < transformer.Blocks.Count; layer++)
        {
            var y = streams[keep ? layer + 1 : 1 - layer % 2];
            transformer.Blocks[layer].Forward(x, layout, traces[keep ? layer : 0], scratch, y);
            observe?.Invoke(layer, y);
            x = y;
        }
        return x;
    }

    /// <summary>Turns <see cref="Gradient"/> from that of the output into that of the input.</summary>
    public void Backward()
    {
        for (var layer = transformer.Blocks.Count - 1; layer >= 0; layer--)
            transformer.Blocks[layer].BackwardToInput(layout, traces[layer], scratch, Gradient);
    }
}
