using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// What a prompt method has learned, as its parameters are when this is made: words to go before the names of any classes, those it was trained on or others. A
/// context that all classes share is made of none of them.
/// </summary>
public sealed class TrainedPrompt
{
    readonly TextTower text;
    readonly PromptShape shape;
    readonly NamedTensor[] parameters;
    readonly Matrix? v;                        // V  M×d; null where it depends on the picture

    /// <summary>Keeps what a method has learned.</summary>
    /// <param name="text">The text tower.</param>
    /// <param name="method">The method; later changes of its parameters change nothing here.</param>
    /// <param name="shape">What its prompts look like.</param>
    public TrainedPrompt(TextTower text, PromptMethod method, PromptShape shape)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(shape);
        (this.text, this.shape) = (text, shape);
        parameters = [.. method.Parameters.Select(p => new NamedTensor(p.Name, p.Shape, p.Values))];
        if (method.ContextIsPerImage)
            return;
        v = new Matrix(method.ContextRows, text.Width);
        method.Context([], v);
    }

    /// <summary>The learned tensors and the context words they give, as a classifier keeps them; none where the head itself holds them.</summary>
    public IReadOnlyList<NamedTensor> Learned => v is null ? [] : [.. parameters, new NamedTensor("context_words", [v.Rows, v.Columns], v.Span)];

    /// <summary>A head that tells classes apart.</summary>
    /// <param name="classes">Tokens of each class.</param>
    /// <param name="names">Their names, for messages.</param>
    /// <exception cref="TokenizerException">A prompt does not fit into the tower's positions.</exception>
    public ClassifierHead Name(IReadOnlyList<ClassTokens> classes, IReadOnlyList<string>? names = null)
    {
        if (v is null)
            return PerImagePrompt.Join(PerImagePrompt.Describe(parameters, classes, shape.Position), text);
        var layout = PromptLayout.Packed(text, classes, shape.ContextWords, shape.Position, shape.ClassSpecific, names);
        return EmbeddingsHead.FromRaw(text.Prepare(layout, keep: false).Forward(v));
    }
}
