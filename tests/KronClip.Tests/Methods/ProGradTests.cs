using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>ProGrad against the published trainer (tests/golden/prompt/prograd_*), finite differences and its own limits.</summary>
public class ProGradTests
{
    [Theory]
    [InlineData("prograd_lambda1")]
    [InlineData("prograd_ctxinit_n16_pets")]
    public void LossesAndTrajectoryEqualThePublishedTrainer(string run)
    {
        using var golden = new PromptGolden("prompt", run);
        var (method, learner) = Make(golden, new ProGradOptions());
        var (features, labels) = golden.Batch(0);
        var terms = learner.LossAndGradient(features, labels);
        Closeness.AssertClose([(float)terms[0].Value], golden.Tensors.Doubles("fwd.loss.f64"), 3e-5, $"{golden.Name} xe");
        Closeness.AssertClose([(float)terms[1].Value], golden.Tensors.Doubles("b0.kl.f64"), 3e-5, $"{golden.Name} kl");
        Closeness.AssertClose(learner.Logits.Span, golden.Tensors.Floats("fwd.logits"), 3e-5, $"{golden.Name} logits");

        golden.AssertTrajectory(learner, method, "xe_loss", "kl_loss");
        Closeness.AssertClose(method.Parameters[0].Values, golden.Tensors.Doubles("final.ctx.f64"), 1e-5, $"{golden.Name} final.ctx");
        Closeness.AssertClose(golden.AllLogits(learner).Span, golden.Tensors.Doubles("final_logits.f64"), 6e-4, $"{golden.Name} final_logits");
    }

