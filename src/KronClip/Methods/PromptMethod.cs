using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// Base of every method that learns the context words of a prompt. A method has three hooks and nothing else: it gives the context (with the adjoint),
/// it gives the loss, and it combines gradients where it has more than one loss. The frozen towers, the optimiser and the data are none of its business.
/// Not thread-safe.
/// </summary>
public abstract class PromptMethod
{
    Matrix dLogits = new(0, 0);                // [B×C], kept for the next batch of its size

    /// <summary>M · (classes, where each has its own context): the rows of V.</summary>
    public abstract int ContextRows { get; }

    /// <summary>The learned tensors; their values change as training goes on.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Remarks for the report: which initialisation was used, how close it came, and the like.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Hook 1: writes the context words V into <paramref name="v"/>, [M×d].</summary>
    public abstract void Context(Matrix v);

    /// <summary>Hook 1, backwards: adds the gradient of every parameter that follows from <paramref name="dV"/> = dL/dV, [M×d].</summary>
    public abstract void ContextGradient(Matrix dV);

    /// <summary>Hook 2: the losses of a batch, valid until the next. The default is plain cross-entropy of the logits.</summary>
    public virtual IReadOnlyList<LossTerm> Losses(Engine engine, PromptBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if ((dLogits.Rows, dLogits.Columns) != (batch.Logits.Rows, batch.Logits.Columns))
            dLogits = new Matrix(batch.Logits.Rows, batch.Logits.Columns);
        var loss = SoftmaxCrossEntropy.Forward(engine, batch.Logits, batch.Labels, dLogits);
        return [new LossTerm("cross-entropy", loss, dLogits)];
    }

    /// <summary>
    /// Hook 3: called only where <see cref="Losses"/> gives several terms. <paramref name="gradients"/>[i] is the gradient of one parameter from term i;
    /// the combined gradient goes to <paramref name="combined"/>. The default adds them.
    /// </summary>
    public virtual void CombineGradients(IReadOnlyList<float[]> gradients, Span<float> combined)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        foreach (var gradient in gradients)
        {
            for (var i = 0; i < combined.Length; i++)
                combined[i] += gradient[i];
        }
    }
}

/// <summary>What a loss may look at.</summary>
/// <param name="ImageFeatures">L2-normalised image embeddings f(x), [B×e].</param>
/// <param name="Labels">Class of each image, [B].</param>
/// <param name="TextFeatures">L2-normalised class embeddings g(prompt), [C×e].</param>
/// <param name="Logits">s · f(x)·g(prompt)ᵀ, [B×C].</param>
public sealed record PromptBatch(Matrix ImageFeatures, int[] Labels, Matrix TextFeatures, Matrix Logits);

/// <summary>One loss with its gradients.</summary>
/// <param name="Name">Name in the log.</param>
/// <param name="Value">The loss.</param>
/// <param name="LogitGradient">dL/d logits, [B×C], or null where the loss does not see the logits.</param>
/// <param name="TextFeatureGradient">dL/d normalised text features apart from the path through the logits, [C×e], or null.</param>
public sealed record LossTerm(string Name, double Value, Matrix? LogitGradient = null, Matrix? TextFeatureGradient = null);
