using KronClip.Compute;

namespace KronClip.Tests.Compute;

public class EngineTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(64)]
    public void EveryIndexRunsOnceAndNestedLoopsEnd(int threads)
    {
        var engine = new Engine(KernelPath.Scalar, threads);
        var counts = new int[40, 30];
        engine.ForEach(40, i => engine.ForEach(30, j => Interlocked.Increment(ref counts[i, j])));
        Assert.All(counts.Cast<int>(), n => Assert.Equal(1, n));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void AnExceptionComesThroughAsItWasThrown(int threads) =>
        Assert.Throws<DataException>(() => new Engine(KernelPath.Scalar, threads).ForEach(9, _ => throw new DataException("broken")));

    [Fact]
    public void ImpossibleChoicesAreRefused()
    {
        Assert.Throws<OptionsException>(() => new Engine(KernelPath.Scalar, -1));
        Assert.True(Engine.IsSupported(Engine.Widest));
        Assert.Equal(Environment.ProcessorCount, new Engine(KernelPath.Scalar).Threads);
    }
}
