using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>What a fit without a prompt may know of the model: the classes' zero-shot embeddings and the logit scale. Immutable.</summary>
/// <param name="Engine">Where to compute.</param>
/// <param name="ClassEmbeddings">t, L2-normalised text embeddings of the classes' sentences, [C×e].</param>
/// <param name="LogitScale">s, exp of the checkpoint's parameter.</param>
/// <param name="Seed">Seed of what is drawn.</param>
/// <param name="Cancel">Stops a fit between two of its steps.</param>
public sealed record FitSetup(Engine Engine, Matrix ClassEmbeddings, double LogitScale, long Seed, CancellationToken Cancel = default)
{
    /// <summary>C.</summary>
    public int Classes => ClassEmbeddings.Rows;

    /// <summary>e.</summary>
    public int Width => ClassEmbeddings.Columns;
}
