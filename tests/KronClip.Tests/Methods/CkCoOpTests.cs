using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Clip;

namespace KronClip.Tests.Methods;

public class CkCoOpTests
{
    static readonly MethodDefinition Definition = CkCoOp.Definition;

    [Theory]
    [InlineData(512, 3072)]
    [InlineData(128, 768)]
    [InlineData(768, 4608)]
    [InlineData(640, 3840)]
    [InlineData(1024, 6144)]
    public void TheDefaultLearnsSixTimesTheWidth(int width, long expected)
    {
        Assert.Equal(expected, Definition.ParameterCount(Definition.Defaults, width, 512, 10));
        Assert.Equal(6 * width, expected);
    }

    [Fact]
    public void TheFactorsOfWidth512AreThoseOfTheDocumentation() =>
        Assert.Equal([[16, 32], [32, 16]], CkCoOp.FactorShapes(new CkCoOpOptions(), 512));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 1, 7)]
    [InlineData(512, 16, 32)]
    [InlineData(640, 20, 32)]
    public void NearSquareFindsTheClosestDivisors(int n, int small, int large) => Assert.Equal((small, large), CkCoOp.NearSquare(n));

    [Fact]
    public void TheCountIsThatOfTheTensors()
    {
        using var model = TinyClip.Vit(Engine.Default);
        var options = new CkCoOpOptions { Start = ContextStart.Random, DictionarySize = 24, Factors = [[2, 8], [3, 4], [4, 4]] };
        var method = new CkCoOp(Setup(model, seed: 1, DictionaryOf(model, 24)), options);
        Assert.Equal(Definition.ParameterCount(options, 128, 64, 10), method.Parameters.Sum(p => (long)p.Count));
    }

    [Fact]
    public void TheBiasStartsAtZeroAndStillLearns()
    {
        using var model = TinyClip.Vit(Engine.Default);
        var method = new CkCoOp(Setup(model, seed: 3, DictionaryOf(model, 128)), new CkCoOpOptions { Start = ContextStart.Random });
        Assert.All(method.KroneckerBias().Data, b => Assert.Equal(0, b));
        var dV = new Matrix(4, 128);
        dV.Span.Fill(1);
        method.ContextGradient([], dV);
        Assert.Contains(method.Parameters.Single(p => p.Name == "A2").Gradient, g => g != 0);
    }

    [Fact]
    public void SeedsDecideTheStartAndNothingElse()
    {
        using var model = TinyClip.Vit(Engine.Default);
        var dictionaries = DictionaryOf(model, 128);
        float[] Start(long seed) => new CkCoOp(Setup(model, seed, dictionaries), new CkCoOpOptions { Start = ContextStart.Random }).Parameters[0].Values;
        Assert.Equal(Start(0), Start(0));
        Assert.NotEqual(Start(0), Start(-1));
        var rows = new Matrix(4, 128);
        new CkCoOp(Setup(model, 5, dictionaries), new CkCoOpOptions { Start = ContextStart.Random }).Context([], rows);
        Assert.InRange(Math.Sqrt(rows.Data.Average(x => x * (double)x)), 0.015, 0.025);      // CoOp's 0.02
    }

    [Fact]
    public void RidgeLeastSquaresSolvesItsNormalEquations()
    {
        var random = new SeededRandom(1, "ridge");
        Matrix Random(int rows, int columns) => new(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextGaussian()).ToArray());
        var (d, t) = (Random(9, 6), Random(2, 6));
        var fit = RidgeFit.Solve(Engine.Default, d, t, 0.1);
        var lambda = 0.1 * Enumerable.Range(0, 9).Average(k => d.Row(k).ToArray().Sum(x => x * (double)x));
        var residual = new Matrix(2, 6);
        Product.Multiply(Engine.Default, fit.Coefficients, d, residual);
        for (var i = 0; i < residual.Data.Length; i++)
            residual.Data[i] -= t.Data[i];
        var gradient = new Matrix(2, 9);
        Product.Multiply(Engine.Default, residual, d, gradient, transposeB: true);            // (W D − T) Dᵀ + λ W = 0
        for (var i = 0; i < gradient.Data.Length; i++)
            Assert.Equal(0, gradient.Data[i] + lambda * fit.Coefficients.Data[i], 1e-4);
        Assert.True(fit.RelativeError is > 0 and < 1);
    }

    [Fact]
    public void ShapesThatDoNotMultiplyAreRefused()
    {
        var error = Assert.Throws<OptionsException>(() => CkCoOp.FactorShapes(new CkCoOpOptions { Factors = [[16, 16], [32, 16]] }, 512));
        Assert.Contains("512 × 256", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADictionaryLargerThanTheVocabularyIsRefused()
    {
        using var model = TinyClip.Vit(Engine.Default);
        var error = Assert.Throws<OptionsException>(() => new TokenDictionaries(new string('0', 64), null).Get(model.Text, 49407, 0));
        Assert.Contains("49406", error.Message, StringComparison.Ordinal);
    }

    static PromptSetup Setup(TinyClip model, long seed, TokenDictionaries dictionaries) => new(model.Text, null!, 10, seed, dictionaries, PromptGolden.NoTeacher);

    /// <summary>A dictionary that is quick to make: it is put into the cache instead of being clustered from 49,406 rows.</summary>
    static TokenDictionaries DictionaryOf(TinyClip model, int size)
    {
        var folder = Path.Combine(Path.GetTempPath(), "kronclip-test-dictionaries");
        var hash = new string('a', 64);
        var dictionaries = new TokenDictionaries(hash, folder);
        var rows = new Matrix(size, model.Text.Width, model.Text.ReadTokenEmbeddings().Span[..(size * model.Text.Width)].ToArray());
        dictionaries.Write(model.Text.Engine.Path, rows, seed: 0);
        return dictionaries;
    }
}
