using System.Globalization;
using System.Text;
using Spectre.Console;

namespace KronClip.Cli.Output;

/// <summary>Names of files and classes as they may stand on a terminal: one line, no control characters, measured in columns (a Japanese character takes two).</summary>
static class Visible
{
    /// <summary>The text with control and direction characters spelt out as \uXXXX.</summary>
    public static string Text(string text)
    {
        if (text.All(IsHarmless))
            return text;
        var result = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (IsHarmless(c))
                result.Append(c);
            else
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        return result.ToString();
    }

    /// <summary>Columns that the text takes.</summary>
    public static int Width(string text) => text.GetCellWidth();

    /// <summary>The text, filled up with spaces to so many columns.</summary>
    public static string Pad(string text, int columns) => text + new string(' ', Math.Max(0, columns - Width(text)));

    /// <summary>The text cut to so many columns, with an ellipsis where something is gone.</summary>
    public static string Fit(string text, int columns)
    {
        if (Width(text) <= columns)
            return text;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Width(kept.ToString() + rune) >= columns)
                break;
            kept.Append(rune);
        }
        return kept.Append('…').ToString();
    }

    /// <summary>A name as a table cell: visible, and no markup.</summary>
    public static string Cell(string text) => Markup.Escape(Text(text));

    static bool IsHarmless(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
