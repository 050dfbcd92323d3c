using System.Globalization;
using System.Text;

namespace KronClip.Clip;

/// <summary>
/// Lower-casing as Python's str.lower does it: Unicode's full mapping without any language's rules. It differs from one mapping per character in two
/// places: İ becomes i with a dot above (U+0307), and Σ at the end of a word becomes ς. The culture of the process plays no part.
/// </summary>
static class TokenizerCasing
{
    const int CapitalIWithDot = 0x130;
    const int CapitalSigma = 0x3A3;

    public static string ToLower(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text.ToLowerInvariant();
        var runes = text.EnumerateRunes().ToArray();
        var result = new StringBuilder(text.Length + 4);
        for (var i = 0; i < runes.Length; i++)
            switch (runes[i].Value)
            {
                case CapitalIWithDot:
                    result.Append("i\u0307");
                    break;
                case CapitalSigma:
                    result.Append(EndsWord(runes, i) ? 'ς' : 'σ');
                    break;
                default:
                    result.Append(Rune.ToLowerInvariant(runes[i]).ToString());
                    break;
            }
        return result.ToString();
    }

    /// <summary>Unicode's Final_Sigma (3.13, table 3-17): a cased letter before, none after, characters that ignore case skipped.</summary>
    static bool EndsWord(Rune[] runes, int position)
    {
        var before = position - 1;
        while (before >= 0 && IsCaseIgnorable(runes[before]))
            before--;
        if (before < 0 || !IsCased(runes[before]))
            return false;
        var after = position + 1;
        while (after < runes.Length && IsCaseIgnorable(runes[after]))
            after++;
        return after == runes.Length || !IsCased(runes[after]);
    }

    /// <summary>The property Cased: letters of either case, title case, and the few others that Unicode lists (Other_Lowercase,
    /// Other_Uppercase).</summary>
    static bool IsCased(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter => true,
        _ => rune.Value is 0xAA or 0xBA or (>= 0x2160 and <= 0x217F) or (>= 0x24B6 and <= 0x24E9)
            or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189),
    };

    /// <summary>The property Case_Ignorable: marks, formats, modifiers, and the punctuation that stands inside words.</summary>
    static bool IsCaseIgnorable(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol => true,
        _ => rune.Value is '\'' or '.' or ':' or 0xB7 or 0x387 or 0x55F or 0x5F4 or 0x2018 or 0x2019 or 0x2024 or 0x2027
            or 0xFE13 or 0xFE52 or 0xFE55 or 0xFF07 or 0xFF0E or 0xFF1A,
    };
}
