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
    /// <param name="settings">name=value, each.</param>
    /// <param name="before">What stands before a setting on the command line, for messages.</param>
    /// <exception cref="OptionsException">A setting is not name=value, stands twice, or is null.</exception>
    public static JsonObject Read(IEnumerable<string> settings, string before = "--set ")
    {
        var options = new JsonObject();
        foreach (var setting in settings)
        {
            if (setting.Split('=', 2) is not [{ Length: > 0 } name, var text])
                throw new OptionsException($"{before}{setting} has no value; write {before}name=value.");
            if (options.ContainsKey(name))
                throw new OptionsException($"{before}{name} is given twice; give it once.");
            options[name] = Value(text) ?? throw new OptionsException($"{before}{name}=null says nothing; leave it out to keep the default.");
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
