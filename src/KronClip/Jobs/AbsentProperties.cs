using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using KronClip.Training;

namespace KronClip.Jobs;

/// <summary>
/// Reads documents of runs. What a document of an earlier version does not have gets its default: generated contracts would set it to nothing, since they give every
/// init-only property a value.
/// </summary>
static class AbsentProperties
{
    static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    static readonly Dictionary<Type, JsonObject> Defaults = new()
    {
        [typeof(TrainRequest)] = Written(new TrainRequest { Images = "", Model = "" }),
        [typeof(RecipeChoice)] = Written(new RecipeChoice()),
        [typeof(UnlabelledOptions)] = Written(new UnlabelledOptions { Pictures = "" }),
        [typeof(Recipe)] = Written(new Recipe()),
        [typeof(OptimiserOptions)] = Written(new OptimiserOptions()),
        [typeof(ScheduleOptions)] = Written(new ScheduleOptions()),
    };

    /// <summary>A document; null where the text is "null".</summary>
    /// <exception cref="JsonException">The text is no such document, or lacks what is required.</exception>
    public static T? Read<T>(string text) where T : class
    {
        var document = JsonNode.Parse(text, documentOptions: Strict);
        var contract = RunMetrics.Json.Of<T>();
        if (document is JsonObject given)
            Fill(given, contract);
        return document.Deserialize(contract);
    }

    static void Fill(JsonObject given, JsonTypeInfo contract)
    {
        var defaults = Defaults.GetValueOrDefault(contract.Type);
        foreach (var property in contract.Properties)
        {
            if (given[property.Name] is JsonObject part)
                FillPart(part, RunMetrics.Json.GetTypeInfo(property.PropertyType));
            else if (!given.ContainsKey(property.Name) && !property.IsRequired && defaults?[property.Name] is { } usual)
                given[property.Name] = usual.DeepClone();
        }
    }

    static void FillPart(JsonObject given, JsonTypeInfo contract)
    {
        if (contract.Kind == JsonTypeInfoKind.Object)
            Fill(given, contract);
    }

    static JsonObject Written<T>(T value) => RunMetrics.Json.Node(value)!.AsObject();
}
