using System.Text;
using System.Text.RegularExpressions;

namespace KronClip.Clip;

/// <summary>
/// What happens to a text before it is cut into words (CLIP/clip/simple_tokenizer.py: basic_clean, whitespace_clean, lower). The published code calls the
/// library ftfy first; its definite repairs are done here (references, ligatures, full-width forms, quotes, control characters, NFC), its guessing
/// at wrongly decoded text ("schÃ¶n") is not.
/// </summary>
static partial class TokenizerText
{
    /// <summary>The text as the byte-pair encoder wants it.</summary>
    public static string Clean(string text)
    {
        text = TokenizerHtml.Unescape(TokenizerHtml.Unescape(Repair(text)));
        return TokenizerCasing.ToLower(Whitespace().Replace(text, " ").Trim());
    }

    /// <summary>ftfy.fix_text without fix_encoding: its steps in its order, again and again until nothing changes.</summary>
    static string Repair(string text)
    {
        if (IsPlain(text))
            return text;
        var unescape = !text.Contains('<', StringComparison.Ordinal);         // with '<' a text may be HTML on purpose
        while (true)
        {
            var before = text;
            if (unescape)
                text = TokenizerHtml.UnescapeClosed(text);
            text = TerminalEscape().Replace(Substitute(text), "");
            text = Compose(ControlCharacters().Replace(text, ""));
            if (text == before)
                return text;
        }
    }

    static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c is (< ' ' and not '\n') or '&' or > '~')
                return false;
        return true;
    }

    static string Substitute(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())                           // half of a surrogate pair comes out as U+FFFD, as in ftfy
            result.Append(rune.Value switch
            {
                >= 0x80 and <= 0x9F => TokenizerHtml.FromWindows1252(rune.Value).ToString(),
                >= 0x2018 and <= 0x201B or 0x2BC => "'",
                >= 0x201C and <= 0x201F => "\"",
                0x3000 => " ",
                >= 0xFF01 and <= 0xFFEF => rune.ToString().Normalize(NormalizationForm.FormKC),
                '\r' or 0x2028 or 0x2029 => "\n",
                0xFB05 => "ſt",
                0x132 or 0x133 or 0x149 or (>= 0x1C4 and <= 0x1CC) or (>= 0x1F1 and <= 0x1F3) or (>= 0xFB00 and <= 0xFB06) =>
                    rune.ToString().Normalize(NormalizationForm.FormKC),
                _ => rune.ToString(),
            });
        return result.ToString();
    }

    /// <summary>NFC. The framework refuses texts with the non-character U+FFFE, so what stands between such is composed by itself.</summary>
    static string Compose(string text) => string.Join('\uFFFE', text.Split('\uFFFE').Select(part => part.Normalize(NormalizationForm.FormC)));

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Whitespace();

    [GeneratedRegex(@"\x1B\[[0-9;]*[a-zA-Z]", RegexOptions.CultureInvariant)]
    private static partial Regex TerminalEscape();

    [GeneratedRegex(@"[\x00-\x08\x0B\x0E-\x1F\x7F\u206A-\u206F\uFEFF\uFFF9-\uFFFC]", RegexOptions.CultureInvariant)]
    private static partial Regex ControlCharacters();
}
