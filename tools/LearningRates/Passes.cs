using KronClip.Clip;
using KronClip.Jobs;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Tools.LearningRates;

/// <summary>
/// How many text passes the default recipe needs for what the published one reaches at its end, all without augmented views. The published one is taken twice: as it
/// is written, and at the rate that moves the logits as it does at s = 100 (the logits move by s² η a step of SGD); what counts is the one with the lower mean validation loss.
/// </summary>
static class Passes
{
    public static void Run(string folder, string[] sets, Candidate[] methods, long[] seeds)
    {
        using var model = ClipModel.Load(folder);
        var published = new RecipeChoice { Name = "published", Views = 1 };
        var scaled = published with { LearningRate = 0.002 * Math.Pow(PromptMethodDefinition.UsualLogitScale / model.LogitScale, 2) };
        Console.WriteLine("| set | method | published, η = 0.002 | published, as at s = 100 | passes | AdamW, 400 passes | default, 100 passes | both at its end | both first after | ratio |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var set in sets)
        {
            var draws = seeds.Select(seed => new Draw(model, set, seed)).ToArray();
            Console.Error.WriteLine($"{Path.GetFileName(set)}: {draws[0].Sizes} pictures for training/validation/test");
            foreach (var method in methods)
            {
                Point End(RecipeChoice recipe) => Point.Mean(draws.Select(d => d.Train(method, recipe, everyEpoch: false)[^1]).ToArray());
                var (literal, strong, adam) = (End(published), End(scaled), End(new RecipeChoice { Optimiser = OptimiserKind.AdamW }));
                var target = literal.Loss < strong.Loss ? literal : strong;
                var roads = draws.Select(d => d.Train(method, new RecipeChoice(), everyEpoch: true)).ToArray();
                var road = roads[0].Select((_, i) => Point.Mean(roads.Select(r => r[i]).ToArray())).ToArray();
                bool Reaches(Point p) => p.Loss <= target.Loss && p.Accuracy >= target.Accuracy;
                var first = road.FirstOrDefault(Reaches);
                Console.WriteLine($"| {Path.GetFileName(set)} | {method.Title} | {Bold(literal, target)} | {Bold(strong, target)} | {target.Passes:#,0} | {adam} | {road[^1]} | {(Reaches(road[^1]) ? "yes" : "no")} "
                    + $"| {(first is null ? "–" : $"{first.Passes}")} | {(first is null ? "–" : $"{(double)target.Passes / first.Passes:0.0}")} |");
            }
        }
    }

    static string Bold(Point point, Point target) => ReferenceEquals(point, target) ? $"**{point}**" : $"{point}";
}
