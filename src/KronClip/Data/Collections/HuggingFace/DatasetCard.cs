using System.Globalization;

namespace KronClip.Data;

/// <summary>
/// The README.md of a data set of Hugging Face. Between two lines "---" it has YAML, in which the names of labels stand so:
/// <code>
/// dataset_info:
///   features:
///   - name: label
///     dtype:
///       class_label:
///         names:
///           '0': cat
///           '1': dog
/// </code>
/// Only this is read, by its indentation, the names also as a list; no library for the whole of YAML is needed for it.
/// </summary>
static class DatasetCard
{
    const long MostBytes = 16_000_000;

    readonly record struct Line(int Indent, string Text);

    /// <summary>The names of labels by column; empty where there is no README.md, or it states none. Names that differ between configurations are left out.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Read(string folder)
    {
        var path = Path.Combine(folder, "README.md");
        try
        {
            return RealPath.FileLength(path) is > 0 and <= MostBytes ? Parse(File.ReadLines(path)) : ClassLabelNames.None;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return ClassLabelNames.None;
        }
    }

    /// <summary>The same, from the lines of the file.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Parse(IEnumerable<string> readme)
    {
        var lines = FrontMatter(readme);
        var found = new Dictionary<string, IReadOnlyList<string>?>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Text != "class_label:" || ColumnOf(lines, i) is not { } column || NamesBelow(lines, i) is not { Count: > 0 } names)
                continue;
            found[column] = !found.TryGetValue(column, out var earlier) || (earlier is not null && earlier.SequenceEqual(names, StringComparer.Ordinal)) ? names : null;
        }
        return found.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => f.Value!, StringComparer.Ordinal);
    }

    /// <summary>The lines between the marks, "- " counted as indentation and empty lines left out.</summary>
    static List<Line> FrontMatter(IEnumerable<string> readme)
    {
        var lines = new List<Line>();
        foreach (var (number, text) in readme.Index())
        {
            var content = text.TrimEnd().TrimStart('\uFEFF');
            if (number == 0 && content != "---")
                return [];
            if (number > 0 && content == "---")
                return lines;
            var start = content.TakeWhile(c => c == ' ').Count();
            var words = content[start..];
            var item = words.StartsWith("- ", StringComparison.Ordinal);
            if (number > 0 && words.Length > 0 && words[0] != '#')
                lines.Add(item ? new(start + 2, words[2..].TrimStart()) : new(start, words));
        }
        return [];
    }

    /// <summary>The feature that a line belongs to: the nearest "name:" above that is indented less.</summary>
    static string? ColumnOf(List<Line> lines, int at)
    {
        for (var i = at - 1; i >= 0; i--)
        {
            if (lines[i].Indent < lines[at].Indent && lines[i].Text.StartsWith("name:", StringComparison.Ordinal))
                return Scalar(lines[i].Text["name:".Length..]);
        }
        return null;
    }

    static List<string>? NamesBelow(List<Line> lines, int at)
    {
        var start = at + 1;
        while (start < lines.Count && lines[start].Indent > lines[at].Indent && lines[start].Text != "names:")
            start++;
        if (start >= lines.Count || lines[start].Text != "names:" || lines[start].Indent <= lines[at].Indent)
            return null;
        var names = new List<string>();
        foreach (var line in lines.Skip(start + 1).TakeWhile(l => l.Indent > lines[start].Indent))
        {
            var numbered = line.Text.Split(':', 2);
            if (numbered.Length == 2 && int.TryParse(Scalar(numbered[0]), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (number != names.Count)
                    return null;
                names.Add(Scalar(numbered[1]));
            }
            else
            {
                names.Add(Scalar(line.Text));
            }
        }
        return names;
    }

    /// <summary>Text plain or between quotes, without the comment behind it.</summary>
    static string Scalar(string text)
    {
        var value = text.Trim();
        if (value.Length >= 2 && value[0] == '\'' && value.LastIndexOf('\'') is > 0 and var single)
            return value[1..single].Replace("''", "'", StringComparison.Ordinal);
        if (value.Length >= 2 && value[0] == '"' && value.LastIndexOf('"') is > 0 and var close)
            return value[1..close].Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal);
        return value.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var comment ? value[..comment].TrimEnd() : value;
    }
}
