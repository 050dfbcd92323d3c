using System.ComponentModel;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="CoCoOp"/>.</summary>
public sealed record CoCoOpOptions : PromptMethodOptions
{
    /// <summary>The defaults.</summary>
    public CoCoOpOptions() : base(contextWords: 4, ContextStart.Phrase) { }

    /// <inheritdoc/>
    public override void Validate()
    {
        base.Validate();
        if (Fusion != FusionKind.None)
            throw new OptionsException("fusion mixes two tables of class embeddings, and CoCoOp has none: its class embeddings are made anew for each picture. Leave fusion out, or take another method.");
    }
}

/// <summary>
/// CoCoOp (Zhou et al., "Conditional Prompt Learning for Vision-Language Models", CVPR 2022; KaiyangZhou/CoOp trainers/cocoop.py): a small net looks at the picture and
/// moves all context words by the same vector, so that each picture has prompts of its own.
/// <code>
/// V(x) = V + 1 π(f(x))ᵀ                        [M×d] + [M×1]·[1×d] → [M×d]
/// π(f) = W2 relu(W1 f + b1) + b2               W1 [h×e], b1 [h], W2 [d×h], b2 [d], h = e/16
/// </code>
/// Loss: cross-entropy of s·f(x)·g([V(x), name_c]), one set of prompts for each picture.
/// </summary>
public sealed class CoCoOp : PromptMethod
{
    /// <summary>e / h.</summary>
    const int Bottleneck = 16;

    readonly FreeContext context;              // V   M×d
    readonly Parameter w1, b1, w2, b2;         // W1  h×e, b1  h, W2  d×h, b2  d
    readonly float[] hidden, dHidden;          // relu(W1 f + b1) and its gradient before the relu, [h]
    readonly float[] shift;                    // π(f), or its gradient, [d]

    /// <summary>CoCoOp with V initialised as <paramref name="options"/> say, and the net as torch's nn.Linear: U(±1/√inputs), weights and biases.</summary>
    public CoCoOp(PromptSetup setup, CoCoOpOptions options)
        : this(ContextInitialisation.Start(setup, options.Start, options.Phrase, options.ContextWords), setup.Text.EmbeddingWidth, HiddenWidth(setup.Text.EmbeddingWidth))
    {
        var random = new SeededRandom(setup.Seed, "cocoop/meta-net");
        foreach (var (parameter, inputs) in new[] { (w1, w1.Shape[1]), (b1, w1.Shape[1]), (w2, w2.Shape[1]), (b2, w2.Shape[1]) })
        {
            for (var i = 0; i < parameter.Count; i++)
                parameter.Values[i] = (float)((2 * random.NextDouble() - 1) / Math.Sqrt(inputs));
        }
    }

    /// <summary>CoCoOp as a classifier keeps it.</summary>
    internal CoCoOp(PromptPerImageHead head) : this(new Matrix(head.ContextWords, head.TextWidth), head.Width, head.HiddenWidth)
    {
        foreach (var parameter in Parameters)
            head.Tensor(parameter.Name).Values.CopyTo(parameter.Values);
    }

    CoCoOp(Matrix v, int embeddingWidth, int hiddenWidth)
    {
        context = new FreeContext(v);
        w1 = new Parameter(PromptPerImageHead.Weight1Name, hiddenWidth, embeddingWidth);
        b1 = new Parameter(PromptPerImageHead.Bias1Name, hiddenWidth);
        w2 = new Parameter(PromptPerImageHead.Weight2Name, v.Columns, hiddenWidth);
        b2 = new Parameter(PromptPerImageHead.Bias2Name, v.Columns);
        Parameters = [context.Words, w1, b1, w2, b2];
        (hidden, dHidden, shift) = (new float[hiddenWidth], new float[hiddenWidth], new float[v.Columns]);
    }

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new PromptMethodDefinition<CoCoOpOptions>
    {
        Name = "cocoop",
        Title = "CoCoOp",
        Summary = "context words that a small net moves for each picture; slow",
        Source = "Zhou et al., CVPR 2022, arXiv:2203.05557; code KaiyangZhou/CoOp",
        Rate = _ => 0.068,                                                  // searched at M = 4
        TextPassPerPicture = true,
        Published = new PublishedRecipe(BatchSize: 1, _ => 10),
        Formula = _ => "M·d + h(e+1) + d(h+1), h = e/16",
        Count = (o, d, e, classes) => (long)o.ContextWords * d + HiddenWidth(e) * (e + 1L) + d * (HiddenWidth(e) + 1L),
        NewClasses = _ => true,
        Shape = o => new PromptShape(o.ContextWords, o.ClassPosition, ClassSpecific: false),
        Create = (setup, o) => new CoCoOp(setup, o),
    };

