using System.Text.Json;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// Joins a classifier whose prompt depends on the picture with the text tower that it needs: then it gives logits like any other, at the price of one text pass for
/// each picture. The classifier is good as long as the tower is.
/// </summary>
public static class PerImagePrompt
{
    /// <summary>The classifier with a head that can be asked; one that needs no text tower is given back as it is.</summary>
    /// <param name="classifier">The classifier; it is not changed.</param>
    /// <param name="text">The text tower of its base model (<see cref="Classifier.RequireBaseModel"/>); it must outlive the result.</param>
    /// <exception cref="ClassifierException">The prompt is of another width than the tower.</exception>
    /// <exception cref="TokenizerException">A prompt does not fit into the tower's positions.</exception>
    public static Classifier Join(Classifier classifier, TextTower text)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(text);
        ClassifierHead? joined = classifier.Head switch
        {
            PromptPerImageHead prompt => Join(prompt, text),
            BlendedHead { First: PromptPerImageHead prompt } blended => new BlendedHead(Join(prompt, text), blended.Second, blended.Weight),
            _ => null,
        };
        return joined is null ? classifier : new Classifier(classifier.Document, joined, classifier.Learned, classifier.Document.ContentHash);
    }

    /// <summary>A head with the same content that can be asked.</summary>
    /// <inheritdoc cref="Join(Classifier, TextTower)"/>
    internal static ClassifierHead Join(PromptPerImageHead prompt, TextTower text) => prompt.TextWidth == text.Width && prompt.Width == text.EmbeddingWidth
        ? new JoinedHead(prompt, text)
        : throw new ClassifierException(
            $"The prompt is made for a text tower of width {prompt.TextWidth} and embeddings of {prompt.Width} numbers, but this one has {text.Width} and {text.EmbeddingWidth}. Give the model that the classifier was made with.");

    /// <summary>The prompt as data.</summary>
    internal static PromptPerImageHead Describe(IReadOnlyList<NamedTensor> parameters, IReadOnlyList<ClassTokens> classes, ClassPosition position) =>
        new(parameters, [.. classes.Select(c => new PromptClass(c.NameAndStop, c.NameLength))], JsonNamingPolicy.KebabCaseLower.ConvertName(position.ToString()));

    /// <summary>Thread-safe: pictures that come at once wait for each other, since they share the memory of one text pass.</summary>
    sealed class JoinedHead : ClassifierHead
    {
        readonly PromptPerImageHead prompt;
        readonly CoCoOp method;
        readonly TextPass pass;
        readonly Matrix v;                     // V(x)  M×d
        readonly float[] f;                    // f(x)  e
        readonly Lock passing = new();

        public JoinedHead(PromptPerImageHead prompt, TextTower text)
        {
            this.prompt = prompt;
            method = new CoCoOp(prompt);
            var classes = prompt.Prompts.Select(c => new ClassTokens(c.NameAndStop, c.NameLength)).ToArray();
            pass = text.Prepare(PromptLayout.Packed(text, classes, prompt.ContextWords, Enum.Parse<ClassPosition>(prompt.Position, ignoreCase: true)), keep: false);
            (v, f) = (new Matrix(prompt.ContextWords, prompt.TextWidth), new float[prompt.Width]);
        }

        public override string Kind => prompt.Kind;

        public override int Classes => prompt.Classes;

        public override int Width => prompt.Width;

        public override JsonElement Settings => prompt.Settings;

        public override IReadOnlyList<NamedTensor> Tensors => prompt.Tensors;

        /// <summary>logit_c = s · f(x)·t_c / ‖t_c‖ with t_c = g([V(x), name_c]) before its norm.</summary>
        public override void Logits(ReadOnlySpan<double> feature, double scale, Span<double> logits)
        {
            lock (passing)
            {
                for (var i = 0; i < f.Length; i++)
                    f[i] = (float)feature[i];
                method.Context(f, v);
                var t = pass.Forward(v);                                                   // [C×e]
                for (var c = 0; c < logits.Length; c++)
                {
                    double along = 0, squares = 0;
                    var row = t.Row(c);
                    for (var i = 0; i < row.Length; i++)
                    {
                        along += feature[i] * row[i];
                        squares += row[i] * (double)row[i];
                    }
                    logits[c] = scale * along / Math.Sqrt(squares);
                }
            }
        }
    }
}
