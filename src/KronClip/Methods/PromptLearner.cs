using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// One prompt method on one text tower and one list of classes: the forward pass from parameters to class embeddings, the losses, and the gradients of the
/// parameters. Only the context learns; both towers are frozen. Not thread-safe.
/// </summary>
public sealed class PromptLearner
{
    readonly Engine engine;
    readonly PromptMethod method;
    readonly TextPass pass;
    readonly double logitScale;
    readonly Matrix v, dV;                     // context words and their gradient, [M×d]
    readonly Matrix g, dG, dT;                 // normalised class embeddings, their gradient, gradient of the raw ones, [C×e]
    readonly float[] norms;                    // ‖t_c‖ of the raw embeddings, [C]
    Matrix f, logits;                          // normalised image embeddings [B×e] and logits [B×C] of the last batch, kept for the next of its size

    /// <summary>Joins a method with the prompts of the classes.</summary>
    public PromptLearner(TextTower text, PromptMethod method, PromptLayout layout, double logitScale)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(layout);
        (engine, this.method, this.logitScale) = (text.Engine, method, logitScale);
        pass = text.Prepare(layout, keep: true);
        var classes = layout.EndRows.Length;
        (v, dV) = (new Matrix(method.ContextRows, text.Width), new Matrix(method.ContextRows, text.Width));
        (g, dG, dT) = (new Matrix(classes, text.EmbeddingWidth), new Matrix(classes, text.EmbeddingWidth), new Matrix(classes, text.EmbeddingWidth));
        norms = new float[classes];
        (f, logits) = (new Matrix(0, text.EmbeddingWidth), new Matrix(0, classes));
    }

    /// <summary>The context words of the last forward pass, [M×d].</summary>
    public Matrix ContextWords => v;

    /// <summary>The gradient of the context words from the last loss term, [M×d].</summary>
    internal Matrix ContextGradient => dV;

    /// <summary>L2-normalised class embeddings g(prompt_c) for the parameters as they are now, [C×e]. The matrix is overwritten by the next call.</summary>
    public Matrix ClassEmbeddings()
    {
        method.Context(v);
        RowNorm.Forward(engine, pass.Forward(v), g, norms);
        return g;
    }

    /// <summary>
    /// Losses of a batch, and the gradient of every parameter (overwritten). Image features may be raw; they are normalised here.
    /// The matrices of the terms belong to the learner and its method: the next call overwrites them.
    /// </summary>
    /// <param name="imageFeatures">[B×e].</param>
    /// <param name="labels">[B].</param>
    /// <returns>The loss terms; the last logits are in <see cref="Logits"/>.</returns>
    /// <exception cref="ArgumentException">The features have another width than the class embeddings, or labels and rows do not fit.</exception>
    public IReadOnlyList<LossTerm> LossAndGradient(Matrix imageFeatures, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(imageFeatures);
        ArgumentNullException.ThrowIfNull(labels);
        if (f.Rows != imageFeatures.Rows)
            (f, logits) = (new Matrix(imageFeatures.Rows, f.Columns), new Matrix(imageFeatures.Rows, g.Rows));
        RowNorm.Forward(engine, imageFeatures, f);
        ClassEmbeddings();
        Product.Multiply(engine, f, g, logits, transposeB: true, alpha: (float)logitScale);        // s·F Gᵀ  [B×e]·[e×C] → [B×C]

        var terms = method.Losses(engine, new PromptBatch(f, labels, g, logits));
        if (terms.Count == 1)
        {
            ParameterGradient(terms[0]);
            return terms;
        }
        var perTerm = new List<float[][]>();
        foreach (var term in terms)
        {
            ParameterGradient(term);
            perTerm.Add(method.Parameters.Select(p => (float[])p.Gradient.Clone()).ToArray());
        }
        for (var p = 0; p < method.Parameters.Count; p++)
        {
            var parameter = method.Parameters[p];
            parameter.ZeroGradient();
            method.CombineGradients(perTerm.Select(t => t[p]).ToArray(), parameter.Gradient);
        }
        return terms;
    }

    /// <summary>Logits of the last batch, [B×C]; no rows before the first. The next batch overwrites them.</summary>
    public Matrix Logits => logits;

    void ParameterGradient(LossTerm term)
    {
        foreach (var parameter in method.Parameters)
            parameter.ZeroGradient();
        if (term.LogitGradient is { } dLogits)
            Product.Multiply(engine, dLogits, f, dG, transposeA: true, alpha: (float)logitScale);  // dG = s·dLᵀ F  [C×B]·[B×e] → [C×e]
        else
            dG.Span.Clear();
        if (term.TextFeatureGradient is { } direct)
        {
            for (var i = 0; i < direct.Data.Length; i++)
                dG.Data[i] += direct.Data[i];
        }
        RowNorm.BackwardToInput(engine, dG, g, norms, dT);                                         // through g = t/‖t‖
        pass.Backward(dT, dV);                                                                     // through the text tower
        method.ContextGradient(dV);
    }
}
