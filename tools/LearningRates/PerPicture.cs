using KronClip.Clip;
using KronClip.Jobs;
using KronClip.Training;

namespace KronClip.Tools.LearningRates;

/// <summary>
/// The recipe of a method that needs a text pass for each picture: a step over all pictures is not free there, so batches, epochs and rates are searched together, and
/// held against L-BFGS stopped after some of its steps. What counts is the cross-entropy of the validation pictures that <see cref="Draw"/> gathers, over sets and seeds.
/// </summary>
static class PerPicture
{
    public static void Run(string folder, string[] sets, Candidate method, double[] rates, long[] seeds)
    {
        using var model = ClipModel.Load(folder);
        var draws = sets.Select(set => seeds.Select(seed => new Draw(model, set, seed)).ToArray()).ToArray();
        Console.WriteLine($"| recipe | passes over the pictures | {string.Join(" | ", sets.Select(Path.GetFileName))} | mean |");
        Console.WriteLine($"|---|---|{string.Concat(sets.Select(_ => "---|"))}---|");
        var roads = draws.Select(ofSet => ofSet.Select(d => d.Train(method, new RecipeChoice { Optimiser = OptimiserKind.Lbfgs }, everyEpoch: true)).ToArray()).ToArray();
        foreach (var steps in new[] { 10, 20, 50, 100 })
            Write($"L-BFGS, {steps} steps", steps, [.. roads.Select(ofSet => Point.Mean([.. ofSet.Select(road => road[steps - 1])]))]);
        foreach (var epochs in new[] { 5, 10, 20, 40 })
        {
            foreach (var batch in new[] { 4, 8, 16, 32 })
            {
                foreach (var rate in rates)
                {
                    var recipe = new RecipeChoice { Optimiser = OptimiserKind.AdamW, Epochs = epochs, BatchSize = batch, LearningRate = rate };
                    Write($"AdamW, batches of {batch}, {rate}", epochs, [.. draws.Select(ofSet => Point.Mean([.. ofSet.Select(d => d.Train(method, recipe, everyEpoch: false)[^1])]))]);
                }
            }
        }
    }

    static void Write(string recipe, int passes, Point[] points) => Console.WriteLine(
        $"| {recipe} | {passes} | {string.Join(" | ", points.Select(p => $"{p.Loss:0.000} / {100 * p.Accuracy:0.0}"))} | {points.Average(p => p.Loss):0.000} / {100 * points.Average(p => p.Accuracy):0.0} |");
}
