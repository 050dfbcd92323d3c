using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

/// <summary>K below and above d, and products with more rows than D: counts, shapes, and gradients against finite differences.</summary>
public class CkCoOpShapeTests
{
    const int M = 3, Width = 12;

    public static TheoryData<int, int[][]> Shapes => new()
    {
        { 6, [[2, 4], [3, 3]] },                                            // K < d
        { 20, [[4, 4], [5, 3]] },                                           // K > d
        { 5, [[2, 4], [3, 3]] },                                            // five of six rows
        { 17, [[4, 4], [5, 3]] },                                           // seventeen of twenty
        { 11, [[2, 2], [3, 3], [2, 2]] },                                   // three factors, eleven of twelve
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void TheContextIsItsDefinition(int k, int[][] shapes)
    {
        var (method, d) = Make(k, shapes);
        var b = method.KroneckerBias();
        Assert.Equal((k, Width), (b.Rows, b.Columns));
        var v = new Matrix(M, Width);
        method.Context([], v);
        var w = method.Parameters[0].Values;
        for (var m = 0; m < M; m++)
            for (var j = 0; j < Width; j++)
                Assert.Equal(Enumerable.Range(0, k).Sum(i => w[m * k + i] * ((double)d[i, j] + b[i, j])), v[m, j], 1e-4);      // V = W (D + B)
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void GradientsEqualFiniteDifferences(int k, int[][] shapes)
    {
        var (method, _) = Make(k, shapes);
        var r = Gaussian(M * Width, 8);
        double Loss()
        {
            var v = new Matrix(M, Width);
            method.Context([], v);
            return v.Data.Zip(r).Sum(p => p.First * (double)p.Second);
        }
        method.ContextGradient([], new Matrix(M, Width, r));
        const float step = 1e-2f;                                           // the loss is linear in each tensor: a large step is exact
        foreach (var parameter in method.Parameters)
        {
            for (var i = 0; i < parameter.Count; i++)
            {
                var kept = parameter.Values[i];
                parameter.Values[i] = kept + step;
                var up = Loss();
                parameter.Values[i] = kept - step;
                var down = Loss();
                parameter.Values[i] = kept;
                Assert.Equal((up - down) / (2 * step), parameter.Gradient[i], 2e-3 * (1 + Math.Abs(parameter.Gradient[i])));
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(7, 8)]
    [InlineData(101, 104)]
    [InlineData(512, 512)]
    [InlineData(519, 520)]
    public void AnyNumberOfWordsHasNearlySquareFactors(int k, int rows)
    {
        Assert.Equal(rows, CkCoOp.Divisible(k));
        var options = new CkCoOpOptions { Dictionary = DictionaryKind.Words, Words = [.. Enumerable.Range(0, k).Select(i => $"w{i}")] };
        Assert.Equal(rows, CkCoOp.FactorShapes(options, 512).Aggregate(1, (n, f) => n * f[0]));
    }

    /// <summary>512 centres and 7 words: K = 519, and the numbers are 4·519 for W, 20·32 and 26·16 for the factors.</summary>
    [Fact]
    public void OwnWordsAddToKAndToTheCount()
    {
        var options = new CkCoOpOptions { Words = ["a", "b", "c", "d", "e", "f", "g", "A"] };
        Assert.Equal([[20, 32], [26, 16]], CkCoOp.FactorShapes(options, 512));
        Assert.Equal(4 * 519 + 20 * 32 + 26 * 16, CkCoOp.Definition.ParameterCount(options, 512, 512, 10));
        Assert.Equal("M·K + Σ k_i·d_i", CkCoOp.Definition.ParameterFormula(options));
    }

    [Fact]
    public void FactorsThatAreTooShortForTheWordsSayWhatFits()
    {
        var options = new CkCoOpOptions { Words = ["a", "b"], Factors = [[16, 32], [32, 16]] };
        var message = Assert.Throws<OptionsException>(() => CkCoOp.FactorShapes(options, 512)).Message;
        Assert.Contains("K × d = 514 × 512", message, StringComparison.Ordinal);
        Assert.Contains("∏ k_i from 514 to 1027", message, StringComparison.Ordinal);
        Assert.Contains("dictionarySize=510", message, StringComparison.Ordinal);
        Assert.Equal(options.Factors, CkCoOp.FactorShapes(options with { DictionarySize = 510 }, 512));
        Assert.Equal(options.Factors, CkCoOp.FactorShapes(options with { DictionarySize = 300 }, 512));      // 302 of the 512 rows
    }

    static (CkCoOp, Matrix) Make(int k, int[][] shapes)
    {
        var d = new Matrix(k, Width, Gaussian(k * Width, 1));
        var method = new CkCoOp(Engine.Default, d, M, shapes);
        foreach (var (i, parameter) in method.Parameters.Index())
            Gaussian(parameter.Count, 2 + i).CopyTo(parameter.Values, 0);
        return (method, d);
    }

    static float[] Gaussian(int count, long seed)
    {
        var random = new SeededRandom(seed, "shapes");
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }
}
