using KronClip.Jobs;
using KronClip.Training;

namespace KronClip.Tools.LearningRates;

/// <summary>
/// Prints mean validation accuracy for each method, rate and set, and marks each method's best rate. A rate counts by the worst of three neighbours (2 % below, itself,
/// 2 % above), so that a lucky number on a bumpy road is not taken for a good one.
/// </summary>
static class Search
{
    static readonly double[] Neighbours = [0.98, 1, 1.02];

    public static void Run(string model, string[] sets, Candidate[] methods, double[] rates)
    {
        Console.WriteLine($"| method | rate | {string.Join(" | ", sets.Select(Path.GetFileName))} | mean | worst neighbour |");
        Console.WriteLine($"|---|---|{string.Concat(sets.Select(_ => "---|"))}---|---|");
        foreach (var method in methods)
        {
            var best = (Rate: 0.0, Worst: 0.0);
            foreach (var rate in rates)
            {
                // accuracies[neighbour][set]
                var accuracies = Neighbours.Select(n => sets.Select(set =>
                    100 * method.Train(model, set, new RecipeChoice { Optimiser = OptimiserKind.AdamW, LearningRate = n * rate }).Average(m => m.Adapted.Validation!.Accuracy)).ToArray()).ToArray();
                var means = accuracies.Select(a => a.Average()).ToArray();
                if (means.Min() > best.Worst)
                    best = (rate, means.Min());
                Console.WriteLine($"| {method.Title} | {rate} | {string.Join(" | ", sets.Index().Select(s => $"{accuracies.Average(a => a[s.Index]):0.0}"))} | {means.Average():0.0} | {means.Min():0.0} |");
            }
            Console.WriteLine($"| **{method.Title}** | **{best.Rate}** |{string.Concat(sets.Select(_ => " |"))} | **{best.Worst:0.0}** |");
        }
    }
}
