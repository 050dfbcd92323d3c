using System.ComponentModel;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="KgCoOp"/>.</summary>
public sealed record KgCoOpOptions : PromptMethodOptions
{
    /// <summary>The defaults.</summary>
    public KgCoOpOptions() : base(contextWords: 4, ContextStart.Phrase) { }

    /// <summary>λ, the weight of the distance from the hand-written class embeddings.</summary>
    [Description("λ, weight of the distance to the hand-written prompt")]
    public double Lambda { get; init; } = 8;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequireWeight("lambda", Lambda);
    }
}

/// <summary>
/// KgCoOp (Yao et al., "Visual-Language Prompt Tuning with Knowledge-guided Context Optimization", CVPR 2023; htyao89/KgCoOp trainers/kgcoop.py): CoOp that keeps
/// close to the hand-written prompts. With G° [C×e] the class embeddings of zero-shot CLIP
/// <code>
/// L = cross-entropy + λ · (1 − mean_c cos(g_c, g°_c))
/// </code>
/// The paper writes the squared distance ‖g_c − g°_c‖² = 2 − 2 cos(g_c, g°_c); the published code has 1 − cos, half of it, and is followed here.
/// </summary>
public sealed class KgCoOp : PromptMethod
{
    readonly FreeContext context;              // V  M×d
    readonly Lazy<Matrix> teacher;             // G°  C×e, frozen
    readonly double lambda;
    Matrix dG = new(0, 0);                     // dL/dG apart from the logits, [C×e], kept for the next step

    /// <summary>KgCoOp with V initialised as <paramref name="options"/> say.</summary>
    public KgCoOp(PromptSetup setup, KgCoOpOptions options)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        context = new FreeContext(ContextInitialisation.Start(setup, options.Start, options.Phrase, options.ContextWords));
        (teacher, lambda, Parameters) = (setup.ZeroShot, options.Lambda, [context.Words]);
    }

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new PromptMethodDefinition<KgCoOpOptions>
    {
        Name = "kgcoop",
        Title = "KgCoOp",
        Summary = "CoOp, held close to the hand-written prompts",
        Source = "Yao et al., CVPR 2023, arXiv:2303.13283; code htyao89/KgCoOp",
        Rate = o => o.ContextWords < 8 ? 0.068 : 0.027,                    // searched at M = 4; CoOp's at more
        Published = new PublishedRecipe(BatchSize: 128, _ => 100),
        Formula = _ => "M·d",
        Count = (o, d, e, classes) => (long)o.ContextWords * d,
        NewClasses = _ => true,
        Shape = o => new PromptShape(o.ContextWords, o.ClassPosition, ClassSpecific: false),
        Create = (setup, o) => new KgCoOp(setup, o),
    };

    /// <inheritdoc/>
    public override int ContextRows => context.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override void Context(ReadOnlySpan<float> image, Matrix v) => context.WriteTo(v);

    /// <inheritdoc/>
    public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV) => context.AddGradient(dV);

    /// <summary>Both parts as one term, so that one backward pass carries both.</summary>
    public override IReadOnlyList<LossTerm> Losses(Engine engine, PromptBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var crossEntropy = base.Losses(engine, batch)[0];
        var (g, handWritten, classes) = (batch.TextFeatures, teacher.Value, batch.TextFeatures.Rows);
        if ((dG.Rows, dG.Columns) != (g.Rows, g.Columns))
            dG = new Matrix(g.Rows, g.Columns);
        var cosines = 0.0;                                                 // Σ_c cos(g_c, g°_c); both are of length 1
        var slope = (float)(-lambda / classes);
        for (var i = 0; i < g.Data.Length; i++)
        {
            cosines += g.Data[i] * (double)handWritten.Data[i];
            dG.Data[i] = slope * handWritten.Data[i];                      // dL/dG = −λ/C · G°   [C×e]; what lies along g_c the norm takes away
        }
        return [new LossTerm("cross-entropy and distance", crossEntropy.Value + lambda * (1 - cosines / classes), crossEntropy.LogitGradient, dG)];
    }
}
