using System.CommandLine;
using KronClip.Jobs;

namespace KronClip.Cli.Options;

/// <summary>Several names in one value, separated by commas; the option may also be given several times.</summary>
static class NameList
{
    public static Option<string[]> Of(string name, string example, string description) => new(name)
    {
        Description = description,
        HelpName = example,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The names; null where the option is not given.</summary>
    /// <exception cref="OptionsException">A name is empty.</exception>
    public static IReadOnlyList<string>? Read(string[]? values, string option) => values is not { Length: > 0 } ? null
        : [.. values.SelectMany(value => Cut(value, ',')).Select(piece => piece.Trim() is { Length: > 0 } name ? name : throw new OptionsException($"{option} has an empty name; separate names by one comma, as in a,b."))];

    /// <summary>Methods with options of their own behind colons, as in "coop:contextWords=4".</summary>
    /// <exception cref="OptionsException">A name is empty, or what follows a colon is not name=value.</exception>
    public static IReadOnlyList<MethodChoice>? Methods(string[]? values, string option) => Read(values, option)?.Select(name =>
    {
        string[] parts = [.. Cut(name, ':')];
        return new MethodChoice(new MethodChoice(parts[0]).Definition.Name, MethodSettings.Read(parts[1..], $"{option} {parts[0]}:"));
    }).ToArray();

    /// <summary>Cuts at a separator that stands in no brackets and no quotes, so that values may be JSON.</summary>
    static IEnumerable<string> Cut(string text, char separator)
    {
        var (start, depth, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && (text[i] is '[' or '{'))
                depth++;
            else if (!quoted && (text[i] is ']' or '}'))
                depth--;
            else if (text[i] == separator && depth == 0 && !quoted)
            {
                yield return text[start..i];
                start = i + 1;
            }
        }
        yield return text[start..];
    }
}
