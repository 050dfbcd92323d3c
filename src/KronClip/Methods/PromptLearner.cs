using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// One prompt method on one text tower and one list of classes: the forward pass from parameters to class embeddings, the losses, and the gradients of the
/// parameters. Only the context learns; both towers are frozen. Not thread-safe.
/// <para>
/// Pictures that share a context share a text pass: the whole batch, or each picture its own. Such groups go there and back one after the other through the same
/// memory, and add to the gradients in their order; so memory does not grow with the batch, and the bits do not depend on the threads.
/// </para>
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
    readonly List<TermSum> sums = [];          // each loss term over the groups so far
    Matrix f, logits;                          // normalised image embeddings [B×e] and logits [B×C] of the last batch, kept for the next of its size
    Group group;                               // the pictures at hand

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
        group = new Group(new Matrix(1, text.EmbeddingWidth), new int[1], new Matrix(1, classes));
    }

    /// <summary>The context words of the last forward pass, [M×d].</summary>
    public Matrix ContextWords => v;

    /// <summary>The gradient of the context words from the last loss term, [M×d].</summary>
    internal Matrix ContextGradient => dV;

    /// <summary>The gradient of a parameter from one of several loss terms alone, after <see cref="LossAndGradient"/>.</summary>
    internal float[] TermGradient(int term, int parameter) => sums[term].Gradients[parameter];

    /// <summary>Memory that the text pass keeps between its way there and its way back, in bytes.</summary>
    internal long KeptBytes => pass.KeptBytes;

    /// <summary>L2-normalised class embeddings g(prompt_c) for the parameters as they are now, [C×e]. The matrix is overwritten by the next call.</summary>
    /// <param name="image">f(x), L2-normalised, [e], where the context is per image; else empty.</param>
    /// <exception cref="ArgumentException">The method wants a picture, or wants none.</exception>
    public Matrix ClassEmbeddings(ReadOnlySpan<float> image = default)
    {
        if (image.Length != (method.ContextIsPerImage ? f.Columns : 0))
            throw new ArgumentException(method.ContextIsPerImage
                ? $"The class embeddings depend on the picture: give its embedding of {f.Columns} numbers, not of {image.Length}."
                : "The class embeddings are the same for all pictures; leave the picture away.", nameof(image));
        method.Context(image, v);
        RowNorm.Forward(engine, pass.Forward(v), g, norms);
        return g;
    }

    /// <summary>
    /// Losses of a batch, and the gradient of every parameter (overwritten). Image features may be raw; they are normalised here.
    /// </summary>
    /// <param name="imageFeatures">[B×e].</param>
    /// <param name="labels">[B].</param>
    /// <returns>The loss terms; the last logits are in <see cref="Logits"/>.</returns>
    /// <exception cref="ArgumentException">There is no picture, the features have another width than the class embeddings, or labels and rows do not fit.</exception>
    public IReadOnlyList<LossValue> LossAndGradient(Matrix imageFeatures, int[] labels)
    {
        ArgumentNullException.ThrowIfNull(imageFeatures);
        ArgumentNullException.ThrowIfNull(labels);
        if (imageFeatures.Rows == 0 || labels.Length != imageFeatures.Rows)
            throw new ArgumentException($"There are {labels.Length} labels for {imageFeatures.Rows} pictures; give one for each, and one picture at least.", nameof(labels));
        if (f.Rows != imageFeatures.Rows)
            (f, logits) = (new Matrix(imageFeatures.Rows, f.Columns), new Matrix(imageFeatures.Rows, g.Rows));
        RowNorm.Forward(engine, imageFeatures, f);
        foreach (var parameter in method.Parameters)
            parameter.ZeroGradient();
        sums.ForEach(sum => sum.Clear());

        if (!method.ContextIsPerImage)
            AddGroup(new Group(f, labels, logits), image: default);
        for (var i = 0; method.ContextIsPerImage && i < f.Rows; i++)
        {
            f.Row(i).CopyTo(group.Images.Span);
            group.Labels[0] = labels[i];
            AddGroup(group, f.Row(i));
            group.Logits.Span.CopyTo(logits.Row(i));
        }
        CombineGradients();
        return sums.ConvertAll(sum => new LossValue(sum.Name, sum.Value));
    }

    /// <summary>Logits of the last batch, [B×C]; no rows before the first. The next batch overwrites them.</summary>
    public Matrix Logits => logits;

    /// <summary>Pictures that share a context: there and back, and their share of the losses and gradients.</summary>
    void AddGroup(Group pictures, ReadOnlySpan<float> image)
    {
        ClassEmbeddings(image);
        Product.Multiply(engine, pictures.Images, g, pictures.Logits, transposeB: true, alpha: (float)logitScale);     // s·F Gᵀ  [B×e]·[e×C] → [B×C]
        var terms = method.Losses(engine, new PromptBatch(pictures.Images, pictures.Labels, g, pictures.Logits, logitScale));
        var share = (double)pictures.Images.Rows / f.Rows;
        for (var i = 0; i < terms.Count; i++)
        {
            if (i == sums.Count)
                sums.Add(new TermSum(terms[i].Name));
            sums[i].Value += share * terms[i].Value;
            if (terms.Count > 1)
                sums[i].SwapGradients(method.Parameters);      // the parameters hold what this term gave so far
            AddGradient(terms[i], pictures, share, image);
            if (terms.Count > 1)
                sums[i].SwapGradients(method.Parameters);
        }
    }

    void AddGradient(LossTerm term, Group pictures, double share, ReadOnlySpan<float> image)
    {
        if (term.LogitGradient is { } dLogits)
            Product.Multiply(engine, dLogits, pictures.Images, dG, transposeA: true, alpha: (float)(share * logitScale));  // dG = s·dLᵀ F  [C×B]·[B×e] → [C×e]
        else
            dG.Span.Clear();
        if (term.TextFeatureGradient is { } direct)
        {
            for (var i = 0; i < direct.Data.Length; i++)
                dG.Data[i] += (float)share * direct.Data[i];
        }
        RowNorm.BackwardToInput(engine, dG, g, norms, dT);                                         // through g = t/‖t‖
        pass.Backward(dT, dV);                                                                     // through the text tower
        method.ContextGradient(image, dV);
    }

    /// <summary>With one term the parameters hold its gradient already.</summary>
    void CombineGradients()
    {
        for (var p = 0; sums.Count > 1 && p < method.Parameters.Count; p++)
            method.CombineGradients(sums.ConvertAll(sum => sum.Gradients[p]), method.Parameters[p].Gradient);
    }

    /// <summary>Some pictures [B×e], their classes [B] and logits [B×C].</summary>
    readonly record struct Group(Matrix Images, int[] Labels, Matrix Logits);

    /// <summary>One loss term summed over groups of pictures.</summary>
    sealed class TermSum(string name)
    {
        public string Name => name;

        public double Value { get; set; }

        /// <summary>Of each parameter; empty where there is one term only.</summary>
        public float[][] Gradients { get; private set; } = [];

        public void Clear()
        {
            Value = 0;
            Array.ForEach(Gradients, gradient => Array.Clear(gradient));
        }

        public void SwapGradients(IReadOnlyList<Parameter> parameters)
        {
            if (Gradients.Length == 0)
                Gradients = [.. parameters.Select(p => new float[p.Count])];
            for (var p = 0; p < Gradients.Length; p++)
            {
                var (own, other) = (Gradients[p], parameters[p].Gradient);
                for (var i = 0; i < own.Length; i++)
                    (own[i], other[i]) = (other[i], own[i]);
            }
        }
    }
}
