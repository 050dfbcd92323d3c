using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Tests.Clip;
using KronClip.Tests.Compute;

namespace KronClip.Tests.Methods;

/// <summary>A dictionary that grows changes no bit of the context, and what is new can be learned.</summary>
public class DictionaryRefreshTests
{
    const int M = 4;

    public static TheoryData<KernelPath> Paths => Engines.Paths;

    /// <summary>V' = V and g' = g bit for bit, on every kernel path, for few and many words, twice over.</summary>
    [Theory]
    [MemberData(nameof(Paths))]
    public void ContextAndClassEmbeddingsKeepEveryBit(KernelPath path)
    {
        using var model = TinyClip.Vit(Engines.On(path));
        var width = model.Text.Width;
        foreach (var (options, count) in Cases())
        {
            var shapes = CkCoOp.FactorShapes(options, width);
            var k = CkCoOp.Centres(options, width) + options.Words.Count;
            var method = Make(model, Rows(k, width, 1), shapes);
            foreach (var (i, parameter) in method.Parameters.Index())
                Gaussian(parameter.Count, 10 + i).CopyTo(parameter.Values, 0);
            var grown = DictionaryRefresh.Of(options, Tensors(method), [.. Enumerable.Range(0, count).Select(i => $"new word {i}")], width);

            Assert.Equal((k, k + count, count), (grown.Before, grown.After, grown.Added.Count));
            var after = Make(model, Rows(k + count, width, 1), CkCoOp.FactorShapes(grown.Options, width));        // the first K rows are the same
            Assert.Equal(CkCoOp.Definition.ParameterCount(grown.Options, width, 64, 10), after.Parameters.Sum(p => (long)p.Count));
            foreach (var parameter in after.Parameters)
                grown.Parameters.Single(p => p.Name == parameter.Name).Values.CopyTo(parameter.Values);
            Assert.Equal(Bits(Context(method, width)), Bits(Context(after, width)));
            Assert.Equal(method.KroneckerBias().Data, after.KroneckerBias().Data[..(k * width)]);                 // B keeps its old rows
            Assert.Equal(Bits(Classes(model, Context(method, width))), Bits(Classes(model, Context(after, width))));
        }
    }

    static (CkCoOpOptions Options, int Words)[] Cases() =>
    [
        (new CkCoOpOptions { DictionarySize = 24 }, 1),
        (new CkCoOpOptions { DictionarySize = 24 }, 37),
        (new CkCoOpOptions { DictionarySize = 128 }, 3),
        (new CkCoOpOptions { DictionarySize = 24, Words = ["a", "b", "c"] }, 1),                                  // 27 rows of 28: one is free
        (new CkCoOpOptions { DictionarySize = 24, Factors = [[2, 8], [3, 4], [4, 4]] }, 5),
        (new CkCoOpOptions { Dictionary = DictionaryKind.Words, Words = ["a", "b", "c", "d", "e"] }, 8),
    ];

    /// <summary>With 24 = 4·6 rows and one word the first factor gets one row: 5·6 = 30 ≥ 25. A word that is there already adds nothing.</summary>
    [Fact]
    public void TheFirstFactorGrowsByTheRowsThatAreMissing()
    {
        var options = new CkCoOpOptions { DictionarySize = 24 };
        var tensors = new[] { new NamedTensor("W", [4, 24], new float[96]), new NamedTensor("A1", [4, 16], new float[64]), new NamedTensor("A2", [6, 8], new float[48]) };
        var grown = DictionaryRefresh.Of(options, tensors, ["Hex_Nut", "hex nut"], 128);
        Assert.Equal(["Hex_Nut"], grown.Added);
        Assert.Equal([[5, 16], [6, 8]], grown.Options.Factors);
        Assert.Equal("[4 × 25]", grown.Parameters[0].ShapeText);
        var again = DictionaryRefresh.Of(grown.Options, grown.Parameters, ["HEX nut"], 128);
        Assert.Empty(again.Added);
        Assert.Same(grown.Options, again.Options);
        var more = DictionaryRefresh.Of(grown.Options, grown.Parameters, ["a", "b", "c", "d", "e"], 128);        // 30 rows are there
        Assert.Equal([[5, 16], [6, 8]], more.Options.Factors);
        Assert.Equal("[4 × 30]", more.Parameters[0].ShapeText);
    }

