using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>What decides a fit beside pictures, classes and seed: library, kernel path, model, preprocessing, method with its options, and recipe.</summary>
static class FitKey
{
    public static JsonObject Of(MethodPlan plan, ClipModel model, PreprocessOptions preprocessing)
    {
        var key = new JsonObject
        {
            ["version"] = Library.Version,
            ["kernelPath"] = model.Engine.Path.ToString(),
            ["model"] = model.ContentHash,
            ["preprocessing"] = preprocessing.Hash,
            ["method"] = plan.Definition.Name,
            ["methodOptions"] = MethodDefinition.WriteOptions(plan.Options),
            ["recipe"] = plan.Row.Recipe is null ? null : RunMetrics.Json.Node(plan.Recipe),
        };
        if (plan.Candidates.Count > 0)
            key["candidates"] = plan.CandidatesJson();              // a choice depends on every method that it tries, each with a recipe of its own
        return key;
    }
}
