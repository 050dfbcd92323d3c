using System.ComponentModel;
using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Options of <see cref="CoOp"/>.</summary>
public sealed record CoOpOptions : PromptMethodOptions
{
    /// <summary>The defaults.</summary>
    public CoOpOptions() : base(contextWords: 16, ContextStart.Random) { }

    /// <summary>Each class learns a context of its own (CSC). Such a classifier cannot take new classes.</summary>
    [Description("a context for each class; no new classes")]
    public bool ClassSpecific { get; init; }
}

/// <summary>
/// CoOp (Zhou et al., "Learning to Prompt for Vision-Language Models", IJCV 2022; KaiyangZhou/CoOp trainers/coop.py): the context words V themselves are learned.
/// Loss: cross-entropy of s·f(x)·g([V, name_c]).
/// </summary>
public sealed class CoOp : PromptMethod
{
    readonly FreeContext context;              // V  M×d, or C×M×d with class-specific contexts

    /// <summary>Catalogue entry.</summary>
    public static MethodDefinition Definition { get; } = new PromptMethodDefinition<CoOpOptions>
    {
        Name = "coop",
        Title = "CoOp",
        Summary = "learns the context words themselves, freely",
        Source = "Zhou et al., IJCV 2022, arXiv:2109.01134; code KaiyangZhou/CoOp",
        Rate = o => o.ContextWords < 8 ? 0.68 : 0.027,                     // searched at M = 4 and at M = 16
        Formula = o => o.ClassSpecific ? "C·M·d" : "M·d",
        Count = (o, d, e, classes) => (long)o.ContextWords * d * (o.ClassSpecific ? classes : 1),
        NewClasses = o => !o.ClassSpecific,
        Shape = o => new PromptShape(o.ContextWords, o.ClassPosition, o.ClassSpecific),
        Create = (setup, o) => new CoOp(setup, o),
    };

    /// <summary>CoOp with V initialised as <paramref name="options"/> say.</summary>
    public CoOp(PromptSetup setup, CoOpOptions options)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(options);
        context = options.ClassSpecific
            ? new FreeContext(ContextInitialisation.Start(setup, options.Start, options.Phrase, options.ContextWords, setup.Classes), setup.Classes, options.ContextWords, setup.Text.Width)
            : new FreeContext(ContextInitialisation.Start(setup, options.Start, options.Phrase, options.ContextWords));
        Parameters = [context.Words];
    }

    /// <inheritdoc/>
    public override int ContextRows => context.Rows;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override void Context(ReadOnlySpan<float> image, Matrix v) => context.WriteTo(v);

    /// <inheritdoc/>
    public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV) => context.AddGradient(dV);
}
