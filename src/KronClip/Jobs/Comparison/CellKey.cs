using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Methods;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Everything that decides a cell's figures: pictures part by part, words and sentences of the classes, model, preprocessing, method with its options, recipe, shots,
/// seed, library and kernel path. Cells with the same key have the same figures, wherever and whenever they were made; anything else has another file.
/// </summary>
/// <param name="Document">The key, its names in order.</param>
/// <param name="File">Name of the cell's file: for a person, and with 16 digits of the key's hash.</param>
sealed record CellKey(JsonElement Document, string File)
{
    const int Format = 1, Digits = 16;

    /// <summary>The key of a fit. A method that learns nothing has no shots and sees no training pictures, so its cells serve every number of them.</summary>
    /// <param name="plan">The method.</param>
    /// <param name="draw">The pictures, with the number of shots and the seed.</param>
    /// <param name="model">The model.</param>
    /// <param name="modelName">The model's name, for the file's.</param>
    /// <param name="preprocessing">How pictures are prepared.</param>
    public static CellKey Of(MethodPlan plan, ComparisonDraw draw, ClipModel model, string modelName, PreprocessOptions preprocessing)
    {
        var learns = plan.Definition.Learns;
        var document = CanonicalJson.From(new JsonObject
        {
            ["format"] = Format,
            ["version"] = Library.Version,
            ["kernelPath"] = model.Engine.Path.ToString(),
            ["model"] = model.ContentHash,
            ["preprocessing"] = preprocessing.Hash,
            ["classes"] = draw.ClassesHash,
            ["train"] = learns ? draw.TrainFingerprint : null,
            ["validation"] = learns ? draw.ValidationFingerprint : null,
            ["test"] = draw.TestFingerprint,
            ["method"] = plan.Definition.Name,
            ["methodOptions"] = MethodDefinition.WriteOptions(plan.Options),
            ["recipe"] = plan.Row.Recipe is null ? null : JsonSerializer.SerializeToNode(plan.Recipe, RunMetrics.Json),
            ["shots"] = learns ? draw.Shots : 0,
            ["seed"] = draw.Seed,
        });
        if (plan.Candidates.Count > 0)
            document = CanonicalJson.From(WithCandidates(document, plan));
        var name = string.Create(CultureInfo.InvariantCulture, $"{Plain(modelName)}-{plan.Definition.Name}-{(learns ? $"{draw.Shots}shots-" : "")}seed{draw.Seed}-{CanonicalJson.Hash(document)[..Digits]}.json");
        return new CellKey(document, name);
    }

    /// <summary>A choice depends on every method that it tries, each with a recipe of its own.</summary>
    static JsonObject WithCandidates(JsonElement document, MethodPlan plan)
    {
        var key = JsonObject.Create(document)!;
        key["candidates"] = plan.CandidatesJson();
        return key;
    }

    /// <summary>The key as one text.</summary>
    public string Text => CanonicalJson.Text(Document);

    /// <summary>A name that every file system takes.</summary>
    static string Plain(string name) => string.Concat(name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
}
