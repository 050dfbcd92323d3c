using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KronClip.Methods;

/// <summary>Strict reading of a method's options from JSON.</summary>
static class MethodOptionsReader
{
    public static TOptions Read<TOptions>(string method, JsonObject json)
        where TOptions : class, IMethodOptions, new()
    {
        var defaults = JsonSerializer.SerializeToNode(new TOptions(), MethodDefinition.Json)!.AsObject();
        foreach (var (key, _) in json)
        {
            if (!defaults.ContainsKey(key))
                throw new OptionsException($"Method '{method}' has no option '{key}'. It has: {string.Join(", ", defaults.Select(d => d.Key))}.");
        }
        try
        {
            var options = json.Deserialize<TOptions>(MethodDefinition.Json)!;
            options.Validate();
            return options;
        }
        catch (JsonException error)
        {
            throw new OptionsException($"Option '{error.Path?.TrimStart('$', '.')}' of method '{method}' cannot be read: {error.Message.Split(" Path:")[0]}", error);
        }
    }
}

/// <summary>Rules that all prompt methods share.</summary>
static class PromptOptionRules
{
    /// <summary>77 positions less [SOS], [EOS], the full stop and one token of a name.</summary>
    public const int MostContextWords = 73;

    public static void Validate(int contextWords)
    {
        if (contextWords is < 1 or > MostContextWords)
            throw new OptionsException(
                $"contextWords is {contextWords}; a prompt has 1 to {MostContextWords} context words (77 positions less start, end, full stop and a name).");
    }

    public static void RequireWeight(string option, double value)
    {
        if (!double.IsFinite(value) || value < 0)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; give 0 or more."));
    }

    public static void RequirePositive(string option, double value)
    {
        if (!double.IsFinite(value) || value <= 0)
            throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"{option} is {value}; give a number above 0."));
    }
}
