using KronClip.Jobs;

namespace KronClip.Tools.LearningRates;

/// <summary>Prints mean validation accuracy for each method, rate and set, and marks each method's best rate over all sets.</summary>
static class Search
{
    public static void Run(string model, string[] sets, Candidate[] methods, double[] rates)
    {
        Console.WriteLine($"| method | rate | {string.Join(" | ", sets.Select(Path.GetFileName))} | mean |");
        Console.WriteLine($"|---|---|{string.Concat(sets.Select(_ => "---|"))}---|");
        foreach (var method in methods)
        {
            var best = (Rate: 0.0, Mean: 0.0);
            foreach (var rate in rates)
            {
                var accuracies = sets.Select(set => 100 * method.Train(model, set, new RecipeChoice { LearningRate = rate }).Average(m => m.Adapted.Validation!.Accuracy)).ToArray();
                var mean = accuracies.Average();
                if (mean > best.Mean)
                    best = (rate, mean);
                Console.WriteLine($"| {method.Title} | {rate} | {string.Join(" | ", accuracies.Select(a => $"{a:0.0}"))} | {mean:0.0} |");
            }
            Console.WriteLine($"| **{method.Title}** | **{best.Rate}** |{string.Concat(sets.Select(_ => " |"))} **{best.Mean:0.0}** |");
        }
    }
}
