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
    /// <summary>Name of the tensor that holds V.</summary>
    internal const string ContextName = "context_words";

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
    public IReadOnlyList<NamedTensor> Learned => v is null ? [] : [.. parameters, new NamedTensor(ContextName, [v.Rows, v.Columns], v.Span)];

    /// <summary>How zero-shot CLIP is mixed in.</summary>
    public FusionKind Fusion { get; init; }

    /// <summary>A head that tells classes apart.</summary>
    /// <param name="classes">Tokens of each class.</param>
    /// <param name="names">Their names, for messages.</param>
    /// <param name="zeroShot">The raw embeddings of the same classes' hand-written sentences, [C×e]; asked for where <see cref="Fusion"/> is.</param>
    /// <exception cref="TokenizerException">A prompt does not fit into the tower's positions.</exception>
    public ClassifierHead Name(IReadOnlyList<ClassTokens> classes, IReadOnlyList<string>? names = null, Lazy<Matrix>? zeroShot = null)
    {
        if (v is null)
            return PerImagePrompt.Join(PerImagePrompt.Describe(parameters, classes, shape.Position), text);
        var layout = PromptLayout.Packed(text, classes, shape.ContextWords, shape.Position, shape.ClassSpecific, names);
        var raw = text.Prepare(layout, keep: false).Forward(v);
        return Fusion == FusionKind.None ? EmbeddingsHead.FromRaw(raw) : Fused(raw, zeroShot ?? throw new ArgumentNullException(nameof(zeroShot), "Fusion needs the hand-written embeddings."));
    }

    FusedHead Fused(Matrix raw, Lazy<Matrix> zeroShot)
    {
        if (Fusion == FusionKind.ZeroShot)
            return new FusedHead(raw, zeroShot.Value);
        var (t, z) = (new Matrix(raw.Rows, raw.Columns), new Matrix(raw.Rows, raw.Columns));
        RowNorm.Forward(text.Engine, raw, t);
        RowNorm.Forward(text.Engine, zeroShot.Value, z);
        return new FusedHead(t, z);
    }
}
