using System.Globalization;
using KronClip.Bench.Measuring;
using KronClip.Bench.Models;
using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Bench.Rows;

/// <summary>How the cost of a step grows with what it is made of: images of a batch, context words and threads, one at a time, at 50 classes.</summary>
sealed class GrowthRow : IBenchRow
{
    const int Classes = 50, ContextWords = 4, Batch = StepCase.PublishedBatch;

    public string Name => "growth";

    public string What => "how a step's cost grows with images, context words and threads";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        using var weights = ClipCheckpoint.Open(BenchModels.VitB(16));
        var engine = new Engine(Engine.Widest, settings.Threads);
        using var text = BenchModels.Text(engine, weights);
        yield return Table(settings, "images in a batch", "images", settings.Quick ? [32, 256] : [1, 32, 256, 1024, 4096],
            images => new StepCase(weights, Classes, ContextWords, images).Runner(text),
            "Images are embedded once and for all, so a larger batch costs one product with the class embeddings and nothing else.");
        yield return Table(settings, "context words", "words", settings.Quick ? [4, 16] : [1, 2, 4, 8, 16, 32],
            words => new StepCase(weights, Classes, words, Batch).Runner(text),
            "Context words are rows of the shared prefix: they are there once, whatever the number of classes, and every class attends to them.");

        var engines = ThreadCounts(settings.Threads).ToDictionary(threads => threads, threads => new Engine(Engine.Widest, threads));
        var towers = engines.ToDictionary(e => e.Key, e => BenchModels.Text(e.Value, weights));
        yield return Table(settings, "threads", "threads", [.. engines.Keys], threads => new StepCase(weights, Classes, ContextWords, Batch).Runner(towers[threads]),
            "The same step, with the same bits as a result, on engines of one thread and more.");
        foreach (var tower in towers.Values)
            tower.Dispose();
    }

    static BenchTable Table(BenchSettings settings, string what, string unit, int[] sizes, Func<int, StepRunner> runner, string note)
    {
        BenchSettings.Say($"growth with {what}");
        var table = new BenchTable($"Growth with {what}: {Classes} classes", [unit, "step", $"against {sizes[0].ToString("#,0", CultureInfo.InvariantCulture)}"], note, "One is varied, the others stay: 50 classes, M = 4, 32 images, all threads.");
        var timing = new SideBySide();
        foreach (var size in sizes)
            timing.AddTurn(Text.Whole(size), runner(size).Run);
        timing.Run(settings.Rounds(1), warmUp: 1);
        foreach (var size in sizes)
            table.Add(Text.Whole(size), Text.Milliseconds(timing.Seconds(Text.Whole(size))), Text.Ratio(timing.Ratio(Text.Whole(size), Text.Whole(sizes[0]))));
        if (sizes.Length > 1)
            table.Plots.Add(new BenchPlot("growth-" + unit, $"A step of {Classes} classes", what, "seconds", [("KronClip", [.. sizes.Select(size => ((double)size, timing.Seconds(Text.Whole(size))))])]));
        return table;
    }

    /// <summary>1, 2, 4 … and the largest.</summary>
    static IEnumerable<int> ThreadCounts(int largest)
    {
        for (var threads = 1; threads < largest; threads *= 2)
            yield return threads;
        yield return largest;
    }
}
