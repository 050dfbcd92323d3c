using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Training;

namespace KronClip.Tools.LearningRates;

/// <summary>Prints test accuracy, mean ± population standard deviation over the seeds, for the default recipe, for AdamW and for SGD at the published rate of 0.002.</summary>
static class Comparison
{
    public static void Run(string model, string[] sets, Candidate[] methods)
    {
        Console.WriteLine($"| method | recipe | learned | {string.Join(" | ", sets.Select(Path.GetFileName))} |");
        Console.WriteLine($"|---|---|---|{string.Concat(sets.Select(_ => "---|"))}");
        var zeroShot = sets.Select(set => methods[0].Train(model, set, new RecipeChoice { Epochs = 1 })).ToArray();
        Console.WriteLine($"| Zero-shot CLIP | – | 0 | {string.Join(" | ", zeroShot.Select(runs => Cell(runs, m => m.ZeroShot)))} |");
        foreach (var method in methods)
        {
            foreach (var (name, recipe) in new[] { ("default", new RecipeChoice()), ("AdamW, 400 epochs", new RecipeChoice { Optimiser = OptimiserKind.AdamW }), ("SGD 0.002, 50 epochs of 32", new RecipeChoice { Optimiser = OptimiserKind.Sgd, LearningRate = 0.002, Epochs = 50, BatchSize = 32 }) })
            {
                var runs = sets.Select(set => method.Train(model, set, recipe)).ToArray();
                Console.WriteLine($"| {method.Title} | {name} | {runs[0][0].Parameters} | {string.Join(" | ", runs.Select(r => Cell(r, m => m.Adapted)))} |");
            }
        }
    }

    static string Cell(RunMetrics[] runs, Func<RunMetrics, PartFigures> part)
    {
        var summary = SeedSummary.Over(runs.Select(m => 100 * part(m).Test!.Accuracy).ToArray());
        return $"{summary.Mean:0.0} ± {summary.StandardDeviation:0.0}";
    }
}
