using System.Text.Json;
using System.Text.Json.Nodes;

namespace KronClip.Methods;

/// <summary>Strict reading of a method's options from JSON.</summary>
static class MethodOptionsReader
{
    public static TOptions Read<TOptions>(string method, JsonObject json)
        where TOptions : class, IMethodOptions, new()
    {
        var defaults = MethodDefinition.Json.Node(new TOptions())!.AsObject();
        foreach (var (key, _) in json)
        {
            if (!defaults.ContainsKey(key))
                throw new OptionsException($"Method '{method}' has no option '{key}'. It has: {string.Join(", ", defaults.Select(d => d.Key))}.");
        }
        JsonObject whole = [.. defaults.Select(option => KeyValuePair.Create(option.Key, (json.TryGetPropertyValue(option.Key, out var given) ? given : option.Value)?.DeepClone()))];
        try
        {
            var options = whole.Deserialize(MethodDefinition.Json.Of<TOptions>())!;
            options.Validate();
            return options;
        }
        catch (JsonException error)
        {
            throw new OptionsException($"Option '{error.Path?.TrimStart('$', '.')}' of method '{method}' cannot be read: {error.Message.Split(" Path:")[0]}", error);
        }
    }
}
