using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// Any prompt method, with its class embeddings held to those of many hand-written sentences: the text consistency of PromptSRC (Khattak et al., "Self-regulating Prompts",
/// ICCV 2023; muzairkhattak/PromptSRC trainers/promptsrc.py). With G [C×e] the method's class embeddings and G° [C×e] the normalised mean of each class's sentences, frozen
/// <code>
/// L = L of the method + λ/(C·e) Σ_ci h(g_ci − g°_ci)      published h(x) = |x|, λ = 25
/// </code>
/// Here h(x) = √(x² + ε²) − ε with ε = 0.01/√e, which is |x| but for a rounded kink: L-BFGS, the default, assumes a gradient that does not jump (docs/add-ons.md has what that is
/// worth). The term joins the method's first loss, so a step costs what it did; of ProGrad that is the cross-entropy, and its projection then sees both.
/// </summary>
sealed class ConsistentPrompt(PromptMethod method, Lazy<Matrix> teacher, double weight, string note) : PromptMethod
{
    /// <summary>ε √e: ε is a hundredth of the root mean square of an embedding's numbers, 1/√e.</summary>
    internal const double Rounding = 0.01;

    Matrix dG = new(0, 0);                     // dL/dG apart from the logits, [C×e], kept for the next step

    public override int ContextRows => method.ContextRows;

    public override bool ContextIsPerImage => method.ContextIsPerImage;

    public override Matrix? Dictionary => method.Dictionary;

    public override IReadOnlyList<Parameter> Parameters => method.Parameters;

    public override IReadOnlyList<string> Notes => [.. method.Notes, note];

    public override void Context(ReadOnlySpan<float> image, Matrix v) => method.Context(image, v);

    public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV) => method.ContextGradient(image, dV);

    public override void CombineGradients(IReadOnlyList<float[]> gradients, Span<float> combined) => method.CombineGradients(gradients, combined);

    public override IReadOnlyList<LossTerm> Losses(Engine engine, PromptBatch batch)
    {
        var terms = method.Losses(engine, batch);
        var (g, held, own) = (batch.TextFeatures, teacher.Value, terms[0].TextFeatureGradient);
        if ((dG.Rows, dG.Columns) != (g.Rows, g.Columns))
            dG = new Matrix(g.Rows, g.Columns);
        var (sum, share, epsilon) = (0.0, weight / g.Data.Length, Rounding / Math.Sqrt(g.Columns));    // λ/(C·e), ε
        for (var i = 0; i < g.Data.Length; i++)
        {
            var x = (double)g.Data[i] - held.Data[i];
            var root = Math.Sqrt(x * x + epsilon * epsilon);
            sum += root - epsilon;
            dG.Data[i] = (float)(share * x / root) + (own?.Data[i] ?? 0);              // λ/(C·e) h'(x)   [C×e]; what lies along g_c the norm takes away
        }
        return [terms[0] with { Value = terms[0].Value + share * sum, TextFeatureGradient = dG }, .. terms.Skip(1)];
    }

    /// <summary>G°, the mean of each class's embeddings in these sentences, normalised: [C×e], computed when first asked for. The published code takes the mean of the embeddings as long as they are.</summary>
    public static Lazy<Matrix> Teacher(PromptSetup setup, IReadOnlyList<string> sentences) => new(() =>
    {
        var mean = setup.MeanEmbeddings(sentences);
        RowNorm.Forward(setup.Text.Engine, mean, mean);
        return mean;
    });
}
