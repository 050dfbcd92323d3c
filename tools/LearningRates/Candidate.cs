using System.Text.Json.Nodes;
using KronClip.Jobs;
using KronClip.Training;

namespace KronClip.Tools.LearningRates;

/// <summary>A method with its options as the search tries it, 16 shots.</summary>
sealed record Candidate(string Title, string Method, string Options)
{
    public static readonly long[] Seeds = [1, 2, 3];

    /// <summary>One run per seed, in run folders that are removed afterwards.</summary>
    public RunMetrics[] Train(string model, string set, RecipeChoice recipe) => Seeds.Select(seed =>
    {
        var run = Path.Combine(Path.GetTempPath(), "kronclip-search-" + Guid.NewGuid().ToString("N"));
        try
        {
            return TrainJob.Run(new TrainRequest
            {
                Images = set,
                Model = model,
                Method = Method,
                MethodOptions = JsonNode.Parse(Options)!.AsObject(),
                Seed = seed,
                Recipe = recipe,
                Run = run,
                Output = Path.Combine(run, "out.kronclip"),
            });
        }
        finally
        {
            if (Directory.Exists(run))
                Directory.Delete(run, recursive: true);
        }
    }).ToArray();
}
