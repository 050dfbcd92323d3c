using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KronClip.Cli.Options;

/// <summary>--set name=value, as often as wanted: the method's own options, bound to its options record through JSON.</summary>
static class MethodSettings
{
    public static Option<string[]> Option() => new("--set")
    {
        Description = "One of the method's own options, see 'kronclip methods show <name>'; may be given several times.",
        HelpName = "name=value",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>A value that is JSON is taken as that, any other as text.</summary>
    /// <exception cref="OptionsException">A setting is not name=value, stands twice, or is null.</exception>
    public static JsonObject Read(IEnumerable<string> settings)
    {
        var options = new JsonObject();
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2) is not [{ Length: > 0 } name, var text])
                throw new OptionsException($"--set {setting} has no value; write --set name=value.");
            if (options.ContainsKey(name))
                throw new OptionsException($"--set {name} is given twice; give it once.");
            options[name] = Value(text) ?? throw new OptionsException($"--set {name}=null says nothing; leave it out to keep the default.");
        }
        return options;
    }

    static JsonNode? Value(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }
}