    /// <summary>The coefficients of new entries have a gradient at once, and those of old entries the one that they had.</summary>
    [Fact]
    public void WhatIsNewIsLearned()
    {
        using var model = TinyClip.Vit(Engine.Default);
        var width = model.Text.Width;
        var options = new CkCoOpOptions { DictionarySize = 24 };
        var method = Make(model, Rows(24, width, 1), CkCoOp.FactorShapes(options, width));
        foreach (var (i, parameter) in method.Parameters.Index())
            Gaussian(parameter.Count, 10 + i).CopyTo(parameter.Values, 0);
        var grown = DictionaryRefresh.Of(options, Tensors(method), ["x", "y"], width);
        var after = Make(model, Rows(26, width, 1), CkCoOp.FactorShapes(grown.Options, width));
        foreach (var parameter in after.Parameters)
            grown.Parameters.Single(p => p.Name == parameter.Name).Values.CopyTo(parameter.Values);
        var dV = new Matrix(M, width, Gaussian(M * width, 3));
        method.ContextGradient([], dV);
        after.ContextGradient([], dV);
        var (before, now) = (method.Parameters[0].Gradient, after.Parameters[0].Gradient);
        for (var m = 0; m < M; m++)
        {
            Assert.All(Enumerable.Range(0, 24), j => Assert.Equal(before[m * 24 + j], now[m * 26 + j], 1e-3 * (1 + Math.Abs(before[m * 24 + j]))));
            Assert.All(Enumerable.Range(24, 2), j => Assert.Equal(Rows(26, width, 1).Row(j).ToArray().Zip(dV.Row(m).ToArray()).Sum(p => p.First * (double)p.Second), now[m * 26 + j], 1e-3));   // dW = dV·D' where B' is zero
        }
    }

    [Fact]
    public void TensorsOfOtherShapesAreRefused() => Assert.Contains("'W' of the shape [4 × 24]", Assert.Throws<ClassifierException>(() =>
        DictionaryRefresh.Of(new CkCoOpOptions { DictionarySize = 24 }, [new NamedTensor("W", [4, 23], new float[92])], ["x"], 128)).Message, StringComparison.Ordinal);

    static CkCoOp Make(TinyClip model, Matrix dictionary, IReadOnlyList<int[]> shapes) => new(model.Text.Engine, dictionary, M, shapes);

    static NamedTensor[] Tensors(CkCoOp method) => [.. method.Parameters.Select(p => new NamedTensor(p.Name, p.Shape, p.Values))];

    static Matrix Context(CkCoOp method, int width)
    {
        var v = new Matrix(M, width);
        method.Context([], v);
        return v;
    }

    static Matrix Classes(TinyClip model, Matrix v)
    {
        var layout = PromptLayout.Packed(model.Text, [new ClassTokens([320, 1929, 269], 2), new ClassTokens([533, 269], 1)], M);
        return model.Text.Prepare(layout, keep: false).Forward(v);
    }

    static int[] Bits(Matrix matrix) => [.. matrix.Data.Select(BitConverter.SingleToInt32Bits)];

    /// <summary>The first rows are the same however many there are.</summary>
    static Matrix Rows(int rows, int width, long seed) => new(rows, width, Gaussian(rows * width, seed));

    static float[] Gaussian(int count, long seed)
    {
        var random = new SeededRandom(seed, "refresh");
        return [.. Enumerable.Range(0, count).Select(_ => (float)(0.1 * random.NextGaussian()))];
    }
}
