using System.Globalization;
using System.Text;

namespace KronClip.Data;

/// <summary>File and class names as they may stand in a message: control and direction characters would garble a terminal, so they are spelt out.</summary>
static class Printable
{
    /// <summary>The name between quotes, with control, format and separator characters as \uXXXX.</summary>
    public static string Quote(string name)
    {
        var text = new StringBuilder(name.Length + 2).Append('\'');
        foreach (var c in name)
        {
            if (IsHarmless(c))
                text.Append(c);
            else
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }
        return text.Append('\'').ToString();
    }

    /// <summary>The first few names, quoted and separated by commas, and how many more there are.</summary>
    public static string List(IReadOnlyCollection<string> names, int most = 5)
    {
        var shown = string.Join(", ", names.Take(most).Select(Quote));
        return names.Count > most ? string.Create(CultureInfo.InvariantCulture, $"{shown} and {names.Count - most} more") : shown;
    }

    /// <summary>"1 picture", "2 pictures", "2 classes".</summary>
    public static string Count(int number, string noun, string? plural = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {(number == 1 ? noun : plural ?? noun + "s")}");

    /// <summary>False for names with bytes that are no UTF-8, or half a surrogate pair: such a file cannot be found again by its name.</summary>
    public static bool IsUnicode(string name) => !name.EnumerateRunes().Contains(Rune.ReplacementChar);

    static bool IsHarmless(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
