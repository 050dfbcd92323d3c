using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Clip;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Everything that decides a cell's figures: pictures part by part, words and sentences of the classes, model, preprocessing, method with its options, recipe, shots,
/// seed, library and kernel path (<see cref="FitKey"/>). Cells with the same key have the same figures, wherever and whenever they were made; anything else has another file.
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
        var document = FitKey.Of(plan, model, preprocessing);
        document["format"] = Format;
        document["classes"] = draw.Classes;
        document["train"] = learns ? draw.TrainFingerprint : null;
        document["validation"] = learns ? draw.ValidationFingerprint : null;
        document["test"] = draw.TestFingerprint;
        document["shots"] = learns ? draw.Shots : 0;
        document["seed"] = draw.Seed;
        return Of(document, string.Create(CultureInfo.InvariantCulture, $"{Plain(modelName)}-{plan.Definition.Name}-{(learns ? $"{draw.Shots}shots-" : "")}seed{draw.Seed}"));
    }

    /// <summary>A key under a name for a person, to which digits of its hash are added.</summary>
    public static CellKey Of(JsonObject key, string name)
    {
        var document = CanonicalJson.From(key);
        return new CellKey(document, $"{name}-{CanonicalJson.Hash(document)[..Digits]}.json");
    }

    /// <summary>The key as one text.</summary>
    public string Text => CanonicalJson.Text(Document);

    /// <summary>A name that every file system takes.</summary>
    public static string Plain(string name) => string.Concat(name.Take(40).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' ? c : '-'));
}
