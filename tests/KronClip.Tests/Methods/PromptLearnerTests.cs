using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;

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

    static PromptLearner Learner(PromptGolden golden)
    {
        var dictionary = new Matrix(16, 128, golden.Tensors.Floats("D"));
        var method = new CkCoOp(golden.Model.Text.Engine, dictionary, 4, [[4, 16], [4, 8]]);
        golden.Tensors.Floats("init.C").CopyTo(method.Parameters[0].Values, 0);
        return new PromptLearner(golden.Model.Text, method, PromptLayout.Packed(golden.Model.Text, golden.Classes, 4), golden.Model.LogitScale);
    }
}
