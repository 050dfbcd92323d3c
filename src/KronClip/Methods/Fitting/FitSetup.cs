using KronClip.Clip;
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

    /// <summary>The setup of a model's classes.</summary>
    /// <param name="model">The frozen model.</param>
    /// <param name="words">Words of each class.</param>
    /// <param name="templates">Sentences of each class, each with {} for the words.</param>
    /// <param name="seed">See <see cref="Seed"/>.</param>
    /// <param name="cancel">See <see cref="Cancel"/>.</param>
    /// <exception cref="TokenizerException">A sentence is longer than the text tower.</exception>
    public static FitSetup Of(ClipModel model, IReadOnlyList<string> words, IReadOnlyList<IReadOnlyList<string>> templates, long seed, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new FitSetup(model.Engine, ZeroShot.ClassEmbeddings(model, words, templates), model.LogitScale, seed, cancel);
    }
}
