using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KronClip.Bench.Measuring;
using KronClip.Bench.Models;
using KronClip.Checkpoints;
using KronClip.Compute;

namespace KronClip.Bench.Rows;

/// <summary>Steps of many classes under the usual memory budget, each in a process of its own whose peak memory is read.</summary>
sealed class LargeRow : IBenchRow
{
    const int Many = 5000;                     // steps of so many classes last so long that nothing before them is felt

    public string Name => "large";

    public string What => "steps of 100 to 10,000 classes under the memory budget";

    public IEnumerable<BenchTable> Run(BenchSettings settings)
    {
        var table = new BenchTable(string.Create(CultureInfo.InvariantCulture, $"Many classes, M = 4, {settings.Threads} threads, memory budget {Engine.UsualMemoryBudget >> 20} MiB"),
            ["classes", "rows", "chunks", "encoded again", "step", "executed, of peak", "useful, of peak", "kept", "peak memory of the process"],
            string.Create(CultureInfo.InvariantCulture, $"There are {BenchNames.Count:#,0} different names; beyond, they begin again. Peak memory is that of a process that opens the checkpoint, packs the text tower and makes the steps: runtime, weights and all."),
            "Useful: multiply-adds without those of encoding chunks again. Executed: with them.");
        var curve = new List<(double, double)>();
        foreach (var classes in settings.Quick ? [100, 400] : new[] { 100, 200, 397, 1000, 2000, 10_000 })
        {
            BenchSettings.Say(string.Create(CultureInfo.InvariantCulture, $"step of {classes} classes in a process of its own"));
            var r = InAProcessOfItsOwn(classes, settings);
            table.Add(Text.Whole(classes), Text.Whole(r.Rows), Text.Whole(r.Chunks), Text.Whole(r.Again), Text.Milliseconds(r.Seconds), Text.Percent(r.Executed), Text.Percent(r.Useful),
                Text.Megabytes(r.Kept), Text.Megabytes(r.PeakMemory));
            curve.Add((classes, r.Seconds));
        }
        table.Plots.Add(new BenchPlot("classes", "Many classes, M = 4", "classes", "seconds", [("KronClip", curve)]));
        yield return table;
    }

    /// <summary>The child's part: prints one JSON line.</summary>
    public static void Child(int classes, int threads, int rounds)
    {
        using var weights = ClipCheckpoint.Open(BenchModels.VitB(16));
        var engine = new Engine(Engine.Widest, threads);
        using var text = BenchModels.Text(engine, weights);
        var step = new StepCase(weights, classes, contextWords: 4);
        var layout = step.Layout(text);
        var pass = text.Prepare(layout, keep: true);
        var (dFeatures, dV) = (StepCase.Normal(classes, text.EmbeddingWidth, "d", 1), new Matrix(4, text.Width));
        void Step()
        {
            pass.Forward(step.Context);
            pass.Backward(dFeatures, dV);
        }
        var useful = StepArithmetic.Packed(weights.Config.Text, text.EmbeddingWidth, layout);
        var executed = StepArithmetic.Packed(weights.Config.Text, text.EmbeddingWidth, layout, (double)pass.ChunksEncodedAgain / pass.Chunks);
        var timing = new SideBySide().Add("peak", () => useful / MultiplyAddPeak.Measure(engine));
        timing = classes < Many ? timing.AddTurn("step", Step) : timing.Add("step", Step);
        timing.Add("peak after", () => useful / MultiplyAddPeak.Measure(engine)).Run(rounds);
        var share = (timing.Ratio("peak", "step") + timing.Ratio("peak after", "step")) / 2;
        Console.WriteLine(JsonSerializer.Serialize(new LargeResult(
            layout.Sequences.Rows, pass.Chunks, pass.ChunksEncodedAgain, timing.Seconds("step"), share * executed / useful, share, pass.KeptBytes, Process.GetCurrentProcess().PeakWorkingSet64)));
    }

    static LargeResult InAProcessOfItsOwn(int classes, BenchSettings settings)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in new[] { "large-child", classes.ToString(CultureInfo.InvariantCulture), settings.Threads.ToString(CultureInfo.InvariantCulture), (classes >= Many ? 2 : settings.Quick ? 3 : 7).ToString(CultureInfo.InvariantCulture) })
            start.ArgumentList.Add(argument);
        using var child = Process.Start(start)!;
        var line = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 0 ? JsonSerializer.Deserialize<LargeResult>(line)! : throw new InvalidOperationException($"The step of {classes} classes ended with exit code {child.ExitCode}.");
    }

    sealed record LargeResult(int Rows, int Chunks, int Again, double Seconds, double Executed, double Useful, long Kept, long PeakMemory);
}
