using System.Text.Json.Nodes;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>A method with the options that a person gave; the others keep their defaults.</summary>
/// <param name="Method">Name in the catalogue.</param>
/// <param name="Options">The options that were given.</param>
public sealed record MethodChoice(string Method, JsonObject Options)
{
    /// <summary>The method with its defaults.</summary>
    public MethodChoice(string method) : this(method, []) { }

    /// <summary>The method with its defaults; of a choice among methods, with those of its candidates that serve new classes.</summary>
    public static MethodChoice ForNewClasses(string method)
    {
        var choice = new MethodChoice(method);
        return choice.Definition.Defaults is not AutoOptions auto ? choice : choice with
        {
            Options = new JsonObject { ["candidates"] = new JsonArray([.. auto.Methods().Where(c => c.Method.ServesNewClasses(c.Method.Defaults)).Select(c => JsonValue.Create(c.Method.Name))]) },
        };
    }

    /// <summary>The definition.</summary>
    /// <exception cref="OptionsException">There is no such method.</exception>
    public MethodDefinition Definition => MethodCatalogue.Find(Method);

    /// <summary>A name that two choices share only if they are the same: "coop-contextWords=4".</summary>
    public string Id => string.Join('-', [Definition.Name, .. Given.Select(o => $"{o.Key}={Text(o.Value)}")]);

    /// <summary>For a person: "CoOp (M = 4)".</summary>
    public string Title => Given.Length == 0
        ? Definition.Title
        : $"{Definition.Title} ({string.Join(", ", Given.Select(o => $"{(o.Key == "contextWords" ? "M" : o.Key)} = {Text(o.Value)}"))})";

    KeyValuePair<string, JsonNode?>[] Given => [.. Options.OrderBy(o => o.Key, StringComparer.Ordinal)];

    /// <summary>Refuses a method whose classifier cannot be told new class names, as a context of each class's own cannot.</summary>
    /// <exception cref="OptionsException">It cannot, or the options are not valid.</exception>
    public void RequireNewClasses()
    {
        var options = Definition.ReadOptions(Options);
        if (Definition.ServesNewClasses(options))
            return;
        if (options is AutoOptions auto)
        {
            throw new OptionsException($"{Title} may take a method that cannot serve new classes: {string.Join(", ", auto.Methods().Where(c => !c.Method.ServesNewClasses(c.Method.Defaults)).Select(c => c.Method.Name))}. "
                + "Base-to-new and cross-task ask for classes that were only named, so give it candidates that have a prompt, as in candidates=[\"zero-shot\",\"ck-coop\"], or take it out.");
        }
        throw new OptionsException(
            $"{Title} cannot serve new classes: what it learns belongs to the classes it was trained on, and base-to-new and cross-task ask for classes "
            + $"that were only named. Take it out{(Definition.HasRecipe ? ", or use a context that all classes share (classSpecific=false)" : "; 'kronclip train' measures it on its own classes")}.");
    }

    static string Text(JsonNode? value) => value is JsonValue text && text.TryGetValue(out string? word) ? word : value?.ToJsonString() ?? "null";
}
