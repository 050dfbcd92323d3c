using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

/// <summary>The chain never forms A_1 ⊗ … ⊗ A_n; these tests do, and compare.</summary>
public class KroneckerChainTests
{
    public static TheoryData<int[][]> Shapes => new(
        [[6, 10]],
        [[4, 16], [4, 8]],
        [[2, 3], [3, 5], [4, 2]],
        [[1, 7], [5, 1]],
        [[2, 2], [1, 3], [3, 1], [2, 2]]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void ProductEqualsTheMaterialisedOne(int[][] shapes)
    {
        var (factors, w, _, d) = Make(shapes);
        var chain = new KroneckerChain(Engine.Default, factors);
        var v = new Matrix(3, d);
        chain.AddTo(v, w);
        var expected = new Matrix(3, d);
        Product.Multiply(Engine.Default, w, chain.Materialise(), expected);
        Closeness.AssertClose(v.Span, expected.Data, 1e-4, "kronecker chain");
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void GradientsEqualFiniteDifferences(int[][] shapes)
    {
        var (factors, w, k, d) = Make(shapes);
        var chain = new KroneckerChain(Engine.Default, factors);
        var random = new SeededRandom(8, "gradient");
        var r = new Matrix(3, d, Enumerable.Range(0, 3 * d).Select(_ => (float)random.NextGaussian()).ToArray());
        double Loss()
        {
            var v = new Matrix(3, d);
            chain.AddTo(v, w);
            return v.Data.Zip(r.Data).Sum(p => p.First * (double)p.Second);
        }
        var dW = new Matrix(3, k);
        chain.AddGradients(r, w, dW);
        AssertDifferences(w.Data, dW.Data, Loss);
        foreach (var factor in factors)
            AssertDifferences(factor.Values, factor.Gradient, Loss);
    }

    static void AssertDifferences(float[] values, float[] gradient, Func<double> loss)
    {
        const float step = 1e-2f;                                           // the loss is linear in each tensor: a large step is exact
        for (var i = 0; i < values.Length; i++)
        {
            var kept = values[i];
            values[i] = kept + step;
            var up = loss();
            values[i] = kept - step;
            var down = loss();
            values[i] = kept;
            Assert.Equal((up - down) / (2 * step), gradient[i], 2e-3 * (1 + Math.Abs(gradient[i])));
        }
    }

    static (Parameter[] Factors, Matrix W, int K, int D) Make(int[][] shapes)
    {
        var random = new SeededRandom(4, "factors");
        var factors = shapes.Select((s, i) => new Parameter($"A{i + 1}", s)).ToArray();
        foreach (var factor in factors)
            for (var i = 0; i < factor.Count; i++)
                factor.Values[i] = (float)random.NextGaussian();
        var (k, d) = (shapes.Aggregate(1, (n, s) => n * s[0]), shapes.Aggregate(1, (n, s) => n * s[1]));
        return (factors, new Matrix(3, k, Enumerable.Range(0, 3 * k).Select(_ => (float)random.NextGaussian()).ToArray()), k, d);
    }
}
