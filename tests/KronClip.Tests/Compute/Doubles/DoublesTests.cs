using CsCheck;
using KronClip.Compute;

namespace KronClip.Tests.Compute;

/// <summary>fp64 sums, products, the Cholesky factor and the largest eigenvalue, against their definitions.</summary>
public class DoublesTests
{
    [Fact]
    public void SumsAndProductsAreTheirDefinitions() => Gen.Select(Gen.Int[0, 70], Gen.Int[1, 5], Gen.Int[1, 6], Gen.Long[0, 1000]).Sample((k, m, n, seed) =>
    {
        var (a, b) = (Random(m, k, seed), Random(n, k, seed + 1));
        var c = DoubleProduct.RowsByRows(Engine.Default, a, b);
        var (d, e) = (Random(k, m, seed + 2), Random(k, n, seed + 3));
        var f = DoubleProduct.ColumnsByColumns(Engine.Default, d, e);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                Assert.Equal(Enumerable.Range(0, k).Sum(p => a[i, p] * b[j, p]), c[i, j], 1e-12);
                Assert.Equal(Enumerable.Range(0, k).Sum(p => d[p, i] * e[p, j]), f[i, j], 1e-12);
            }
        }
    }, iter: 100);

    /// <summary>A x = b with A = XᵀX + I, whatever the number of threads to the bit.</summary>
    [Fact]
    public void WhatIsSolvedFulfilsTheEquations() => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 4], Gen.Long[0, 1000]).Sample((n, sides, seed) =>
    {
        var a = Definite(n, seed);
        var b = Random(sides, n, seed + 1);
        var x = Cholesky.Of(Engine.Default, a)!.SolveRows(Engine.Default, b);
        var again = DoubleProduct.RowsByRows(Engine.Default, x, a);
        for (var i = 0; i < b.Data.Length; i++)
            Assert.Equal(b.Data[i], again.Data[i], 1e-10);
        var threads = new Engine(Engine.Default.Path, 5);
        Assert.Equal(x.Data, Cholesky.Of(threads, a)!.SolveRows(threads, b).Data);
    }, iter: 50);

    /// <summary>[[4, 2], [2, 5]] = L Lᵀ with L = [[2, 0], [1, 2]]; A x = (8, 9) has x = (22/16, 20/16).</summary>
    [Fact]
    public void ASystemOfTwoByHand()
    {
        var a = new DoubleMatrix(2, 2);
        (a[0, 0], a[0, 1], a[1, 0], a[1, 1]) = (4, 2, 2, 5);
        var b = new DoubleMatrix(1, 2);
        (b[0, 0], b[0, 1]) = (8, 9);
        Assert.Equal([1.375, 1.25], Cholesky.Of(Engine.Default, a)!.SolveRows(Engine.Default, b).Data);
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(0, 0)]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.PositiveInfinity, 0)]
    public void AMatrixThatIsNotDefiniteHasNoFactor(double diagonal, double beside)
    {
        var a = new DoubleMatrix(2, 2);
        (a[0, 0], a[0, 1], a[1, 0], a[1, 1]) = (diagonal, beside, beside, diagonal);
        Assert.Null(Cholesky.Of(Engine.Default, a));
    }

    /// <summary>Of rows (3, 0) and (0, 4): 16. Of one row: its squared length. Of a drawn matrix: no direction has more, and some has as much.</summary>
    [Fact]
    public void TheLargestEigenvalueIsThat()
    {
        var diagonal = new DoubleMatrix(2, 2);
        (diagonal[0, 0], diagonal[1, 1]) = (3, 4);
        Assert.Equal(16, LargestEigenvalue.OfGram(Engine.Default, diagonal), 1e-10);
        Assert.Equal(0, LargestEigenvalue.OfGram(Engine.Default, new DoubleMatrix(3, 2)));
        Gen.Select(Gen.Int[1, 12], Gen.Int[1, 12], Gen.Long[0, 1000]).Sample((n, e, seed) =>
        {
            var f = Random(n, e, seed);
            var largest = LargestEigenvalue.OfGram(Engine.Default, f);
            var gram = DoubleProduct.ColumnsByColumns(Engine.Default, f, f);                // λI − FᵀF is definite just above λ_max and not just below
            DoubleMatrix Shifted(double lambda)
            {
                var shifted = new DoubleMatrix(e, e);
                for (var i = 0; i < e; i++)
                {
                    for (var j = 0; j < e; j++)
                        shifted[i, j] = (i == j ? lambda : 0) - gram[i, j];
                }
                return shifted;
            }
            Assert.NotNull(Cholesky.Of(Engine.Default, Shifted(largest * (1 + 1e-5))));
            Assert.Null(Cholesky.Of(Engine.Default, Shifted(largest * (1 - 1e-5))));
        }, iter: 50);
    }

    static DoubleMatrix Definite(int n, long seed)
    {
        var x = Random(n, n, seed);
        var a = DoubleProduct.ColumnsByColumns(Engine.Default, x, x);
        for (var i = 0; i < n; i++)
            a[i, i] += 1;
        return a;
    }

    static DoubleMatrix Random(int rows, int columns, long seed)
    {
        var random = new SeededRandom(seed, "doubles");
        var matrix = new DoubleMatrix(rows, columns);
        foreach (ref var x in matrix.Data.AsSpan())
            x = random.NextGaussian();
        return matrix;
    }
}
