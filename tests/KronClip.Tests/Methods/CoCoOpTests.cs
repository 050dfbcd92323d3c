using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>CoCoOp against the published trainer (tests/golden/prompt/cocoop), finite differences, memory, threads and its own limits.</summary>
public class CoCoOpTests
{
    [Fact]
    public void ContextsFeaturesLossGradientsAndTrajectoryEqualThePublishedTrainer()
    {
        using var golden = new PromptGolden("prompt", "cocoop");
        var (method, learner) = Make(golden);
        AssertContexts(golden, method);
        var (features, labels) = golden.Batch(0);
        var loss = learner.LossAndGradient(features, labels).Single().Value;
        Closeness.AssertClose([(float)loss], golden.Tensors.Doubles("fwd.loss.f64"), 3e-5, $"{golden.Name} loss");
        Closeness.AssertClose(learner.Logits.Span, golden.Tensors.Floats("fwd.logits"), 3e-5, $"{golden.Name} logits");
        foreach (var parameter in method.Parameters)
        {
            var gradient = golden.Tensors.Doubles($"grad.{parameter.Name}.f64");
            Closeness.AssertClose(parameter.Gradient, gradient, 1e-5 * gradient.Max(Math.Abs), $"{golden.Name} grad.{parameter.Name}");
        }

        golden.AssertTrajectory(learner, method);
        foreach (var parameter in method.Parameters)
            Closeness.AssertClose(parameter.Values, golden.Tensors.Doubles($"final.{parameter.Name}.f64"), 1e-5, $"{golden.Name} final.{parameter.Name}");
        var logits = new List<float>();
        for (var batch = 0; batch < 4; batch++)
        {
            (features, labels) = golden.Batch(batch);
            learner.LossAndGradient(features, labels);
            logits.AddRange(learner.Logits.Data);
        }
        Closeness.AssertClose(logits.ToArray(), golden.Tensors.Doubles("final_logits.f64"), 6e-4, $"{golden.Name} final_logits");
    }

    /// <summary>π(f(x)) of six pictures, the prompts of the first as they enter the published encoder, and all class embeddings.</summary>
    static void AssertContexts(PromptGolden golden, CoCoOp method)
    {
        var text = golden.Model.Text;
        var pass = text.Prepare(PromptLayout.Packed(text, golden.Classes, golden.ContextWords), keep: false);
        var (images, v, plain) = (golden.Tensors.Floats("fwd.image_features_norm").Chunk(64).ToArray(), new Matrix(4, text.Width), golden.Tensors.Floats("init.ctx"));
        var (shifts, features) = (new List<float>(), new List<float>());
        for (var image = 0; image < images.Length; image++)
        {
            method.Context(images[image], v);
            shifts.AddRange(v.Row(2).ToArray().Select((x, j) => x - plain[2 * text.Width + j]));
            features.AddRange(pass.Forward(v).Data);
            if (image > 0)
                continue;
            var layout = PromptLayout.Padded(text, golden.Classes, golden.ContextWords);
            var rows = new Matrix(layout.Sequences.Rows, text.Width);
            layout.Embed(text, v, rows, withPositions: false);
            Closeness.AssertClose(rows.Span, golden.Tensors.Floats("fwd.prompts_img0"), 1e-7, $"{golden.Name} prompts of the first picture");
        }
        Closeness.AssertClose(shifts.ToArray(), golden.Tensors.Floats("fwd.meta_bias"), 1e-7, $"{golden.Name} meta_bias");
        Closeness.AssertClose(features.ToArray(), golden.Tensors.Floats("fwd.text_features"), 3e-6, $"{golden.Name} text_features");
    }

    [Fact]
    public void EachGradientIsTheLossSlope()
    {
        using var golden = new PromptGolden("prompt", "cocoop");
        var (method, learner) = Make(golden);
        var (features, labels) = golden.Batch(2);
        learner.LossAndGradient(features, labels);
        Slope.AssertGradient(method.Parameters, [.. method.Parameters.Select(p => p.Gradient)], () => learner.LossAndGradient(features, labels)[0].Value);
    }

    /// <summary>The loss of a batch is the mean over its pictures, and so are the gradients.</summary>
    [Fact]
    public void ABatchIsTheMeanOfItsPictures()
    {
        using var golden = new PromptGolden("prompt", "cocoop");
        var (method, learner) = Make(golden);
        var (features, labels) = golden.Batch(0);
        var (loss, gradients) = (0.0, method.Parameters.Select(p => new double[p.Count]).ToArray());
        for (var i = 0; i < labels.Length; i++)
        {
            loss += learner.LossAndGradient(new Matrix(1, features.Columns, features.Row(i).ToArray()), [labels[i]])[0].Value / labels.Length;
            foreach (var (sum, parameter) in gradients.Zip(method.Parameters))
            {
                for (var j = 0; j < sum.Length; j++)
                    sum[j] += parameter.Gradient[j] / labels.Length;
            }
        }
        Assert.Equal(loss, learner.LossAndGradient(features, labels)[0].Value, 1e-12);
        foreach (var (sum, parameter) in gradients.Zip(method.Parameters))
            Closeness.AssertClose(parameter.Gradient, sum, 1e-5 * sum.Max(Math.Abs), $"{parameter.Name} of a batch");    // the tower is linear in the gradient but for rounding
    }