    /// <inheritdoc/>
    public override int ContextRows => context.Rows;

    /// <inheritdoc/>
    public override bool ContextIsPerImage => true;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override void Context(ReadOnlySpan<float> image, Matrix v)
    {
        FillHidden(image);
        Affine(w2, b2, hidden, shift);                                     // π = W2 relu(…) + b2   [d×h]·[h] → [d]
        context.WriteTo(v);
        for (var m = 0; m < v.Rows; m++)
            Add(shift, v.Row(m));                                          // V(x)_m = V_m + π
    }

    /// <inheritdoc/>
    public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV)
    {
        context.AddGradient(dV);
        FillHidden(image);
        Array.Clear(shift);
        for (var m = 0; m < dV.Rows; m++)
            Add(dV.Row(m), shift);                                         // dπ = Σ_m dV_m   [d]
        AddOuter(shift, hidden, w2, b2);                                   // dW2 += dπ relu(…)ᵀ, db2 += dπ   [d]·[h]ᵀ → [d×h]
        Array.Clear(dHidden);
        for (var j = 0; j < shift.Length; j++)
        {
            for (var k = 0; k < hidden.Length; k++)
                dHidden[k] += hidden[k] > 0 ? w2.Values[j * hidden.Length + k] * shift[j] : 0;     // (W2ᵀ dπ) ⊙ [W1 f + b1 > 0]   [h×d]·[d] → [h]
        }
        AddOuter(dHidden, image, w1, b1);                                  // dW1 += … fᵀ, db1 += …   [h]·[e]ᵀ → [h×e]
    }

    /// <summary>h, one at least for models whose embeddings are narrower than the bottleneck.</summary>
    internal static int HiddenWidth(int embeddingWidth) => Math.Max(1, embeddingWidth / Bottleneck);

    void FillHidden(ReadOnlySpan<float> image)
    {
        Affine(w1, b1, image, hidden);                                     // relu(W1 f + b1)   [h×e]·[e] → [h]
        for (var k = 0; k < hidden.Length; k++)
            hidden[k] = Math.Max(hidden[k], 0);
    }

    /// <summary>y = W x + b. [n×k]·[k] → [n]</summary>
    static void Affine(Parameter w, Parameter b, ReadOnlySpan<float> x, Span<float> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            var row = w.Values.AsSpan(i * x.Length, x.Length);
            double sum = b.Values[i];
            for (var j = 0; j < row.Length; j++)
                sum += row[j] * (double)x[j];
            y[i] = (float)sum;
        }
    }

    /// <summary>dW += dy xᵀ, db += dy. [n]·[k]ᵀ → [n×k]</summary>
    static void AddOuter(ReadOnlySpan<float> dy, ReadOnlySpan<float> x, Parameter w, Parameter b)
    {
        for (var i = 0; i < dy.Length; i++)
        {
            var row = w.Gradient.AsSpan(i * x.Length, x.Length);
            for (var j = 0; j < row.Length; j++)
                row[j] += dy[i] * x[j];
            b.Gradient[i] += dy[i];
        }
    }

    static void Add(ReadOnlySpan<float> source, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++)
            target[i] += source[i];
    }
}
