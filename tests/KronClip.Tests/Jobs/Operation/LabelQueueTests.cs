using CsCheck;
using KronClip.Compute;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs.Operation;

public sealed class LabelQueueTests(TrainedSample trained) : IClassFixture<TrainedSample>
{
    /// <summary>The greedy rule, written out: in each step the picture with the largest uncertainty times half the distance to the nearest one picked before.</summary>
    [Fact]
    public void TheOrderIsTheGreedyOne() => Gen.Select(Gen.Double[0, 1].Array[1, 12], Gen.Int[1, 14], Gen.Long).Sample((uncertainty, count, seed) =>
    {
        var random = new SeededRandom(seed, "features");
        var features = new Matrix(uncertainty.Length, 5);
        foreach (ref var x in features.Span)
            x = (float)random.NextGaussian();
        double Distance(int a, int b) => Math.Sqrt(Math.Max(0, 2 - 2 * Directions.Cosine(features.Row(a), features.Row(b)))) / 2;
        var picked = new List<int>();
        foreach (var (index, score) in QueueOrder.Of(uncertainty, features, count))
        {
            double Worth(int i) => Math.Max(1e-3, uncertainty[i]) * (picked.Count == 0 ? 1 : picked.Min(p => Distance(i, p)));
            Assert.DoesNotContain(index, picked);
            Assert.Equal(Worth(index), score, 1e-6);
            Assert.All(Enumerable.Range(0, uncertainty.Length).Except(picked), i => Assert.True(Worth(i) <= score + 1e-6));
            picked.Add(index);
        }
        Assert.Equal(Math.Min(count, uncertainty.Length), picked.Count);
    });

    [Fact]
    public void CopiesAndTrainedOnesAreLeftOutAndWhatCannotBeReadIsSaid()
    {
        using var loaded = LoadedClassifier.Open(trained.Classifier, cacheFolder: trained.Request.Cache);
        var folder = Path.Combine(Path.GetDirectoryName(trained.Classifier)!, "queue");
        Directory.CreateDirectory(folder);
        File.Copy(trained.Files[0], Path.Combine(folder, "copy.png"), overwrite: true);
        File.WriteAllText(Path.Combine(folder, "broken.png"), "no picture");
        var observer = new ListeningObserver();
        string[] all = [.. trained.Files, Path.Combine(folder, "copy.png"), Path.Combine(folder, "broken.png")];
        var queue = LabelQueueJob.Order(loaded, all, all.Length, observer, TestContext.Current.CancellationToken);
        Assert.Equal(trained.Files.Length - loaded.Classifier.Document.TrainedOn.Count, queue.Count);
        Assert.Contains(observer.Warnings, w => w.Contains("broken.png", StringComparison.Ordinal));
        Assert.Equal(queue.OrderByDescending(q => q.Score), queue);
        Assert.All(queue, q => Assert.Contains(q.Label, q.Reason, StringComparison.Ordinal));
        Assert.Equal(queue.Take(3).Select(q => q.Score), LabelQueueJob.Order(loaded, [.. all.Reverse()], 3, cancel: TestContext.Current.CancellationToken).Select(q => q.Score));
        Assert.Empty(LabelQueueJob.Order(loaded, [], 3, cancel: TestContext.Current.CancellationToken));
        Assert.Throws<OptionsException>(() => LabelQueueJob.Order(loaded, all, 0, cancel: TestContext.Current.CancellationToken));
    }
}
