using System.Globalization;
using System.Text;

namespace KronClip.Evaluation;

/// <summary>Text that stays text in Markdown, on one line and in one cell of a table.</summary>
static class MarkdownText
{
    const string Signs = @"\`*_[]<|~&#$";

    /// <summary>Escapes a text. One that is written from right to left is isolated, so that it does not turn what stands around it.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '\n' or '\r' or '\t' or 0x2028 or 0x2029)
                escaped.Append(' ');
            else if (Rune.IsControl(rune) || rune.Value is 0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069))
                escaped.Append(CultureInfo.InvariantCulture, $"\\\\u{rune.Value:X4}");
            else if (rune.Value == '>' && escaped.Length == 0)         // a quotation, at the beginning of a line alone
                escaped.Append("\\>");
            else
                escaped.Append(rune.IsAscii && Signs.Contains((char)rune.Value, StringComparison.Ordinal) ? $"\\{rune}" : rune.ToString());
        }
        return text.EnumerateRunes().Any(IsRightToLeft) ? $"<bdi>{escaped}</bdi>" : escaped.ToString();
    }

    /// <summary>A row of a table; its cells are escaped already.</summary>
    public static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    /// <summary>A table: the first column is text, the others are figures.</summary>
    public static string Table(IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<string>> rows) =>
        string.Join('\n', [Row(heads), Row(heads.Select((_, place) => place == 0 ? "---" : "---:")), .. rows.Select(Row)]);

    /// <summary>Hebrew to Arabic Extended-A, their presentation forms, and the right-to-left blocks above U+10000.</summary>
    static bool IsRightToLeft(Rune rune) => rune.Value is (>= 0x0590 and <= 0x08FF) or (>= 0xFB1D and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFC) or (>= 0x10800 and <= 0x10FFF) or (>= 0x1E800 and <= 0x1EFFF);
}
