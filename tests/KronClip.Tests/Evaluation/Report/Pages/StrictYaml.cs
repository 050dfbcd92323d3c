using System.Globalization;
using System.Text;

namespace KronClip.Tests.Evaluation;

/// <summary>
/// A reader of the few lines of YAML that a model card has: mappings and sequences by indentation, values between double quotes or plain numbers. Anything else is an error, so that a
/// name that got out of its quotes is one.
/// </summary>
sealed class StrictYaml
{
    readonly (int Indent, string Text)[] lines;
    int at;

    StrictYaml(string text) => lines = [.. text.Split('\n').Select(line => (line.Length - line.TrimStart(' ').Length, line.TrimStart(' ')))];

    public static object Parse(string text)
    {
        var yaml = new StrictYaml(text);
        var value = yaml.Block(0);
        return yaml.at == yaml.lines.Length ? value : throw new FormatException($"What is '{yaml.lines[yaml.at].Text}'?");
    }

    object Block(int indent) => lines[at].Text.StartsWith("- ", StringComparison.Ordinal) ? Sequence(indent) : Mapping(indent);

    List<object> Sequence(int indent)
    {
        var items = new List<object>();
        while (at < lines.Length && lines[at].Indent == indent && lines[at].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            var rest = lines[at].Text[2..];
            if (rest.StartsWith('"'))
            {
                items.Add(Scalar(rest));
                at++;
            }
            else
            {
                lines[at] = (indent + 2, rest);
                items.Add(Mapping(indent + 2));
            }
        }
        return items;
    }

    Dictionary<string, object> Mapping(int indent)
    {
        var mapping = new Dictionary<string, object>(StringComparer.Ordinal);
        while (at < lines.Length && lines[at].Indent == indent && !lines[at].Text.StartsWith("- ", StringComparison.Ordinal))
        {
            var colon = lines[at].Text.IndexOf(':', StringComparison.Ordinal);
            var (key, rest) = (lines[at].Text[..colon], lines[at].Text[(colon + 1)..]);
            if (!key.All(c => char.IsAsciiLetterLower(c) || c is '_' or '-'))
                throw new FormatException($"'{key}' is no key.");
            at++;
            mapping.Add(key, rest.Length == 0 ? Block(lines[at].Indent) : Scalar(rest[0] == ' ' ? rest[1..] : throw new FormatException(rest)));
        }
        return mapping;
    }

    static object Scalar(string text)
    {
        if (text[0] != '"')
            return double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        var value = new StringBuilder();
        for (var i = 1; i < text.Length - 1; i++)
        {
            if (text[i] == '"')
                throw new FormatException($"A quote ends early: {text}");
            if (text[i] != '\\')
            {
                value.Append(char.IsControl(text[i]) ? throw new FormatException("A control character.") : text[i]);
                continue;
            }
            i++;
            value.Append(text[i] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => (char)int.Parse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
                '"' or '\\' => text[i],
                _ => throw new FormatException($"\\{text[i]}"),
            });
            i += text[i] == 'u' ? 4 : 0;
        }
        return text.Length > 1 && text[^1] == '"' ? value.ToString() : throw new FormatException($"No quote ends it: {text}");
    }
}
