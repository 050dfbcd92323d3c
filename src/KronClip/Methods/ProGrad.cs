using System.ComponentModel;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="ProGrad"/>.</summary>
public sealed record ProGradOptions : PromptMethodOptions
{
    /// <summary>The defaults.</summary>
    public ProGradOptions() : base(contextWords: 16, ContextStart.Random) { }

    /// <summary>λ, how much of a conflict is taken out of the gradient; 1 takes all of it, 0 gives CoOp.</summary>
    [Description("λ, share of the conflict that is taken out")]
    public double Lambda { get; init; } = 1;

    /// <summary>T, the temperature at which the teacher is followed.</summary>
    [Description("T, temperature of teacher and prompt in the second loss")]
    public double Temperature { get; init; } = 1;

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        RequireWeight("lambda", Lambda);
        RequirePositive("temperature", Temperature);
    }
}

/// <summary>
/// ProGrad (Zhu et al., "Prompt-aligned Gradient for Prompt Tuning", ICCV 2023; BeierZhu/Prompt-align trainers/prograd.py and its Dassl's TrainerX): CoOp that takes
/// no step against zero-shot CLIP. Two losses and one rule for each parameter's gradient:
/// <code>
/// z° = s F G°ᵀ                                                     teacher's logits, G° zero-shot CLIP's class embeddings
/// L_xe = cross-entropy(z, labels)                                 L_kl = −T² mean_b Σ_c softmax(z°/T)_c log softmax(z/T)_c
/// g = g_xe − λ (g_xe·g_kl / ‖g_kl‖²) g_kl   if g_xe·g_kl &lt; 0,      else g = g_xe
/// </code>
/// L_kl is a cross-entropy, as in the published code: it lacks the teacher's entropy, which no gradient sees. g is not the gradient of any loss.
/// </summary>
public sealed class ProGrad : PromptMethod
{
    readonly FreeContext context;              // V  M×d
    readonly Lazy<Matrix> teacher;             // G°  C×e, frozen
    readonly double lambda, temperature;
    Matrix targets = new(0, 0);                // softmax(z°/T), [B×C], kept for the next batch of its size
    Matrix tempered = new(0, 0);               // z/T, then dL_kl/dz, [B×C]

    /// <summary>ProGrad with V initialised as <paramref name="options"/> say.</summary>
    public ProGrad(PromptSetup setup, ProGradOptions options)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        context = new FreeContext(ContextInitialisation.Start(setup, options.Start, options.Phrase, options.ContextWords));
        (teacher, lambda, temperature, Parameters) = (setup.ZeroShot, options.Lambda, options.Temperature, [context.Words]);
    }

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new PromptMethodDefinition<ProGradOptions>
    {
        Name = "prograd",
        Title = "ProGrad",
        Summary = "CoOp, without steps against zero-shot CLIP",
        Source = "Zhu et al., ICCV 2023, arXiv:2205.14865; code BeierZhu/Prompt-align",
        Rate = o => o.ContextWords < 8 ? 0.68 : 0.027,                     // searched at M = 4 and at M = 16
        DescendsItsLoss = false,
        Formula = _ => "M·d",
        Count = (o, d, e, classes) => (long)o.ContextWords * d,
        NewClasses = _ => true,
        Shape = o => new PromptShape(o.ContextWords, o.ClassPosition, ClassSpecific: false),
        Create = (setup, o) => new ProGrad(setup, o),
    };

    /// <inheritdoc/>
    public override int ContextRows => context.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override void Context(ReadOnlySpan<float> image, Matrix v) => context.WriteTo(v);

    /// <inheritdoc/>
    public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV) => context.AddGradient(dV);

    /// <inheritdoc/>
    public override IReadOnlyList<LossTerm> Losses(Engine engine, PromptBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (b, c) = (batch.Logits.Rows, batch.Logits.Columns);
        if ((targets.Rows, targets.Columns) != (b, c))
            (targets, tempered) = (new Matrix(b, c), new Matrix(b, c));
        Product.Multiply(engine, batch.ImageFeatures, teacher.Value, targets, transposeB: true, alpha: (float)(batch.LogitScale / temperature));   // z°/T = s/T F G°ᵀ  [B×e]·[e×C] → [B×C]
        SoftmaxCrossEntropy.Softmax(engine, targets, targets);
        for (var i = 0; i < tempered.Data.Length; i++)
            tempered.Data[i] = (float)(batch.Logits.Data[i] / temperature);
        var kl = SoftmaxCrossEntropy.Forward(engine, tempered, targets, tempered);          // tempered becomes (softmax(z/T) − softmax(z°/T)) / B
        for (var i = 0; i < tempered.Data.Length; i++)
            tempered.Data[i] *= (float)temperature;                                         // dL_kl/dz = T² · 1/T of it
        return [.. base.Losses(engine, batch), new LossTerm("divergence from zero-shot", temperature * temperature * kl, tempered)];
    }

    /// <summary>The published rule, for each parameter tensor by itself.</summary>
    public override void CombineGradients(IReadOnlyList<float[]> gradients, Span<float> combined)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        var (xe, kl) = (gradients[0], gradients[1]);
        double dot = 0, square = 0;
        for (var i = 0; i < kl.Length; i++)
        {
            dot += xe[i] * (double)kl[i];
            square += kl[i] * (double)kl[i];
        }
        var along = dot < 0 ? lambda * dot / square : 0;                   // λ g_xe·g_kl / ‖g_kl‖²
        for (var i = 0; i < combined.Length; i++)
            combined[i] = (float)(xe[i] - along * kl[i]);
    }
}
