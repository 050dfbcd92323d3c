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

    /// <summary>Whether each picture has a context of its own, V(x); else one V serves all pictures.</summary>
    public virtual bool ContextIsPerImage => false;

    /// <summary>The frozen entries that context words are combined of, [K×d]; null for a method without a dictionary. For reports.</summary>
    public virtual Matrix? Dictionary => null;

    /// <summary>The learned tensors; their values change as training goes on.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>What the default of hook 2 takes for the loss of pictures and labels: cross-entropy, unless the options say otherwise.</summary>
    public PictureLoss PictureLoss { get; internal set; } = PictureLoss.CrossEntropy;

    /// <summary>Remarks for the report: which initialisation was used, how close it came, and the like.</summary>
    public virtual IReadOnlyList<string> Notes => [];

    /// <summary>Hook 1: writes the context words V, or V(x), into <paramref name="v"/>, [M×d].</summary>
    /// <param name="image">f(x), the L2-normalised embedding of the picture that the context is for, [e]; empty where all pictures share one context.</param>
    /// <param name="v">Receives V, [M×d].</param>
    public abstract void Context(ReadOnlySpan<float> image, Matrix v);

    /// <summary>Hook 1, backwards: adds the gradient of every parameter that follows from <paramref name="dV"/> = dL/dV, [M×d].</summary>
    /// <param name="image">As in <see cref="Context"/>.</param>
    /// <param name="dV">[M×d].</param>
    public abstract void ContextGradient(ReadOnlySpan<float> image, Matrix dV);

    /// <summary>
    /// Hook 2: the losses of pictures that share a context, each a mean over the pictures; valid until the next call. The pictures are the whole batch or, where
    /// contexts are per image, one of it: the loss of the batch is the mean of theirs. The default is <see cref="PictureLoss"/> of the logits.
    /// </summary>
    public virtual IReadOnlyList<LossTerm> Losses(Engine engine, PromptBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if ((dLogits.Rows, dLogits.Columns) != (batch.Logits.Rows, batch.Logits.Columns))
            dLogits = new Matrix(batch.Logits.Rows, batch.Logits.Columns);
        var loss = PictureLoss.Forward(engine, batch.Logits, batch.Labels, dLogits);
        return [new LossTerm(PictureLoss.Name, loss, dLogits)];
    }

    /// <summary>
    /// Hook 3: called only where <see cref="Losses"/> gives several terms. <paramref name="gradients"/>[i] is the gradient of one parameter from term i;
    /// the combined gradient goes to <paramref name="combined"/>, which holds zeros. The default adds them.
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

/// <summary>What a loss may look at: pictures that share a context.</summary>
/// <param name="ImageFeatures">L2-normalised image embeddings f(x), [B×e].</param>
/// <param name="Labels">Class of each image, [B].</param>
/// <param name="TextFeatures">L2-normalised class embeddings g(prompt), [C×e].</param>
/// <param name="Logits">s · f(x)·g(prompt)ᵀ, [B×C].</param>
/// <param name="LogitScale">s.</param>
public sealed record PromptBatch(Matrix ImageFeatures, int[] Labels, Matrix TextFeatures, Matrix Logits, double LogitScale);

/// <summary>One loss with its gradients.</summary>
/// <param name="Name">Name in the log.</param>
/// <param name="Value">The loss.</param>
/// <param name="LogitGradient">dL/d logits, [B×C], or null where the loss does not see the logits.</param>
/// <param name="TextFeatureGradient">dL/d normalised text features apart from the path through the logits, [C×e], or null.</param>
public sealed record LossTerm(string Name, double Value, Matrix? LogitGradient = null, Matrix? TextFeatureGradient = null);

/// <summary>A loss of a whole batch.</summary>
/// <param name="Name">The term's name.</param>
/// <param name="Value">Mean over the pictures.</param>
public readonly record struct LossValue(string Name, double Value);