    [Theory]
    [InlineData("prograd_lambda1", 1.0)]
    [InlineData("prograd_lambda1", 0.5)]
    [InlineData("prograd_ctxinit_n16_pets", 1.0)]
    [InlineData("prograd_ctxinit_n16_pets", 0.5)]
    public void BothGradientsTheirConflictAndTheProjectionEqualThePublishedRule(string run, double lambda)
    {
        using var golden = new PromptGolden("prompt", run);
        var (method, learner) = Make(golden, new ProGradOptions { Lambda = lambda });
        for (var batch = 0; batch < 4; batch++)
        {
            var (features, labels) = golden.Batch(batch);
            learner.LossAndGradient(features, labels);
            var (xe, kl) = (learner.TermGradient(0, 0), learner.TermGradient(1, 0));
            Assert.Equal(golden.Tensors.Doubles($"b{batch}.dot_sign.f64")[0], Math.Sign(xe.Zip(kl, (a, b) => a * (double)b).Sum()));
            void AssertGradient(float[] actual, string name)
            {
                var expected = golden.Tensors.Doubles($"b{batch}.{name}.f64");
                Closeness.AssertClose(actual, expected, 1e-5 * expected.Max(Math.Abs), $"{golden.Name} b{batch}.{name}");
            }
            AssertGradient(xe, "grad_xe");
            AssertGradient(kl, "grad_kl");
            AssertGradient(method.Parameters[0].Gradient, FormattableString.Invariant($"grad_used_lambda{lambda:0.0}"));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void EachGradientIsItsLossSlope(double temperature)
    {
        using var golden = new PromptGolden("prompt", "prograd_lambda1");
        var (method, learner) = Make(golden, new ProGradOptions { Temperature = temperature });
        var (features, labels) = golden.Batch(1);
        for (var term = 0; term < 2; term++)
        {
            learner.LossAndGradient(features, labels);
            Slope.AssertGradient(method.Parameters, [learner.TermGradient(term, 0)], () => learner.LossAndGradient(features, labels)[term].Value);
        }
    }

    /// <summary>A projected step changes the second loss by nothing to first order; without the projection it would raise it.</summary>
    [Fact]
    public void AProjectedGradientIsAtRightAnglesToTheTeachers()
    {
        using var golden = new PromptGolden("prompt", "prograd_lambda1");
        var (method, learner) = Make(golden, new ProGradOptions());
        var (features, labels) = golden.Batch(1);
        learner.LossAndGradient(features, labels);
        double Cosine(float[] a, float[] b) => a.Zip(b, (x, y) => x * (double)y).Sum() / Math.Sqrt(a.Sum(x => x * (double)x) * b.Sum(x => x * (double)x));
        Assert.True(Cosine(learner.TermGradient(0, 0), learner.TermGradient(1, 0)) < -0.01);
        Assert.Equal(0, Cosine(method.Parameters[0].Gradient, learner.TermGradient(1, 0)), 1e-6);
    }

    /// <summary>Two ways back after one way there, also where most chunks of the classes had to be encoded again.</summary>
    [Fact]
    public void AShortMemoryChangesNoBit()
    {
        float[] Gradient(long budget)
        {
            using var golden = new PromptGolden("prompt", "prograd_lambda1", new Engine(Engine.Widest, 2, budget));
            var text = golden.Model.Text;
            var many = Enumerable.Range(0, 60).SelectMany(_ => golden.Classes).ToArray();
            var teacher = golden.Teacher("fwd.zs_text_features").Value;
            var wide = new Matrix(many.Length, teacher.Columns, Enumerable.Range(0, 60).SelectMany(_ => teacher.Data).ToArray());
            var method = new ProGrad(golden.Setup(new Lazy<Matrix>(wide)), new ProGradOptions { ContextWords = golden.ContextWords });
            golden.Tensors.Floats("init.ctx").CopyTo(method.Parameters[0].Values, 0);
            var learner = new PromptLearner(text, method, PromptLayout.Packed(text, many, golden.ContextWords), golden.Model.LogitScale);
            var (features, labels) = golden.Batch(1);
            learner.LossAndGradient(features, labels);
            return [.. learner.TermGradient(0, 0), .. learner.TermGradient(1, 0), .. method.Parameters[0].Gradient];
        }
        Assert.Equal(Gradient(1L << 32), Gradient(0));
    }

    [Fact]
    public void WithoutLambdaItIsCoOp()
    {
        using var golden = new PromptGolden("prompt", "prograd_lambda1");
        var (method, learner) = Make(golden, new ProGradOptions { Lambda = 0 });
        var coOp = new CoOp(golden.Setup(), new CoOpOptions { ContextWords = golden.ContextWords });
        golden.Tensors.Floats("init.ctx").CopyTo(coOp.Parameters[0].Values, 0);
        var plain = new PromptLearner(golden.Model.Text, coOp, PromptLayout.Packed(golden.Model.Text, golden.Classes, golden.ContextWords), golden.Model.LogitScale);
        var (features, labels) = golden.Batch(1);
        Assert.Equal(plain.LossAndGradient(features, labels)[0].Value, learner.LossAndGradient(features, labels)[0].Value);
        Assert.Equal(coOp.Parameters[0].Gradient, method.Parameters[0].Gradient);
    }

    [Theory]
    [InlineData("""{"lambda": -0.5}""", "lambda")]
    [InlineData("""{"temperature": 0}""", "temperature")]
    [InlineData("""{"temperature": -1}""", "temperature")]
    [InlineData("""{"contextWords": 74}""", "contextWords")]
    public void BadOptionsAreRefusedByName(string json, string named) =>
        Assert.Contains(named, Assert.Throws<OptionsException>(() => ProGrad.Definition.ReadOptions(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);

    [Fact]
    public void TheDefaultsAreThePublishedOnes()
    {
        var options = (ProGradOptions)ProGrad.Definition.Defaults;
        Assert.Equal((16, 1, 1), (options.ContextWords, options.Lambda, options.Temperature));
        Assert.Equal(8192, ProGrad.Definition.ParameterCount(options, 512, 512, 10));
    }

    [Fact]
    public void AllMethodsWithAsManyWordsStartFromTheSameRandomOnes()
    {
        using var golden = new PromptGolden("prompt", "prograd_lambda1");
        var setup = golden.Setup();
        var coOp = new CoOp(setup, new CoOpOptions { ContextWords = 5 }).Parameters[0].Values;
        Assert.Equal(coOp, new ProGrad(setup, new ProGradOptions { ContextWords = 5 }).Parameters[0].Values);
        Assert.Equal(coOp, new KgCoOp(setup, new KgCoOpOptions { ContextWords = 5, Start = ContextStart.Random }).Parameters[0].Values);
    }

    static (ProGrad, PromptLearner) Make(PromptGolden golden, ProGradOptions options)
    {
        var text = golden.Model.Text;
        var method = new ProGrad(golden.Setup(golden.Teacher("fwd.zs_text_features")), options with { ContextWords = golden.ContextWords });
        golden.Tensors.Floats("init.ctx").CopyTo(method.Parameters[0].Values, 0);
        return (method, new PromptLearner(text, method, PromptLayout.Packed(text, golden.Classes, golden.ContextWords), golden.Model.LogitScale));
    }
}
