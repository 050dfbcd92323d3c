using System.Text;

namespace KronClip.Evaluation;

/// <summary>A cell of a table in plain text.</summary>
/// <param name="Text">What stands in it.</param>
/// <param name="Best">Whether it is the best of its column.</param>
public sealed record TextCell(string Text, bool Best);

/// <summary>A table in plain text, for a terminal or a Markdown file. Immutable.</summary>
/// <param name="Caption">What it shows.</param>
/// <param name="Heads">Its headings.</param>
/// <param name="Rows">Its rows, each with as many cells as there are headings; the first is a name.</param>
public sealed record TextTable(string Caption, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<TextCell>> Rows)
{
    /// <summary>The table as Markdown; the best of a column in bold.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder().Append(Caption).Append("\n\n");
        Line(text, Heads.Select(Safe));
        Line(text, Heads.Select((_, column) => column == 0 ? "---" : "---:"));
        foreach (var row in Rows)
            Line(text, row.Select(cell => cell.Best ? $"**{Safe(cell.Text)}**" : Safe(cell.Text)));
        return text.ToString();
    }

    /// <summary>The table in columns of one width; a star behind the best of a column.</summary>
    public string ToText()
    {
        string[][] lines = [[Heads[0], .. Heads.Skip(1).Select(head => head + " ")], .. Rows.Select(row => row.Select((cell, column) => column == 0 ? cell.Text : cell.Text + (cell.Best ? "*" : " ")).ToArray())];
        int[] widths = [.. Heads.Select((_, column) => lines.Max(line => line[column].Length))];
        var text = new StringBuilder().Append(Caption).Append('\n');
        foreach (var line in lines)
            text.Append(string.Join("  ", line.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()).Append('\n');
        return text.ToString();
    }

    static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    /// <summary>A name stays in its cell, whatever it is made of.</summary>
    static string Safe(string text) => text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
