using System.Globalization;
using System.Text;

namespace KronClip.Clip;

/// <summary>Replaces HTML character references exactly as Python's html.unescape does (Lib/html/__init__.py), and as ftfy does before it.</summary>
static class TokenizerHtml
{
    const int LongestNameRead = 32;
    const int LongestFtfyName = 24;

    /// <summary>Windows-1252 where Latin-1 has control characters, U+0080 … U+009F; five places are undefined and stay.</summary>
    const string Windows1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F"
        + "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>The character that stands at <paramref name="control"/> (0x80 … 0x9F) in Windows-1252.</summary>
    public static char FromWindows1252(int control) => Windows1252[control - 0x80];

    /// <summary>
    /// html.unescape: numeric references with or without ';', the longest known name at each '&amp;', and the substitutions of HTML 5 for
    /// code points that are not characters.
    /// </summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '&' && Reference(text, i, out var replacement) is var length and > 0)
            {
                result.Append(replacement);
                i += length;
            }
            else
                result.Append(text[i++]);
        }
        return result.ToString();
    }

    /// <summary>
    /// ftfy's unescape_html, which runs before html.unescape: references closed by ';' only, and names written wholly in capitals (&amp;EACUTE;
    /// is É).
    /// </summary>
    public static string UnescapeClosed(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '&' && ClosedReference(text, i, out var replacement) is var length and > 0)
            {
                result.Append(replacement);
                i += length;
            }
            else
                result.Append(text[i++]);
        }
        return result.ToString();
    }

    /// <summary>Length of the reference at <paramref name="start"/> and its replacement; 0 where there is none.</summary>
    static int Reference(string text, int start, out string replacement)
    {
        if (start + 1 < text.Length && text[start + 1] == '#')
            return Numeric(text, start, out replacement);
        var end = start + 1;
        while (end < text.Length && end - start <= LongestNameRead && !"\t\n\f <&#;".Contains(text[end], StringComparison.Ordinal))
            end++;
        if (end > start + 1 && end < text.Length && text[end] == ';' && TokenizerHtmlEntities.Values.TryGetValue(text[(start + 1)..end], out replacement!))
            return end + 1 - start;
        for (; end > start + 2; end--)              // names have two letters or more
            if (text[(start + 1)..end] is var name && TokenizerHtmlEntities.WithoutSemicolon.Contains(name))
            {
                replacement = TokenizerHtmlEntities.Values[name];
                return end - start;
            }
        replacement = "";
        return 0;
    }

    static int ClosedReference(string text, int start, out string replacement)
    {
        replacement = "";
        var end = start + 1;
        var numeric = end < text.Length && text[end] == '#';
        if (numeric)
            end++;
        var first = end;
        while (end < text.Length && end - first < LongestFtfyName && char.IsAsciiLetterOrDigit(text[end]))
            end++;
        if (end == first || end >= text.Length || text[end] != ';')
            return 0;
        if (numeric)
            return Numeric(text, start, out replacement) is var length && length == end + 1 - start ? length : 0;
        var name = text[first..end];
        if (TokenizerHtmlEntities.Values.TryGetValue(name, out replacement!))
            return end + 1 - start;
        // &EACUTE;, which is no HTML: only where HTML gives the capitals no meaning of their own, not even in part.
        replacement = "";
        if (name.Any(char.IsAsciiLetterLower) || Reference(text, start, out _) != 0 || !TokenizerHtmlEntities.Values.TryGetValue(name.ToLowerInvariant(), out var small))
            return 0;
        replacement = small.ToUpperInvariant();
        return end + 1 - start;
    }

    static int Numeric(string text, int start, out string replacement)
    {
        var end = start + 2;
        var hexadecimal = end < text.Length && text[end] is 'x' or 'X';
        if (hexadecimal)
            end++;
        var first = end;
        var code = 0;
        for (; end < text.Length && (hexadecimal ? char.IsAsciiHexDigit(text[end]) : char.IsAsciiDigit(text[end])); end++)
            code = Math.Min(code * (hexadecimal ? 16 : 10) + Convert.ToInt32(text[end].ToString(), 16), 0x110000);
        replacement = "";
        if (end == first)
            return 0;
        if (end < text.Length && text[end] == ';')
            end++;
        replacement = Character(code);
        return end - start;
    }

    /// <summary>HTML 5's table of replacements for numeric references (13.2.5.80, "numeric character reference end state").</summary>
    static string Character(int code) => code switch
    {
        0 or (>= 0xD800 and <= 0xDFFF) or > 0x10FFFF => "\uFFFD",
        >= 0x80 and <= 0x9F => FromWindows1252(code).ToString(),
        (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or (>= 0xFDD0 and <= 0xFDEF) => "",
        _ when (code & 0xFFFE) == 0xFFFE => "",
        _ => char.ConvertFromUtf32(code),
    };
}
