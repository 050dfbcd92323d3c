using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

public class KMeansTests
{
    [Fact]
    public void LloydEqualsTheReference()
    {
        var golden = new GoldenTensors("ckcoop", "kmeans.safetensors");
        var x = new Matrix(300, 8, golden.Floats("noise.X"));
        var result = KMeans.Lloyd(Engine.Default, x, new Matrix(7, 8, golden.Floats("noise.init")));
        Closeness.AssertClose(result.Centres.Span, golden.Doubles("noise.centres"), 1e-6, "ckcoop/kmeans noise.centres");
        Assert.Equal(golden.Ints("noise.assign"), result.Assignments);
        Closeness.AssertClose(result.InertiaHistory.Take(11).Select(v => (float)v).ToArray(), golden.Floats("noise.inertia_history"), 1e-2, "ckcoop/kmeans noise.inertia_history");
        Assert.True(result.Converged);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-7)]
    public void SeparatedClustersAreFoundFromAnySeed(long seed)
    {
        var golden = new GoldenTensors("ckcoop", "kmeans.safetensors");
        var x = new Matrix(200, 8, golden.Floats("sep.X"));
        var result = KMeans.Fit(Engine.Default, x, 5, seed);
        Assert.Equal(golden.Doubles("sep.inertia")[0], result.InertiaHistory[^1], 1e-3 * golden.Doubles("sep.inertia")[0]);
    }

    [Fact]
    public void SameSeedSameCentresWhateverTheThreads()
    {
        var x = RandomRows(700, 12);
        var one = KMeans.Fit(new Engine(Engine.Widest, 1), x, 20, seed: 3);
        var many = KMeans.Fit(new Engine(Engine.Widest, 64), x, 20, seed: 3);
        Assert.Equal(one.Centres.Data, many.Centres.Data);
        Assert.NotEqual(one.Centres.Data, KMeans.Fit(Engine.Default, x, 20, seed: 4).Centres.Data);
    }

    [Fact]
    public void InertiaNeverGrowsAndNoClusterStaysEmpty()
    {
        var x = RandomRows(400, 5);
        var result = KMeans.Fit(Engine.Default, x, 30, seed: 9);
        Assert.All(result.InertiaHistory.Zip(result.InertiaHistory.Skip(1)), pair => Assert.True(pair.Second <= pair.First * (1 + 1e-6)));
        Assert.Equal(30, result.Assignments.Distinct().Count());
    }

    [Fact]
    public void AnEmptyClusterIsReseeded()
    {
        var x = RandomRows(50, 3);
        var initial = new Matrix(4, 3);
        x.Span[..9].CopyTo(initial.Span);
        initial.Row(3).Fill(1e6f);                                          // nobody is nearest to this one
        var result = KMeans.Lloyd(Engine.Default, x, initial);
        Assert.Equal(4, result.Assignments.Distinct().Count());
    }

    [Fact]
    public void DuplicateRowsDoNotHang() =>
        Assert.Equal(0, KMeans.Fit(Engine.Default, new Matrix(10, 3), 4, seed: 1).InertiaHistory[^1]);

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    public void KOutsideTheRowsIsRefused(int k) => Assert.Throws<OptionsException>(() => KMeans.Fit(Engine.Default, new Matrix(10, 3), k, seed: 1));

    static Matrix RandomRows(int rows, int columns)
    {
        var random = new SeededRandom(5, "rows");
        return new Matrix(rows, columns, Enumerable.Range(0, rows * columns).Select(_ => (float)random.NextGaussian()).ToArray());
    }
}
