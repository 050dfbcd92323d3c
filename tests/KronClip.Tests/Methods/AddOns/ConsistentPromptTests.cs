using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>The distance to many sentences around every method: its value by hand, its gradient by finite differences, and that all else stays.</summary>
public class ConsistentPromptTests
{
    const double Weight = 25;

    public static TheoryData<string, string, string> Runs => new()
    {
        { "coop", "prompt", "coop_end_generic" },
        { "kgcoop", "prompt", "kgcoop_w8" },
        { "prograd", "prompt", "prograd_lambda1" },
        { "cocoop", "prompt", "cocoop" },
        { "ck-coop", "ckcoop", "ckcoop_M4_K16" },
    };

    [Theory, MemberData(nameof(Runs))]
    public void TheGradientIsTheLossSlope(string name, string folder, string run)
    {
        using var golden = new PromptGolden(folder, run);
        var (method, learner, _) = Make(golden, name, Weight);
        var (features, labels) = golden.Batch(1);
        var terms = learner.LossAndGradient(features, labels).Count;
        // ProGrad's combined gradient is that of no loss; its first term alone is that of the first loss.
        float[][] gradient = [.. method.Parameters.Select((p, i) => terms == 1 ? p.Gradient : learner.TermGradient(0, i))];
        Slope.AssertGradient(method.Parameters, gradient, () => learner.LossAndGradient(features, labels)[0].Value, change: 0.004);
    }

    /// <summary>λ/(C·e) Σ (√(x² + ε²) − ε) with ε = 0.01/√e, on top of what the method's first loss is.</summary>
    [Theory, MemberData(nameof(Runs))]
    public void TheFirstLossGrowsByTheMeanDistanceAndTheOthersStay(string name, string folder, string run)
    {
        using var golden = new PromptGolden(folder, run);
        var (_, learner, teacher) = Make(golden, name, Weight);
        var (_, plain, _) = Make(golden, name, 0);
        var (features, labels) = golden.Batch(1);
        var (with, without) = (learner.LossAndGradient(features, labels), plain.LossAndGradient(features, labels));
        if (name != "cocoop")
        {
            var g = plain.ClassEmbeddings();
            var epsilon = 0.01 / Math.Sqrt(g.Columns);
            var mean = g.Data.Zip(teacher.Data, (a, b) => Math.Sqrt(Math.Pow(a - (double)b, 2) + epsilon * epsilon) - epsilon).Average();
            Assert.Equal(Weight * mean, with[0].Value - without[0].Value, 1e-9);
            Assert.InRange(mean, 0.9 * g.Data.Zip(teacher.Data, (a, b) => Math.Abs(a - b)).Average() - epsilon, g.Data.Zip(teacher.Data, (a, b) => Math.Abs(a - b)).Average());
        }
        Assert.True(with[0].Value > without[0].Value);
        Assert.Equal(without.Skip(1), with.Skip(1));
        Assert.Equal(without.Count, with.Count);
    }

    [Fact]
    public void OffIsTheMethodItself()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        Assert.IsType<CoOp>(((PromptMethodDefinition)CoOp.Definition).CreateMethod(golden.Setup(), new CoOpOptions { ContextWords = golden.ContextWords }));
    }

    /// <summary>As in the published code: the mean of the embeddings as long as they are, and its length taken away.</summary>
    [Fact]
    public void TheTeacherIsTheNormalisedMeanOfTheSentences()
    {
        using var golden = new PromptGolden("prompt", "coop_end_generic");
        IReadOnlyList<string>? asked = null;
        var setup = golden.Setup() with
        {
            MeanEmbeddings = sentences =>
            {
                asked = sentences;
                return new Matrix(1, 2, [3, 4]);
            },
        };
        var options = new CoOpOptions { ContextWords = golden.ContextWords, Consistency = 25 };
        var method = ((PromptMethodDefinition)CoOp.Definition).CreateMethod(setup, options);
        Assert.Contains($"the mean of {GeneralTemplates.All.Count} sentences", method.Notes[^1], StringComparison.Ordinal);
        Assert.Null(asked);                                                 // not before a loss asks
        Closeness.AssertClose(ConsistentPrompt.Teacher(setup, GeneralTemplates.All).Value.Data, [0.6, 0.8], 1e-7, "teacher");
        Assert.Same(GeneralTemplates.All, asked);
        Assert.Equal([3.5f, 2f], ZeroShot.Mean(new Matrix(3, 2, [3, 4, 4, 0, 7, 7]), [2, 1]).Data[..2]);
        Assert.Equal([7f, 7f], ZeroShot.Mean(new Matrix(3, 2, [3, 4, 4, 0, 7, 7]), [2, 1]).Data[2..]);
    }

    [Fact]
    public void TheGeneralSentencesAreUsableAndDiffer()
    {
        ZeroShot.CheckTemplates(GeneralTemplates.All);
        Assert.Equal(GeneralTemplates.All.Count, GeneralTemplates.All.Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(GeneralTemplates.All.Count, 20, 80);
        Assert.Contains(ZeroShot.DefaultTemplate, GeneralTemplates.All);
    }

    static (PromptMethod, PromptLearner, Matrix Teacher) Make(PromptGolden golden, string name, double weight)
    {
        var (text, m) = (golden.Model.Text, golden.ContextWords);
        var handWritten = Random(golden.Classes.Count, text.EmbeddingWidth, 3);
        var setup = golden.Setup(new Lazy<Matrix>(handWritten));
        PromptMethod method = name switch
        {
            "coop" => new CoOp(setup, new CoOpOptions { ContextWords = m }),
            "kgcoop" => new KgCoOp(setup, new KgCoOpOptions { ContextWords = m, Start = ContextStart.Random }),
            "prograd" => new ProGrad(setup, new ProGradOptions { ContextWords = m }),
            "cocoop" => new CoCoOp(setup, new CoCoOpOptions { ContextWords = m, Start = ContextStart.Random }),
            _ => new CkCoOp(Engine.Default, new Matrix(16, 128, golden.Tensors.Floats("D")), 4, [[4, 16], [4, 8]]),
        };
        if (method is CkCoOp)
        {
            foreach (var (parameter, tensor) in method.Parameters.Zip(["C", "A1", "A2"]))
                golden.Tensors.Floats($"init.{tensor}").CopyTo(parameter.Values, 0);
            var random = new SeededRandom(8, "away");
            foreach (ref var x in method.Parameters[2].Values.AsSpan())     // A2 starts at zero, where A1 has no gradient
                x += (float)(0.02 * random.NextGaussian());
        }
        var teacher = Random(golden.Classes.Count, text.EmbeddingWidth, 4);
        var whole = weight == 0 ? method : new ConsistentPrompt(method, new Lazy<Matrix>(teacher), weight, "held");
        return (whole, new PromptLearner(text, whole, PromptLayout.Packed(text, golden.Classes, m), golden.Model.LogitScale), teacher);
    }

    static Matrix Random(int rows, int columns, long seed)
    {
        var (matrix, random) = (new Matrix(rows, columns), new SeededRandom(seed, "teacher"));
        foreach (ref var x in matrix.Span)
            x = (float)random.NextGaussian();
        RowNorm.Forward(Engine.Default, matrix, matrix);
        return matrix;
    }
}
