using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

public class PromptLearnerTests
{
    /// <summary>A run of thousands of steps must not make work for the garbage collector: every large matrix is kept from step to step.</summary>
    [Fact]
    public void AStepKeepsItsRoomWhateverTheBatch()
    {
        const int batch = 2000;
        using var golden = new PromptGolden("ckcoop", "ckcoop_M4_K16", new Engine(Engine.Widest, 1));    // one thread, whose allocations can be told
        var learner = Learner(golden);
        var (features, labels) = (new Matrix(batch, 64), new int[batch]);
        features.Span.Fill(1);
        learner.LossAndGradient(features, labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        learner.LossAndGradient(features, labels);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes < sizeof(float) * batch * 10 / 2, $"{bytes} bytes in one step, where the logits alone take {sizeof(float) * batch * 10}");
    }

    [Fact]
    public void ABatchOfAnotherSizeGetsLogitsOfItsSize()
    {
        using var golden = new PromptGolden("ckcoop", "ckcoop_M4_K16");
        var learner = Learner(golden);
        var (features, labels) = golden.Batch(0);
        learner.LossAndGradient(features, labels);
        var whole = learner.Logits.Clone();
        learner.LossAndGradient(new Matrix(2, features.Columns, features.Data[..(2 * features.Columns)]), labels[..2]);
        Assert.Equal((2, 10), (learner.Logits.Rows, learner.Logits.Columns));
        Assert.Equal(whole.Data[..20], learner.Logits.Data);
    }

    [Fact]
    public void APassWithoutRoomForGradientsSaysSo()
    {
        using var golden = new PromptGolden("ckcoop", "ckcoop_M4_K16");
        var text = golden.Model.Text;
        var pass = text.Prepare(PromptLayout.Packed(text, golden.Classes, 4), keep: false);
        pass.Forward(new Matrix(4, text.Width));
        Assert.Contains("keep", Assert.Throws<InvalidOperationException>(() => pass.Backward(new Matrix(10, 64), new Matrix(4, text.Width))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 128)]
    [InlineData(4, 127)]
    public void AContextOfAnotherShapeIsRefused(int rows, int columns)
    {
        using var golden = new PromptGolden("ckcoop", "ckcoop_M4_K16");
        var text = golden.Model.Text;
        var pass = text.Prepare(PromptLayout.Packed(text, golden.Classes, 4), keep: true);
        Assert.Throws<ArgumentException>(() => pass.Forward(new Matrix(rows, columns)));
        pass.Forward(new Matrix(4, text.Width));
        Assert.Throws<ArgumentException>(() => pass.Backward(new Matrix(10, 64), new Matrix(rows, columns)));
    }

    [Fact]
    public void ATextThatIsTooLongIsRefusedBeforeTheTowerRuns()
    {
        using var golden = new PromptGolden("ckcoop", "ckcoop_M4_K16");
        Assert.Contains("78", Assert.Throws<TokenizerException>(() => golden.Model.Text.Encode([new int[78]])).Message, StringComparison.Ordinal);
    }

    /// <summary>Half of the cross-entropy goes through the logits and half through the class embeddings; together they are the whole.</summary>
    [Fact]
    public void SeveralLossesAreCombinedAndMayBypassTheLogits()
    {
        using var golden = new PromptGolden("prompt", "coop_middle_generic");
        var text = golden.Model.Text;
        var method = new TwoHalves(golden.Tensors.Floats("init.ctx"), text.Width);
        var layout = PromptLayout.Packed(text, golden.Classes, golden.ContextWords, ClassPosition.Middle);
        var learner = new PromptLearner(text, method, layout, golden.Model.LogitScale);
        var (features, labels) = golden.Batch(0);
        var terms = learner.LossAndGradient(features, labels);
        Assert.Equal(["through logits", "through embeddings"], terms.Select(t => t.Name));
        Closeness.AssertClose(method.Parameters[0].Gradient, golden.Tensors.Doubles("grad.ctx.f64"), 2e-4, $"{golden.Name} grad.ctx from two halves");
    }

    static PromptLearner Learner(PromptGolden golden)
    {
        var dictionary = new Matrix(16, 128, golden.Tensors.Floats("D"));
        var method = new CkCoOp(golden.Model.Text.Engine, dictionary, 4, [[4, 16], [4, 8]]);
        golden.Tensors.Floats("init.C").CopyTo(method.Parameters[0].Values, 0);
        return new PromptLearner(golden.Model.Text, method, PromptLayout.Packed(golden.Model.Text, golden.Classes, 4), golden.Model.LogitScale);
    }

    sealed class TwoHalves : PromptMethod
    {
        public TwoHalves(float[] context, int width)
        {
            ContextRows = context.Length / width;
            var parameter = new Parameter("ctx", ContextRows, width);
            context.CopyTo(parameter.Values, 0);
            Parameters = [parameter];
        }

        public override int ContextRows { get; }

        public override IReadOnlyList<Parameter> Parameters { get; }

        public override void Context(ReadOnlySpan<float> image, Matrix v) => Parameters[0].Values.CopyTo(v.Span);

        public override void ContextGradient(ReadOnlySpan<float> image, Matrix dV)
        {
            for (var i = 0; i < dV.Data.Length; i++)
                Parameters[0].Gradient[i] += dV.Data[i];
        }

        public override IReadOnlyList<LossTerm> Losses(Engine engine, PromptBatch batch)
        {
            var whole = base.Losses(engine, batch).Single();
            var half = whole.LogitGradient!.Clone();
            for (var i = 0; i < half.Data.Length; i++)
                half.Data[i] /= 2;
            var direct = new Matrix(batch.TextFeatures.Rows, batch.TextFeatures.Columns);
            Product.Multiply(engine, half, batch.ImageFeatures, direct, transposeA: true, alpha: (float)batch.LogitScale);      // s·dLᵀ F
            return [new("through logits", whole.Value / 2, LogitGradient: half), new("through embeddings", whole.Value / 2, TextFeatureGradient: direct)];
        }
    }
}
