using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>Everything that determines a cell: library, model, kernels, pictures and their division, words of the classes, method, recipe, seed.</summary>
sealed class StudyKeys(ClipModel model, MeasuredSet source, int shots)
{
    public JsonObject Of(MethodPlan plan, SeedDraw draw, int version) => new()
    {
        ["version"] = version,
        ["library"] = Library.Version,
        ["model"] = model.ContentHash,
        ["kernels"] = model.Text.Engine.Path.ToString(),
        ["preprocessing"] = model.Preprocessing.Hash,
        ["pictures"] = draw.Fingerprint,
        ["classes"] = new JsonArray([.. source.Collection.Classes.Select(c => new JsonObject
        {
            ["folder"] = c.Folder,
            ["words"] = c.Words,
            ["templates"] = c.Templates is null ? null : new JsonArray([.. c.Templates.Select(t => JsonValue.Create(t))]),
        })]),
        ["shots"] = shots,
        ["seed"] = draw.Seed,
        ["method"] = plan.Definition.Name,
        ["options"] = MethodDefinition.WriteOptions(plan.Options),
        ["recipe"] = RunMetrics.Json.Node(plan.Recipe),
    };
}
