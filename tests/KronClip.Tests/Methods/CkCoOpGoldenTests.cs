using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>CK-CoOp against the vectors that were made from its definition (tests/golden/ckcoop).</summary>
public class CkCoOpGoldenTests
{
    [Fact]
    public void ContextLossGradientsAndTrajectoryEqualTheDefinition()
    {
        using var golden = new PromptGolden("ckcoop", "ckcoop_M4_K16");
        var (method, learner) = Learner(golden);
        var v = new Matrix(4, 128);
        method.Context([], v);
        Closeness.AssertClose(method.KroneckerBias().Span, golden.Tensors.Floats("fwd.B"), 1e-6, $"{golden.Name} B");
        Closeness.AssertClose(v.Span, golden.Tensors.Floats("fwd.V"), 1e-6, $"{golden.Name} V");

        var layout = PromptLayout.Packed(golden.Model.Text, golden.Classes, 4);
        var textFeatures = golden.Model.Text.Prepare(layout, keep: false).Forward(v);
        Closeness.AssertClose(textFeatures.Span, golden.Tensors.Floats("fwd.text_features"), 3e-6, $"{golden.Name} text_features");

        var (features, labels) = golden.Batch(0);
        var loss = learner.LossAndGradient(features, labels).Single().Value;
        Closeness.AssertClose([(float)loss], golden.Tensors.Doubles("fwd.loss.f64"), 3e-5, $"{golden.Name} loss");
        Closeness.AssertClose(learner.Logits.Span, golden.Tensors.Floats("fwd.logits"), 3e-5, $"{golden.Name} logits");
        Closeness.AssertClose(learner.ContextGradient.Span, golden.Tensors.Doubles("grad.V.f64"), 2e-4, $"{golden.Name} grad.V");
        foreach (var (parameter, name) in method.Parameters.Zip(["C", "A1", "A2"]))
            Closeness.AssertClose(parameter.Gradient, golden.Tensors.Doubles($"grad.{name}.f64"), 2e-4, $"{golden.Name} grad.{name}");

        golden.AssertTrajectory(learner, method);
        foreach (var (parameter, name) in method.Parameters.Zip(["C", "A1", "A2"]))
            Closeness.AssertClose(parameter.Values, golden.Tensors.Doubles($"final.{name}.f64"), 1e-5, $"{golden.Name} final.{name}");
        method.Context([], v);
        Closeness.AssertClose(v.Span, golden.Tensors.Doubles("final.V.f64"), 1e-5, $"{golden.Name} final.V");
    }

    [Fact]
    public void TheDictionaryOfTheVectorsIsTheMeanOfItsTokenRows()
    {
        using var golden = new PromptGolden("ckcoop", "ckcoop_M4_K16");
        var expected = golden.Tensors.Ints("D_rows").Chunk(32).SelectMany(rows =>
            Enumerable.Range(0, 128).Select(j => rows.Average(r => (double)golden.Model.Text.TokenEmbedding(r)[j]))).ToArray();
        Closeness.AssertClose(golden.Tensors.Floats("D"), expected, 1e-8, $"{golden.Name} D");
    }

    static (CkCoOp, PromptLearner) Learner(PromptGolden golden)
    {
        var d = new Matrix(16, 128, golden.Tensors.Floats("D"));
        var method = new CkCoOp(Engine.Default, d, 4, [[4, 16], [4, 8]]);
        foreach (var (parameter, name) in method.Parameters.Zip(["C", "A1", "A2"]))
            golden.Tensors.Floats($"init.{name}").CopyTo(parameter.Values, 0);
        var layout = PromptLayout.Packed(golden.Model.Text, golden.Classes, 4);
        return (method, new PromptLearner(golden.Model.Text, method, layout, golden.Model.LogitScale));
    }
}
