using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Clip;

namespace KronClip.Jobs;

/// <summary>
/// How a classifier was trained, so that another can be trained likewise. The method and its options stand in its document. The recipe as it was asked for stands in its run, where that is still
/// there; else it is taken from what the document says of it.
/// </summary>
static class RetrainPlan
{
    /// <summary>A training of the same kind.</summary>
    /// <param name="path">The classifier.</param>
    /// <param name="old">What it holds.</param>
    /// <param name="note">Hears where the plan comes from.</param>
    /// <exception cref="ClassifierException">The classifier does not say which model it was made with.</exception>
    public static TrainRequest Of(string path, Classifier old, Action<string> note)
    {
        var document = old.Document;
        var run = EarlierRun.Of(path, File.ReadAllBytes(path));
        var asked = run is null ? null : RunOptions.ReadRequest(run);
        if (asked?.Unlabelled is not null)
            note("The classifier also learned from unlabelled pictures; the new one is trained on labelled ones alone.");
        note(asked is null ? "The run of the classifier was not found, so its recipe is taken from what the file says of it." : $"Trained as in the run '{run}'.");
        return new TrainRequest
        {
            Images = "",
            Title = asked?.Title,
            Model = document.BaseModel.FolderHint ?? throw new ClassifierException($"'{path}' does not say where its model is. Give it with --model."),
            Method = document.Method.Name,
            MethodOptions = JsonNode.Parse(document.Method.Options.GetRawText())!.AsObject(),
            Shots = document.Shots is > 0 and var shots ? shots : new TrainRequest { Images = "", Model = "" }.Shots,
            Seed = document.Seed ?? 1,
            Recipe = asked?.Recipe ?? OfDocument(document.Recipe),
            Orientation = PreprocessOptions.FromJson(document.Preprocessing.Description.GetRawText(), path).Orientation,
        };
    }

    /// <summary>What the document says of a recipe; the usual one where it says nothing.</summary>
    internal static RecipeChoice OfDocument(JsonElement recipe)
    {
        if (Number(recipe, "epochs") is not { } epochs)
            return new RecipeChoice();
        var optimiser = recipe.TryGetProperty("optimiser", out var found) && found.ValueKind == JsonValueKind.Object ? found : ClassifierDocument.EmptyObject;
        var kind = optimiser.TryGetProperty("kind", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        var chosen = Enum.GetValues<Training.OptimiserKind>().Cast<Training.OptimiserKind?>().FirstOrDefault(k => string.Equals(Letters(k.ToString()!), Letters(kind ?? ""), StringComparison.OrdinalIgnoreCase));
        return new RecipeChoice
        {
            Epochs = (int)epochs,
            BatchSize = (int?)Number(recipe, "batchSize"),
            Views = (int?)Number(recipe, "views"),
            Optimiser = chosen,
            LearningRate = Number(optimiser, "learningRate"),
        };
    }

    static string Letters(string text) => string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToLower(CultureInfo.InvariantCulture);

    static double? Number(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
