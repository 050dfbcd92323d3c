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
        blocks = new TransformerBlock[layers];
        for (var layer = 0; layer < layers; layer++)
            blocks[layer] = new TransformerBlock(engine, weights, $"{prefix}.{layer}", width, heads, mlpWidth, activation, epsilon);
    }

    public IReadOnlyList<TransformerBlock> Blocks => blocks;

    public void Dispose()
    {
        foreach (var block in blocks)
            block.Dispose();
    }
}
