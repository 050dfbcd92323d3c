using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>KgCoOp against the published trainer (tests/golden/prompt/kgcoop_w8), finite differences and its own limits.</summary>
public class KgCoOpTests
{
    [Fact]
    public void LossGradientAndTrajectoryEqualThePublishedTrainer()
    {
        using var golden = new PromptGolden("prompt", "kgcoop_w8");
        var (method, learner) = Make(golden, new KgCoOpOptions { Start = ContextStart.Random });
        var (features, labels) = golden.Batch(0);
        var loss = learner.LossAndGradient(features, labels).Single().Value;
        Closeness.AssertClose([(float)loss], golden.Tensors.Doubles("fwd.loss.f64"), 3e-5, $"{golden.Name} loss");
        Closeness.AssertClose(learner.Logits.Span, golden.Tensors.Floats("fwd.logits"), 3e-5, $"{golden.Name} logits");
        var gradient = golden.Tensors.Doubles("grad.ctx.f64");
        Closeness.AssertClose(method.Parameters[0].Gradient, gradient, 1e-5 * gradient.Max(Math.Abs), $"{golden.Name} grad.ctx");

        golden.AssertTrajectory(learner, method);
        Closeness.AssertClose(method.Parameters[0].Values, golden.Tensors.Doubles("final.ctx.f64"), 1e-5, $"{golden.Name} final.ctx");
        Closeness.AssertClose(golden.AllLogits(learner).Span, golden.Tensors.Doubles("final_logits.f64"), 6e-4, $"{golden.Name} final_logits");
    }

    /// <summary>The teacher's sentence is the very phrase that the context starts from, so nothing pulls at the start.</summary>
    [Fact]
    public void TheTeacherIsZeroShotClip()
    {
        using var golden = new PromptGolden("prompt", "kgcoop_w8");
        var sentences = golden.Tensors.Ints("tokenized_prompts").Chunk(77).Select(row => row[..(Array.IndexOf(row, 49407) + 1)]).ToArray();
        var ours = golden.Model.Text.Encode(sentences);
        RowNorm.Forward(Engine.Default, ours, ours);
        Closeness.AssertClose(ours.Span, golden.Teacher("fwd.teacher_text_features").Value.Data, 3e-6, $"{golden.Name} teacher");
        var (_, learner) = Make(golden, new KgCoOpOptions { Start = ContextStart.Random });
        var (_, plain) = Make(golden, new KgCoOpOptions { Start = ContextStart.Random, Lambda = 0 });
        var (features, labels) = golden.Batch(0);
        Assert.Equal(plain.LossAndGradient(features, labels)[0].Value, learner.LossAndGradient(features, labels)[0].Value, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(200)]
    public void TheGradientIsTheLossSlope(double lambda)
    {
        using var golden = new PromptGolden("prompt", "kgcoop_w8");
        var (method, learner) = Make(golden, new KgCoOpOptions { Start = ContextStart.Random, Lambda = lambda });
        var random = new SeededRandom(5, "away");
        for (var i = 0; i < method.Parameters[0].Count; i++)
            method.Parameters[0].Values[i] += (float)(0.01 * random.NextGaussian());       // at the start the distance is at its least
        var (features, labels) = golden.Batch(1);
        learner.LossAndGradient(features, labels);
        Slope.AssertGradient(method.Parameters, [method.Parameters[0].Gradient], () => learner.LossAndGradient(features, labels)[0].Value);
    }

    [Fact]
    public void AStrongPullEndsAtTheHandWrittenPrompts()
    {
        using var golden = new PromptGolden("prompt", "kgcoop_w8");
        var (_, learner) = Make(golden, new KgCoOpOptions { Start = ContextStart.Random, Lambda = 1e5 }, 0.003f);
        var (features, labels) = golden.Batch(0);
        var start = learner.LossAndGradient(features, labels)[0].Value;
        var (method, again) = Make(golden, new KgCoOpOptions { Start = ContextStart.Random, Lambda = 1e5 }, 0.003f);
        for (var step = 0; step < 50; step++)
        {
            again.LossAndGradient(features, labels);
            var gradient = method.Parameters[0].Gradient;
            var norm = Math.Sqrt(gradient.Sum(x => x * (double)x));
            for (var i = 0; i < gradient.Length; i++)
                method.Parameters[0].Values[i] -= (float)(0.002 * gradient[i] / norm);
        }
        Assert.True(again.LossAndGradient(features, labels)[0].Value < start / 3);
    }

    [Theory]
    [InlineData("""{"lambda": -1}""", "lambda")]
    [InlineData("""{"contextWords": 0}""", "contextWords")]
    [InlineData("""{"lambda": "much"}""", "lambda")]
    public void BadOptionsAreRefusedByName(string json, string named) =>
        Assert.Contains(named, Assert.Throws<OptionsException>(() => KgCoOp.Definition.ReadOptions(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);

    [Fact]
    public void TheDefaultsAreThePublishedOnes()
    {
        var options = (KgCoOpOptions)KgCoOp.Definition.Defaults;
        Assert.Equal((4, "a photo of a", ContextStart.Phrase, 8), (options.ContextWords, options.Phrase, options.Start, options.Lambda));
        Assert.Equal(2048, KgCoOp.Definition.ParameterCount(options, 512, 512, 10));
        Assert.True(KgCoOp.Definition.ServesNewClasses(options));
    }

    static (KgCoOp, PromptLearner) Make(PromptGolden golden, KgCoOpOptions options, float away = 0)
    {
        var text = golden.Model.Text;
        var method = new KgCoOp(golden.Setup(golden.Teacher("fwd.teacher_text_features")), options with { ContextWords = golden.ContextWords });
        golden.Tensors.Floats("init.ctx").CopyTo(method.Parameters[0].Values, 0);
        var random = new SeededRandom(1, "away");
        for (var i = 0; i < method.Parameters[0].Count; i++)
            method.Parameters[0].Values[i] += (float)(away * random.NextGaussian());
        return (method, new PromptLearner(text, method, PromptLayout.Packed(text, golden.Classes, golden.ContextWords), golden.Model.LogitScale));
    }
}
