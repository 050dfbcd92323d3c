using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>The zero-shot side of a blend.</summary>
static class TextLogits
{
    /// <summary>f tᵀ, the cosines with the classes' text embeddings: [N×e]·[C×e]ᵀ → [N×C].</summary>
    public static DoubleMatrix Cosines(FitSetup setup, DoubleMatrix f) => DoubleProduct.RowsByRows(setup.Engine, f, DoubleMatrix.From(setup.ClassEmbeddings));

    /// <summary>s f tᵀ, [N×C].</summary>
    public static DoubleMatrix Of(FitSetup setup, DoubleMatrix f)
    {
        var logits = Cosines(setup, f);
        for (var i = 0; i < logits.Data.Length; i++)
            logits.Data[i] *= setup.LogitScale;
        return logits;
    }
}
