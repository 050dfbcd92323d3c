using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace KronClip.Clip;

/// <summary>
/// What happens to a text before it is cut into words (CLIP/clip/simple_tokenizer.py: basic_clean, whitespace_clean, lower). The published code
/// calls the
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
        if (!PlatformNormalizes && text.EnumerateRunes().Any(MayNeedNormalization))
            throw new TokenizerException(
                $"'{text}' holds characters that need Unicode normalization, which this process lacks because it runs in "
                    + "globalization-invariant mode; "
                + "its tokens would differ from other machines'. Install ICU (libicu) and unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
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

    /// <summary>Without ICU the framework returns texts as they are instead of normalizing them.</summary>
    static readonly bool PlatformNormalizes = "e\u0301".Normalize(NormalizationForm.FormC) == "\u00E9";

    /// <summary>Whether a text with <paramref name="rune"/> might not be normalized: marks, Hangul letters, and the blocks that hold
    /// compatibility characters.</summary>
    internal static bool MayNeedNormalization(Rune rune) => rune.Value switch
    {
        0x132 or 0x133 or 0x149 or (>= 0x1C4 and <= 0x1CC) or (>= 0x1F1 and <= 0x1F3) => true,
        < 0x300 => false,
        (>= 0x374 and <= 0x387) or (>= 0x900 and <= 0x11FF) or (>= 0x1F00 and <= 0x1FFF) or 0x2000 or 0x2001 or (>= 0x2126 and <= 0x212B) => true,
        0x2329 or 0x232A or 0x2ADC or (>= 0xF900 and <= 0xFB4F) or (>= 0xFF01 and <= 0xFFEF) or (>= 0x2F800 and <= 0x2FA1F) => true,
        >= 0x1D100 and <= 0x1D1FF => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark,
    };

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
