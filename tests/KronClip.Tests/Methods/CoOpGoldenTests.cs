using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>CoOp against the published trainer (tests/golden/prompt), every place of the class token, shared and class-specific contexts.</summary>
public class CoOpGoldenTests
{
    public static TheoryData<string, ClassPosition, bool> Runs => new()
    {
        { "coop_end_generic", ClassPosition.End, false },
        { "coop_middle_generic", ClassPosition.Middle, false },
        { "coop_front_generic", ClassPosition.Front, false },
        { "coop_end_csc", ClassPosition.End, true },
        { "coop_middle_csc", ClassPosition.Middle, true },
        { "coop_front_csc", ClassPosition.Front, true },
        { "coop_nctx16_end", ClassPosition.End, false },
        { "coop_ctxinit", ClassPosition.End, false },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void PromptsFeaturesLossGradientAndTrajectoryEqualThePublishedTrainer(string run, ClassPosition position, bool classSpecific)
    {
        using var golden = new PromptGolden("prompt", run);
        var method = Method(golden, classSpecific);
        var text = golden.Model.Text;
        var layout = PromptLayout.Packed(text, golden.Classes, golden.ContextWords, position, classSpecific);
        var learner = new PromptLearner(text, method, layout, golden.Model.LogitScale);

        AssertPrompts(golden, method, position, classSpecific);
        AssertTextFeatures(golden, method, layout, "shared prefix");
        var (features, labels) = golden.Batch(0);
        var loss = learner.LossAndGradient(features, labels).Single().Value;
        Closeness.AssertClose([(float)loss], golden.Tensors.Doubles("fwd.loss.f64"), 3e-5, $"{golden.Name} loss");
        Closeness.AssertClose(learner.Logits.Span, golden.Tensors.Floats("fwd.logits"), 3e-5, $"{golden.Name} logits");
        var gradient = golden.Tensors.Doubles("grad.ctx.f64");
        Closeness.AssertClose(method.Parameters[0].Gradient, gradient, 1e-5 * gradient.Max(Math.Abs), $"{golden.Name} grad.ctx");

        golden.AssertTrajectory(learner, method);
        Closeness.AssertClose(method.Parameters[0].Values, golden.Tensors.Doubles("final.ctx.f64"), classSpecific ? 5e-5 : 1e-5, $"{golden.Name} final.ctx");
        Closeness.AssertClose(golden.AllLogits(learner).Span, golden.Tensors.Doubles("final_logits.f64"), classSpecific ? 5e-3 : 6e-4, $"{golden.Name} final_logits");
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void SharedPrefixEqualsSeventySevenPositions(string run, ClassPosition position, bool classSpecific)
    {
        using var golden = new PromptGolden("prompt", run);
        var text = golden.Model.Text;
        var (features, labels) = golden.Batch(1);
        float[] Gradient(PromptLayout layout, out Matrix embeddings)
        {
            var method = Method(golden, classSpecific);
            var learner = new PromptLearner(text, method, layout, golden.Model.LogitScale);
            learner.LossAndGradient(features, labels);
            embeddings = learner.ClassEmbeddings().Clone();
            return method.Parameters[0].Gradient;
        }
        var packed = Gradient(PromptLayout.Packed(text, golden.Classes, golden.ContextWords, position, classSpecific), out var packedEmbeddings);
        var padded = Gradient(PromptLayout.Padded(text, golden.Classes, golden.ContextWords, position, classSpecific), out var paddedEmbeddings);
        Closeness.AssertClose(packedEmbeddings.Span, paddedEmbeddings.Data, 1e-6, $"{golden.Name} packed against padded features");
        Closeness.AssertClose(packed, padded, 5e-5 * padded.Max(Math.Abs), $"{golden.Name} packed against padded gradient");
    }

    [Fact]
    public void TheWholeContextIsSharedAtTheEndAndOnlyTheStartAtTheFront()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        int Prefix(ClassPosition position, bool csc) =>
            PromptLayout.Packed(golden.Model.Text, golden.Classes, 4, position, csc).Sequences.PrefixLength;
        Assert.Equal(5, Prefix(ClassPosition.End, false));
        Assert.Equal(3, Prefix(ClassPosition.Middle, false));
        Assert.Equal(1, Prefix(ClassPosition.Front, false));
        Assert.Equal(1, Prefix(ClassPosition.End, true));
    }

    static CoOp Method(PromptGolden golden, bool classSpecific)
    {
        var setup = new PromptSetup(golden.Model.Text, null!, golden.Classes.Count, Seed: 1, new TokenDictionaries("tiny", null), PromptGolden.NoTeacher);
        var method = new CoOp(setup, new CoOpOptions { ContextWords = golden.ContextWords, ClassSpecific = classSpecific });
        golden.Tensors.Floats("init.ctx").CopyTo(method.Parameters[0].Values, 0);
        return method;
    }

    /// <summary>The published prompts are the embeddings before positions, padded to 77; ours must equal them exactly.</summary>
    static void AssertPrompts(PromptGolden golden, CoOp method, ClassPosition position, bool classSpecific)
    {
        var text = golden.Model.Text;
        var layout = PromptLayout.Padded(text, golden.Classes, golden.ContextWords, position, classSpecific);
        var v = new Matrix(method.ContextRows, text.Width);
        method.Context([], v);
        var rows = new Matrix(layout.Sequences.Rows, text.Width);
        layout.Embed(text, v, rows, withPositions: false);
        Closeness.AssertClose(rows.Span, golden.Tensors.Floats("fwd.prompts"), 0, $"{golden.Name} prompts");
        AssertTextFeatures(golden, method, layout, "77 positions");
    }

    static void AssertTextFeatures(PromptGolden golden, CoOp method, PromptLayout layout, string form)
    {
        var text = golden.Model.Text;
        var v = new Matrix(method.ContextRows, text.Width);
        method.Context([], v);
        Closeness.AssertClose(text.Prepare(layout, keep: false).Forward(v).Span, golden.Tensors.Floats("fwd.text_features"), 3e-6, $"{golden.Name} text_features ({form})");
    }
}
