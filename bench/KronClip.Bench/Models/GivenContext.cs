using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Bench.Models;

/// <summary>CoOp with a context given by the caller.</summary>
sealed class GivenContext : PromptMethod
{
    public GivenContext(Matrix context)
    {
        Parameters = [new Parameter("ctx", context.Rows, context.Columns)];
        context.Span.CopyTo(Parameters[0].Values);
        ContextRows = context.Rows;
    }

    public override int ContextRows { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override void Context(ReadOnlySpan<float> image, Matrix v) => Parameters[0].Values.CopyTo(v.Span);

    public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV)
    {
        for (var i = 0; i < dV.Data.Length; i++)
            Parameters[0].Gradient[i] += dV.Data[i];
    }
}