    /// <summary>One picture there and back before the next: the room of a step is that of one text pass, whatever the pictures.</summary>
    [Fact]
    public void MemoryDoesNotGrowWithThePicturesNorBeyondTheBudgetWithTheClasses()
    {
        const int pictures = 40, times = 30;
        using var golden = new PromptGolden("prompt", "cocoop", new Engine(Engine.Widest, 1, memoryBudget: 0));      // one thread, whose allocations can be told
        var text = golden.Model.Text;
        var many = Enumerable.Range(0, times).SelectMany(_ => golden.Classes).ToArray();                              // 300 classes, several chunks
        var (method, _) = Make(golden);
        var learner = new PromptLearner(text, method, PromptLayout.Packed(text, many, golden.ContextWords), golden.Model.LogitScale);
        var (random, features, labels) = (new SeededRandom(3, "pictures"), new Matrix(pictures, 64), new int[pictures]);
        for (var i = 0; i < features.Data.Length; i++)
            features.Data[i] = (float)random.NextGaussian();
        learner.LossAndGradient(features, labels);
        var before = GC.GetAllocatedBytesForCurrentThread();
        learner.LossAndGradient(features, labels);
        var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(bytes < pictures * 2000, $"{bytes} bytes in one step of {pictures} pictures, where the class embeddings of one alone take {sizeof(float) * many.Length * 64}");

        using var roomy = new PromptGolden("prompt", "cocoop", new Engine(Engine.Widest, 1));
        var (same, _) = Make(roomy);
        var kept = new PromptLearner(roomy.Model.Text, same, PromptLayout.Packed(roomy.Model.Text, many, golden.ContextWords), golden.Model.LogitScale);
        Assert.True(learner.KeptBytes < kept.KeptBytes);
        kept.LossAndGradient(features, labels);
        foreach (var (one, other) in method.Parameters.Zip(same.Parameters))
            Assert.Equal(one.Gradient, other.Gradient);                     // chunks that are encoded again change no bit
    }

    [Fact]
    public void ThreadCountChangesNoBit()
    {
        float[][] Gradients(int threads)
        {
            using var golden = new PromptGolden("prompt", "cocoop", new Engine(Engine.Widest, threads));
            var (method, learner) = Make(golden);
            var (features, labels) = golden.Batch(0);
            var loss = learner.LossAndGradient(features, labels)[0].Value;
            return [[(float)loss], .. method.Parameters.Select(p => p.Gradient)];
        }
        var one = Gradients(1);
        Assert.Equal(one, Gradients(2));
        Assert.Equal(one, Gradients(7));
    }

    [Fact]
    public void ClassEmbeddingsNeedThePictureThatTheyAreFor()
    {
        using var golden = new PromptGolden("prompt", "cocoop");
        var (_, learner) = Make(golden);
        Assert.Contains("64 numbers", Assert.Throws<ArgumentException>(() => learner.ClassEmbeddings()).Message, StringComparison.Ordinal);
        var coOp = new CoOp(golden.Setup(), new CoOpOptions { ContextWords = golden.ContextWords });
        var shared = new PromptLearner(golden.Model.Text, coOp, PromptLayout.Packed(golden.Model.Text, golden.Classes, golden.ContextWords), golden.Model.LogitScale);
        Assert.Contains("leave the picture away", Assert.Throws<ArgumentException>(() => shared.ClassEmbeddings(new float[64])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LabelsAndPicturesMustFit()
    {
        using var golden = new PromptGolden("prompt", "cocoop");
        var (_, learner) = Make(golden);
        Assert.Throws<ArgumentException>(() => learner.LossAndGradient(new Matrix(2, 64), [0]));
        Assert.Throws<ArgumentException>(() => learner.LossAndGradient(new Matrix(0, 64), []));
    }

    [Fact]
    public void TheNetStartsAsTorchsLinearLayersDo()
    {
        using var golden = new PromptGolden("prompt", "cocoop");
        CoCoOp Start(long seed) => new(golden.Setup() with { Seed = seed }, new CoCoOpOptions { Start = ContextStart.Random });
        var method = Start(1);
        foreach (var (parameter, inputs) in method.Parameters.Skip(1).Zip([64, 64, 4, 4]))
        {
            var bound = 1 / Math.Sqrt(inputs);
            Assert.All(parameter.Values, x => Assert.InRange(x, -bound, bound));
            Assert.True(parameter.Values.Max() > bound / 3 && parameter.Values.Min() < -bound / 3);
        }
        Assert.Equal(method.Parameters[1].Values, Start(1).Parameters[1].Values);
        Assert.NotEqual(method.Parameters[1].Values, Start(2).Parameters[1].Values);
    }

    [Theory]
    [InlineData("""{"contextWords": 0}""", "contextWords")]
    [InlineData("""{"classSpecific": true}""", "classSpecific")]
    public void BadOptionsAreRefusedByName(string json, string named) =>
        Assert.Contains(named, Assert.Throws<OptionsException>(() => CoCoOp.Definition.ReadOptions(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);

    [Fact]
    public void TheCountIsThatOfTheTensors()
    {
        using var golden = new PromptGolden("prompt", "cocoop");
        var method = new CoCoOp(golden.Setup(), new CoCoOpOptions { Start = ContextStart.Random });
        Assert.Equal(CoCoOp.Definition.ParameterCount(new CoCoOpOptions(), 128, 64, 10), method.Parameters.Sum(p => (long)p.Count));
        Assert.Equal(35360, CoCoOp.Definition.ParameterCount(CoCoOp.Definition.Defaults, 512, 512, 10));
    }

    static (CoCoOp, PromptLearner) Make(PromptGolden golden)
    {
        var text = golden.Model.Text;
        var method = new CoCoOp(golden.Setup(), new CoCoOpOptions { ContextWords = golden.ContextWords, Start = ContextStart.Random });
        foreach (var parameter in method.Parameters)
            golden.Tensors.Floats($"init.{parameter.Name}").CopyTo(parameter.Values, 0);
        return (method, new PromptLearner(text, method, PromptLayout.Packed(text, golden.Classes, golden.ContextWords), golden.Model.LogitScale));
    }
}
