using CsCheck;
using KronClip.Compute;
using KronClip.Training;

namespace KronClip.Tests.Training;

public class BatchSamplerTests
{
    [Fact]
    public void AnEpochShowsEveryPictureAtMostOnceAndDropsOnlyAnIncompleteBatch() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[1, 40], Gen.Long).Sample((pictures, batch, seed) =>
        {
            var batches = Sampler(pictures, batch, seed).Epoch(3).ToArray();
            var seen = batches.SelectMany(b => b.Features.Data).ToArray();
            Assert.Equal(seen.Length, seen.Distinct().Count());
            Assert.Equal(pictures >= batch ? pictures / batch * batch : pictures, seen.Length);
            Assert.All(batches, b => Assert.Equal(b.Labels, b.Features.Data.Select(x => (int)x % 7)));
        });

    [Fact]
    public void EpochsAndSeedsDiffer()
    {
        float[] Order(long seed, int epoch) => Sampler(50, 50, seed).Epoch(epoch).Single().Features.Data;
        Assert.Equal(Order(1, 0), Order(1, 0));
        Assert.NotEqual(Order(1, 0), Order(1, 1));
        Assert.NotEqual(Order(1, 0), Order(2, 0));
    }

    [Fact]
    public void FreshViewsGoByEpochAndOthersAreDrawn()
    {
        var views = Enumerable.Range(0, 3).Select(v => new Matrix(4, 1, Enumerable.Repeat((float)v, 4).ToArray())).ToArray();
        var fresh = new BatchSampler(new TrainingFeatures(views, FreshViews: true, new int[4]), new Recipe { Epochs = 3, Views = 0 }, 1);
        for (var epoch = 0; epoch < 3; epoch++)
            Assert.All(fresh.Epoch(epoch).Single().Features.Data, x => Assert.Equal(epoch, x));
        var drawn = new BatchSampler(new TrainingFeatures(views, FreshViews: false, new int[4]), new Recipe { Views = 3 }, 1);
        Assert.Equal(3, Enumerable.Range(0, 20).SelectMany(e => drawn.Epoch(e).Single().Features.Data).Distinct().Count());
    }

    [Fact]
    public void BalancedBatchesHaveEachClassEquallyOften() =>
        Gen.Select(Gen.Int[1, 90], Gen.Int[1, 40], Gen.Long).Sample((pictures, batch, seed) =>
        {
            int[] labels = [.. Enumerable.Range(0, pictures).Select(i => i % 9 == 0 ? 2 : i % 3 == 0 ? 5 : 0)];
            var features = new Matrix(pictures, 1, Enumerable.Range(0, pictures).Select(i => (float)i).ToArray());
            var data = new TrainingFeatures([features], FreshViews: false, labels);
            var sampler = new BatchSampler(data, new Recipe { BatchSize = batch }, seed, balanced: true);
            var batches = sampler.Epoch(3).ToArray();
            Assert.Equal(Math.Max(1, pictures / batch), batches.Length);
            Assert.All(batches, b => Assert.Equal(b.Labels, b.Features.Data.Select(x => labels[(int)x])));
            var drawn = batches.SelectMany(b => b.Labels).CountBy(label => label).ToDictionary();
            if (drawn.Values.Sum() >= labels.Distinct().Count())
                Assert.Equal(labels.Distinct().Order(), drawn.Keys.Order());
            Assert.True(drawn.Values.Max() - drawn.Values.Min() <= 1);
            var times = batches.SelectMany(b => b.Features.Data).CountBy(x => x).GroupBy(x => labels[(int)x.Key]).ToArray();
            Assert.All(times, own => Assert.True(own.Max(x => x.Value) - (own.Count() < labels.Count(l => l == own.Key) ? 0 : own.Min(x => x.Value)) <= 1));   // none twice before all once
            Assert.Equal(batches.SelectMany(b => b.Labels), sampler.Epoch(3).SelectMany(b => b.Labels));
        });

    static BatchSampler Sampler(int pictures, int batch, long seed)
    {
        var features = new Matrix(pictures, 1, Enumerable.Range(0, pictures).Select(i => (float)i).ToArray());
        var data = new TrainingFeatures([features], FreshViews: false, Enumerable.Range(0, pictures).Select(i => i % 7).ToArray());
        return new BatchSampler(data, new Recipe { BatchSize = batch }, seed);
    }
}
