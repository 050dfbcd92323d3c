using KronClip.Compute;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>
/// What a label is worth when the queue asks for it, against one of a random picture: two pictures of each of the workshop's 24 kinds of parts, then twice eight more. It prints the figures.
/// </summary>
public sealed class QueueMeasuredTests(ITestOutputHelper output) : IDisposable
{
    const int Begin = 2, Step = 8, Steps = 2, Seeds = 5;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Theory(Explicit = true)]
    [InlineData("gda")]
    [InlineData("ck-coop")]
    [Trait("Speed", "slow")]
    public void TheQueueAgainstChance(string method)
    {
        var root = PicturePlace.Find("workshop:parts", null, SilentObserver.Instance, TestContext.Current.CancellationToken);
        var pool = Directory.GetFiles(Path.Combine(root, "train"), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToArray();
        var (queued, random) = (new double[Steps + 1], new double[Steps + 1]);
        for (var seed = 1; seed <= Seeds; seed++)
        {
            var drawn = pool.ToArray();
            new SeededRandom(seed, "begin").Shuffle(drawn.AsSpan());
            var begin = drawn.GroupBy(Class).SelectMany(g => g.Take(Begin)).ToArray();
            Run(method, begin, pool, root, $"{seed}-queue", queued, (classifier, rest) =>
            {
                using var loaded = LoadedClassifier.Open(classifier);
                return [.. LabelQueueJob.Order(loaded, rest, Step, cancel: TestContext.Current.CancellationToken).Select(q => q.Path)];
            });
            Run(method, begin, pool, root, $"{seed}-random", random, (_, rest) =>
            {
                new SeededRandom(seed, "chance").Shuffle(rest.AsSpan());
                return [.. rest.Take(Step)];
            });
        }
        for (var step = 0; step <= Steps; step++)
            output.WriteLine($"{method}: {24 * Begin + step * Step} pictures, mean of {Seeds} seeds: queue {queued[step] / Seeds:0.0000}, random {random[step] / Seeds:0.0000}");
        Assert.Equal(queued[0], random[0]);
        Assert.True(queued[Steps] > queued[0] - 0.05 * Seeds, "more pictures should not cost accuracy");
    }

    static string Class(string path) => Path.GetFileName(Path.GetDirectoryName(path)!);

    void Run(string method, string[] begin, string[] pool, string root, string name, double[] accuracies, Func<string, string[], string[]> choose)
    {
        var pictures = folder.File($"{method}-{name}");
        foreach (var part in new[] { "test", "val" })
        {
            foreach (var file in Directory.GetFiles(Path.Combine(root, part), "*.png", SearchOption.AllDirectories))
                Copy(file, Path.Combine(pictures, part));
        }
        var labelled = begin.ToList();
        labelled.ForEach(file => Copy(file, Path.Combine(pictures, "train")));
        for (var step = 0; ; step++)
        {
            var classifier = folder.File($"{method}-{name}-{step}.kronclip");
            // 1000 shots: every labelled picture trains; the set's own validation part validates.
            var metrics = TrainJob.Run(new TrainRequest { Images = pictures, Model = "kron-mini", Method = method, Shots = 1000, Output = classifier, Run = folder.File($"{method}-{name}-{step}") }, cancel: TestContext.Current.CancellationToken);
            accuracies[step] += metrics.Adapted.Test!.Accuracy;
            if (step == Steps)
                return;
            var chosen = choose(classifier, [.. pool.Except(labelled, StringComparer.Ordinal)]);
            foreach (var file in chosen)
                Copy(file, Path.Combine(pictures, "train"));
            labelled.AddRange(chosen);
        }
    }

    static void Copy(string file, string part)
    {
        Directory.CreateDirectory(Path.Combine(part, Class(file)));
        File.Copy(file, Path.Combine(part, Class(file), Path.GetFileName(file)));
    }
}
