using System.Globalization;
using System.Text;

namespace KronClip.Evaluation;

/// <summary>Text as one YAML value: between double quotes, with everything spelt out that could end it, break its line or not be printed (YAML 1.2, 5.1 and 7.3.1).</summary>
static class YamlText
{
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"", text.Length + 2);
        foreach (var rune in text.EnumerateRunes())                 // half a surrogate pair becomes U+FFFD
        {
            _ = rune.Value switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                _ when MustBeSpelt(rune) => quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
                _ => quoted.Append(rune.ToString()),
            };
        }
        return quoted.Append('"').ToString();
    }

    /// <summary>Control characters, line and paragraph separators, byte-order marks, and what turns the direction of the text after it; all below U+10000.</summary>
    static bool MustBeSpelt(Rune rune) => rune.Value < 0x10000
        && (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 or 0xFEFF or 0xFFFE or 0xFFFF or 0x200E or 0x200F or 0x061C or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069));
}
