using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Compute;

namespace KronClip.Tests.Methods;

/// <summary>The loss of prompt methods where labels are wrong or classes differ in size: by hand, and through every method that takes it.</summary>
public class PictureLossTests
{
    static readonly CoOpOptions Off = new();

    [Fact]
    public void WithoutOptionsItIsTheVeryCrossEntropy()
    {
        Assert.Same(PictureLoss.CrossEntropy, PictureLoss.Of(Off, []));
        var logits = RandomMatrix.Normal(4, 3, "logits", 3);
        var (expected, d) = (new Matrix(4, 3), new Matrix(4, 3));
        Assert.Equal(SoftmaxCrossEntropy.Forward(Engine.Default, logits, [0, 1, 2, 2], expected), PictureLoss.CrossEntropy.Forward(Engine.Default, logits, [0, 1, 2, 2], d));
        Closeness.AssertIdentical(d, expected);
    }

    /// <summary>Logits of zero: every picture's cross-entropy is log 2. With n = (1, 3) a picture of the small class weighs 4/(2·1) = 2, one of the large 2/3.</summary>
    [Fact]
    public void BalanceWeighsEachClassTheSame()
    {
        var loss = PictureLoss.Of(Off with { Balance = ClassBalance.Classes }, [1, 3]);
        var d = new Matrix(4, 2);
        Assert.Equal(Math.Log(2), loss.Forward(Engine.Default, new Matrix(4, 2), [0, 1, 1, 1], d), 1e-6);
        Closeness.AssertClose(d.Data.AsSpan(0, 4), [-0.25, 0.25, 1.0 / 12, -1.0 / 12], 1e-6, "gradient of the first two pictures");
        Assert.Equal(0, d.Data.Where((_, i) => i % 2 == 0).Sum(), 1e-6);      // the classes pull against each other with the same force
        Assert.Contains("smallest class (1) weighs 2, one of the largest (3) 0.667", loss.Notes.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"balance": "classes"}""")]
    [InlineData("""{"priorCorrection": 1}""")]
    public void ClassesOfOneSizeNeedNothing(string json)
    {
        var logits = RandomMatrix.Normal(4, 2, "logits", 3);
        var (expected, d) = (new Matrix(4, 2), new Matrix(4, 2));
        var loss = PictureLoss.Of((CoOpOptions)CoOp.Definition.ReadOptions(JsonNode.Parse(json)!.AsObject()), [2, 2]);
        Assert.Equal(SoftmaxCrossEntropy.Forward(Engine.Default, logits, [0, 0, 1, 1], expected), loss.Forward(Engine.Default, logits, [0, 0, 1, 1], d));
        Closeness.AssertIdentical(d, expected);
        Assert.Empty(loss.Notes);
    }

    /// <summary>Logits that are τ log π already but for their sign: the shift makes them equal.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    public void PriorCorrectionAddsTheLogarithmOfTheShares(double tau)
    {
        var loss = PictureLoss.Of(Off with { PriorCorrection = tau }, [1, 3]);
        var logits = new Matrix(1, 2, [(float)(-tau * Math.Log(0.25)), (float)(-tau * Math.Log(0.75))]);
        var before = logits.Clone();
        var d = new Matrix(1, 2);
        Assert.Equal(Math.Log(2), loss.Forward(Engine.Default, logits, [0], d), 1e-6);
        Assert.Equal((-0.5, 0.5), (d[0, 0], d[0, 1]));
        Closeness.AssertIdentical(logits, before);
    }

    [Fact]
    public void TheLossOfABatchIsTheMeanOfItsPictures()
    {
        var loss = PictureLoss.Of(Off with { Balance = ClassBalance.Classes, NoiseTolerance = 0.7 }, [5, 1, 2]);
        var logits = RandomMatrix.Normal(3, 3, "logits", 2);
        var (whole, one) = (new Matrix(3, 3), new Matrix(1, 3));
        var alone = Enumerable.Range(0, 3).Sum(i => loss.Forward(Engine.Default, new Matrix(1, 3, logits.Row(i).ToArray()), [i], one));
        Assert.Equal(alone / 3, loss.Forward(Engine.Default, logits, [0, 1, 2], whole), 1e-9);
    }

    [Theory]
    [InlineData("""{"noiseTolerance": 1.5}""", "noiseTolerance is 1.5; give 0")]
    [InlineData("""{"noiseTolerance": -0.1}""", "noiseTolerance is -0.1")]
    [InlineData("""{"priorCorrection": -1}""", "priorCorrection is -1")]
    [InlineData("""{"priorCorrection": 11}""", "priorCorrection is 11")]
    [InlineData("""{"balance": "pictures"}""", "balance")]
    [InlineData("""{"balance": "classes", "priorCorrection": 1}""", "Give one of the two")]
    public void WhatMakesNoSenseIsRefused(string json, string sentence)
    {
        foreach (var definition in MethodCatalogue.All.OfType<PromptMethodDefinition>())
            Assert.Contains(sentence, Assert.Throws<OptionsException>(() => definition.ReadOptions(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AClassWithoutPicturesHasNoPrior()
    {
        Assert.Contains("class 1 of 2 has none", Assert.Throws<DataException>(() => PictureLoss.Of(Off with { PriorCorrection = 1 }, [3, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("balance needs", Assert.Throws<DataException>(() => PictureLoss.Of(Off with { Balance = ClassBalance.Classes }, [])).Message, StringComparison.Ordinal);
        PictureLoss.Of(Off with { NoiseTolerance = 0.5 }, [3, 0]);
    }

    public static TheoryData<string, string> Methods => new(
        from name in new[] { "coop", "kgcoop", "cocoop", "prograd", "ck-coop" }
        from options in new[] { """{"noiseTolerance": 0.7}""", """{"balance": "classes", "noiseTolerance": 0.3}""", """{"priorCorrection": 1}""" }
        select (name, options));

    /// <summary>The first term of each method has the asked loss, and its gradient is the slope of it through the text tower.</summary>
    [Theory, MemberData(nameof(Methods))]
    public void EveryPromptMethodTakesIt(string name, string json)
    {
        using var golden = new PromptGolden("prompt", "kgcoop_w8");
        var definition = (PromptMethodDefinition)MethodCatalogue.Find(name);
        var given = JsonNode.Parse(json)!.AsObject();
        (given["start"], given["contextWords"]) = ("random", golden.ContextWords);
        if (name == "ck-coop")
            given["dictionary"] = "random-rows";
        int[] counts = [.. Enumerable.Range(0, golden.Classes.Count).Select(c => 1 + 3 * c)];
        var setup = golden.Setup(golden.Teacher("fwd.teacher_text_features")) with { ClassCounts = counts };
        var options = definition.ReadOptions(given);
        var method = definition.CreateMethod(setup, options);
        var random = new SeededRandom(2, "away");
        foreach (var parameter in method.Parameters)                       // one factor of CK-CoOp starts at 0, where the other has no slope
        {
            for (var i = 0; i < parameter.Count; i++)
                parameter.Values[i] += (float)(0.01 * random.NextGaussian());
        }
        var layout = PromptLayout.Packed(golden.Model.Text, golden.Classes, golden.ContextWords);
        var learner = new PromptLearner(golden.Model.Text, method, layout, golden.Model.LogitScale);
        var (features, labels) = golden.Batch(0);
        var terms = learner.LossAndGradient(features, labels);
        Assert.Equal(1 + (name == "prograd" ? 1 : 0), terms.Count);

        var d = new Matrix(learner.Logits.Rows, learner.Logits.Columns);
        var expected = PictureLoss.Of((PromptMethodOptions)options, counts).Forward(Engine.Default, learner.Logits, labels, d);
        if (name != "kgcoop")
            Assert.Equal(expected, terms[0].Value, 1e-5);
        Assert.NotEqual(SoftmaxCrossEntropy.Forward(Engine.Default, learner.Logits, labels), expected, 1e-3);

        var gradients = method.Parameters.Select((p, i) => terms.Count > 1 ? learner.TermGradient(0, i) : p.Gradient).ToArray();
        Slope.AssertGradient(method.Parameters, gradients, () => learner.LossAndGradient(features, labels)[0].Value, change: 0.01, tolerance: 0.03);
    }
}
