using System.Text.Json.Nodes;
using CsCheck;
using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>What holds for every method without a prompt that learns.</summary>
public class ProbeTests
{
    public static TheoryData<string> Probes => new(SmallProblem.Probes);

    [Fact]
    public void TheseAreTheMethodsThatFitAHead() =>
        Assert.Equal(SmallProblem.Probes.Order(StringComparer.Ordinal), MethodCatalogue.All.Where(m => m is PromptlessMethodDefinition && m.Learns).Select(m => m.Name).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Probes))]
    public void TheBitsDoNotDependOnTheThreads(string method)
    {
        var tensors = new[] { 1, 2, 7 }.Select(threads =>
        {
            var (setup, train, validation) = SmallProblem.Draw(3, classes: 5, width: 33, shots: 4, held: 3, new Engine(Engine.Default.Path, threads));
            return SmallProblem.Fit(method, setup, train, validation).Head.Tensors.SelectMany(t => t.Values.ToArray()).ToArray();
        }).ToArray();
        Assert.Equal(tensors[0], tensors[1]);
        Assert.Equal(tensors[0], tensors[2]);
    }

    [Theory]
    [MemberData(nameof(Probes))]
    public void ItSaysWhatItChoseAndWhere(string method)
    {
        var (setup, train, validation) = SmallProblem.Draw(4, classes: 3, width: 12, shots: 4, held: 2);
        string Notes(LabelledFeatures pictures, LabelledFeatures? held) => string.Join('\n', SmallProblem.Fit(method, setup, pictures, held).Notes);
        Assert.Contains("chosen on the 6 validation pictures (", Notes(train, validation), StringComparison.Ordinal);
        Assert.Contains("chosen by 4-fold cross-validation of the 12 training pictures, as there are no validation pictures (", Notes(train, null), StringComparison.Ordinal);
        var single = SmallProblem.Draw(4, classes: 3, width: 12, shots: 1, held: 1).Train;
        Assert.Contains("not chosen but fixed, as there are no validation pictures, and a class has a single training picture.", Notes(single, null), StringComparison.Ordinal);
    }

    /// <summary>The validation pictures choose hyper-parameters and nothing else: with these given they change no bit. LP++ chooses its steps in any case.</summary>
    [Theory]
    [InlineData("linear-probe", """{"strength":2}""")]
    [InlineData("tip-adapter", """{"alpha":2,"beta":3}""")]
    [InlineData("tip-adapter-f", """{"alpha":2,"beta":3}""")]
    [InlineData("gda", """{"alpha":2}""")]
    [InlineData("ridge", """{"strength":0.2,"sharpness":3}""")]
    public void WithEverythingGivenTheValidationPicturesDoNotMatter(string method, string given)
    {
        var (setup, train, validation) = SmallProblem.Draw(5, classes: 3, width: 10, shots: 3, held: 2);
        var options = MethodCatalogue.Find(method).ReadOptions(JsonNode.Parse(given)!.AsObject());
        var (with, without) = (SmallProblem.Fit(method, setup, train, validation, options), SmallProblem.Fit(method, setup, train, null, options));
        Assert.Equal(Tensors(with.Head), Tensors(without.Head));
        Assert.Contains(with.Notes, note => note.EndsWith(": as given.", StringComparison.Ordinal));
    }

    /// <summary>A class under another number is the same class: the logits go with it.</summary>
    [Theory]
    [InlineData("linear-probe", """{"strength":1}""")]
    [InlineData("tip-adapter", """{"alpha":2,"beta":3}""")]
    [InlineData("gda", """{"alpha":0.5}""")]
    [InlineData("ridge", """{"strength":0.5,"sharpness":3}""")]
    public void TheNumbersOfTheClassesDoNotMatter(string method, string given) => Gen.Select(Gen.Long[0, 1000], Gen.Shuffle(Enumerable.Range(0, 4).ToArray())).Sample((seed, order) =>
    {
        var (setup, train, test) = SmallProblem.Draw(seed, classes: 4, width: 9, shots: 3, held: 2);
        var options = MethodCatalogue.Find(method).ReadOptions(JsonNode.Parse(given)!.AsObject());
        var texts = new Matrix(4, 9);
        for (var c = 0; c < 4; c++)
            setup.ClassEmbeddings.Row(c).CopyTo(texts.Row(order[c]));
        var before = ProbeCase.Logits(SmallProblem.Fit(method, setup, train, null, options).Head, test.Features, setup.LogitScale);
        var after = ProbeCase.Logits(
            SmallProblem.Fit(method, setup with { ClassEmbeddings = texts }, train with { Labels = [.. train.Labels.Select(l => order[l])] }, null, options).Head, test.Features, setup.LogitScale);
        for (var i = 0; i < before.Length; i++)
            Assert.Equal(before[i], after[i / 4 * 4 + order[i % 4]], 1e-4);
    }, iter: 10);

    [Theory]
    [MemberData(nameof(Probes))]
    public void AClassWithoutPicturesIsRefused(string method)
    {
        var setup = SmallProblem.Setup(10, 1, 0, 0, 1);
        Assert.Contains("Class 1 of 2 has no training picture", Assert.Throws<DataException>(() => SmallProblem.Fit(method, setup, SmallProblem.Pictures([0, 0], 1, 0, 1, 1))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void AnEmbeddingWithoutDirectionIsRefused(float value)
    {
        var setup = SmallProblem.Setup(10, 1, 0, 0, 1);
        var message = Assert.Throws<DataException>(() => SmallProblem.Fit("gda", setup, SmallProblem.Pictures([0, 1], 1, 0, value, 0))).Message;
        Assert.Contains("training picture 1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linear-probe", """{"strength":-1}""", "strength")]
    [InlineData("lp++", """{"steps":0}""", "steps")]
    [InlineData("tip-adapter", """{"alpha":-0.5}""", "alpha")]
    [InlineData("tip-adapter", """{"beta":1e9}""", "beta")]
    [InlineData("tip-adapter-f", """{"alpha":-0.5}""", "alpha")]
    [InlineData("tip-adapter-f", """{"epochs":0}""", "epochs")]
    [InlineData("tip-adapter-f", """{"learningRate":0}""", "learningRate")]
    [InlineData("tip-adapter-f", """{"batchSize":0}""", "batchSize")]
    [InlineData("gda", """{"alpha":-1}""", "alpha")]
    [InlineData("gda", """{"templates":[]}""", "template")]
    [InlineData("ridge", """{"strength":1e9}""", "strength")]
    [InlineData("ridge", """{"sharpness":-1}""", "sharpness")]
    [InlineData("ridge", """{"lambda":1}""", "has no option 'lambda'. It has: strength, sharpness, templates")]
    public void BadOptionsAreRefusedByName(string method, string json, string named) =>
        Assert.Contains(named, Assert.Throws<OptionsException>(() => MethodCatalogue.Find(method).ReadOptions(JsonNode.Parse(json)!.AsObject())).Message, StringComparison.Ordinal);

    /// <summary>Every fold has its share of every class, every picture judges once, and never where it was fitted.</summary>
    [Fact]
    public void FoldsShareEveryClassAndNoPicture() => Gen.Int[2, 9].Array[2, 6].Sample(counts =>
    {
        var labels = counts.SelectMany((count, label) => Enumerable.Repeat(label, count)).ToArray();
        var pictures = new UnitFeatures(new DoubleMatrix(labels.Length, 1), labels);
        for (var i = 0; i < labels.Length; i++)
            pictures.Rows[i, 0] = i;
        var rounds = ChoiceRounds.Of(pictures, new UnitFeatures(new DoubleMatrix(0, 1), []), counts.Length, labels.Length, 1);
        Assert.Equal(Math.Min(5, counts.Min()), rounds.Rounds.Count);
        Assert.Equal(Enumerable.Range(0, labels.Length).Select(i => (double)i), rounds.Rounds.SelectMany(r => r.Held.Rows.Data).Order());
        Assert.All(rounds.Rounds, round =>
        {
            Assert.Empty(round.Train.Rows.Data.Intersect(round.Held.Rows.Data));
            Assert.Equal(labels.Length, round.Train.Count + round.Held.Count);
            Assert.All(counts.Index(), c => Assert.InRange(round.Held.Labels.Count(l => l == c.Index), c.Item / rounds.Rounds.Count, (c.Item + rounds.Rounds.Count - 1) / rounds.Rounds.Count));
        });
    }, iter: 50);

    /// <summary>The linear probe's gradient, written out: W + C (P − Y)ᵀ F and C (P − Y)ᵀ 1.</summary>
    [Fact]
    public void TheLinearProbesGradientVanishes() => Gen.Select(Gen.Long[0, 1000], Gen.Int[-2, 2]).Sample((seed, exponent) =>
    {
        var (setup, train, _) = SmallProblem.Draw(seed, classes: 3, width: 7, shots: 5, held: 1);
        var (pictures, strength) = (UnitFeatures.Of(train, "training"), Math.Pow(10, exponent));
        var solved = LinearProbe.Solve(setup, pictures, strength);
        var gradient = (double[])solved.W.Data.Clone();
        var bias = new double[3];
        for (var i = 0; i < pictures.Count; i++)
        {
            var f = pictures.Rows.Row(i).ToArray();
            var z = Enumerable.Range(0, 3).Select(c => f.Select((x, j) => x * solved.W[c, j]).Sum() + solved.B[c]).ToArray();
            for (var c = 0; c < 3; c++)
            {
                var r = strength * (Math.Exp(z[c]) / z.Sum(Math.Exp) - (pictures.Labels[i] == c ? 1 : 0));
                bias[c] += r;
                for (var j = 0; j < 7; j++)
                    gradient[c * 7 + j] += r * f[j];
            }
        }
        Assert.True(solved.Converged);
        var norm = Math.Sqrt(solved.W.Data.Sum(w => w * w));
        Assert.All(gradient.Concat(bias), g => Assert.InRange(Math.Abs(g), 0, 1.1e-6 * norm));
    }, iter: 20);

    static float[] Tensors(ClassifierHead head) => [.. head.Tensors.SelectMany(t => t.Values.ToArray())];
}
