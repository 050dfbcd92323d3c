using CsCheck;
using KronClip.Compute;
using KronClip.Methods;

namespace KronClip.Tests.Methods;

public class SphericalKMeansTests
{
    /// <summary>Two directions with rows of very different lengths: K-means would put the long row alone.</summary>
    [Fact]
    public void DirectionsAreClusteredAndCentresHaveTheMeanLengthOfTheirMembers()
    {
        var x = new Matrix(5, 2, [1, 0, 10, 0, 0, 1, 0, 1.5f, 0, 0]);
        var result = SphericalKMeans.Fit(Engine.Default, x, 2, seed: 1);
        var (along, up) = (result.Assignments[0], result.Assignments[2]);
        Assert.Equal([along, along, up, up, -1], result.Assignments);
        Assert.Equal([5.5f, 0], result.Centres.Row(along).ToArray());
        Assert.Equal([0, 1.25f], result.Centres.Row(up).ToArray());
        Assert.Equal(4, result.CosineHistory[^1], 1e-6);
        Assert.True(result.Converged);
        Assert.Equal(1, KMeans.Fit(Engine.Default, x, 2, seed: 1).Assignments.CountBy(a => a).Min(c => c.Value));
    }

    [Fact]
    public void OneCentreIsTheMeanDirection()
    {
        var result = SphericalKMeans.Fit(Engine.Default, new Matrix(2, 2, [3, 0, 0, 1]), 1, seed: 0);
        Assert.Equal(Math.Sqrt(2), result.Centres[0, 0], 1e-6);                 // mean length 2 along (1, 1)/√2
        Assert.Equal(Math.Sqrt(2), result.Centres[0, 1], 1e-6);
    }

    [Fact]
    public void RowsThatCancelOutLeaveTheirCentreADirection()
    {
        var result = SphericalKMeans.Fit(Engine.Default, new Matrix(2, 2, [2, 0, -2, 0]), 1, seed: 0);
        Assert.Equal(2, Math.Abs(result.Centres[0, 0]), 1e-6);
        Assert.All(result.Centres.Data, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void ManyEqualRowsDoNotHang()
    {
        var x = new Matrix(12, 3);
        x.Span.Fill(2);
        Assert.All(SphericalKMeans.Fit(Engine.Default, x, 4, seed: 3).Centres.Data, value => Assert.Equal(2, value, 1e-5));
    }

    [Fact]
    public void SameSeedSameCentresWhateverTheThreads()
    {
        var x = Rows(700, 12);
        var one = SphericalKMeans.Fit(new Engine(Engine.Widest, 1), x, 20, seed: 3);
        Assert.Equal(one.Centres.Data, SphericalKMeans.Fit(new Engine(Engine.Widest, 64), x, 20, seed: 3).Centres.Data);
        Assert.NotEqual(one.Centres.Data, SphericalKMeans.Fit(Engine.Default, x, 20, seed: 4).Centres.Data);
    }

    [Fact]
    public void WhatHoldsOnASphereHolds() => Gen.Select(Gen.Int[2, 40], Gen.Int[1, 6], Gen.Int[0, 1000]).Sample((n, k, seed) =>
    {
        k = Math.Min(k, n);
        var x = Rows(n, 4, seed);
        var result = SphericalKMeans.Fit(Engine.Default, x, k, seed, maxIterations: 200);
        Assert.True(result.Converged);
        Assert.All(result.CosineHistory.Zip(result.CosineHistory.Skip(1)), pair => Assert.True(pair.Second >= pair.First - 1e-5 * n));
        for (var i = 0; i < n; i++)
            for (var c = 0; c < k; c++)
                Assert.True(Cosine(x, i, result.Centres, result.Assignments[i]) >= Cosine(x, i, result.Centres, c) - 1e-5);
        foreach (var members in Enumerable.Range(0, n).GroupBy(i => result.Assignments[i]))
            Assert.Equal(members.Average(i => Length(x.Row(i))), Length(result.Centres.Row(members.Key)), 1e-5);
    }, iter: 60);

    /// <summary>Powers of two scale without rounding, so the directions are the same bits.</summary>
    [Fact]
    public void TheLengthOfARowChangesNoAssignment() => Gen.Select(Gen.Int[3, 30], Gen.Int[0, 1000]).Sample((n, seed) =>
    {
        var x = Rows(n, 4, seed);
        var scaled = x.Clone();
        for (var i = 0; i < n; i++)
            foreach (ref var value in scaled.Row(i))
                value *= 1 << (i % 5);
        Assert.Equal(SphericalKMeans.Fit(Engine.Default, x, 3, seed).Assignments, SphericalKMeans.Fit(Engine.Default, scaled, 3, seed).Assignments);
    }, iter: 60);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void MoreCentresThanDirectionsAreRefused(int k) =>
        Assert.Contains("2 rows with a direction", Assert.Throws<OptionsException>(() => SphericalKMeans.Fit(Engine.Default, new Matrix(3, 2, [1, 0, 0, 0, 0, 1]), k, 0)).Message, StringComparison.Ordinal);

    static double Length(ReadOnlySpan<float> row) => Math.Sqrt(SquaredDistance.Norm(row));

    static double Cosine(Matrix x, int i, Matrix centres, int c)
    {
        var sum = 0.0;
        for (var j = 0; j < x.Columns; j++)
            sum += x[i, j] * (double)centres[c, j];
        return sum / Length(x.Row(i)) / Length(centres.Row(c));
    }

    static Matrix Rows(int rows, int columns, long seed = 5)
    {
        var random = new SeededRandom(seed, "rows");
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextGaussian()).ToArray());
    }
}
