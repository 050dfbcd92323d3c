using System.Globalization;
using System.Text;

namespace KronClip.Clip;

/// <summary>
/// Cuts a cleaned text into the words that are encoded one by one. It is CLIP's regular expression (CLIP/clip/simple_tokenizer.py)
/// <code>&lt;\|startoftext\|&gt;|&lt;\|endoftext\|&gt;|'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+</code>
/// written out, because it is defined on code points and .NET's engine sees UTF-16 units: outside the basic plane letters would count as symbols.
/// </summary>
static class TokenizerWords
{
    public const string Start = "<|startoftext|>";
    public const string End = "<|endoftext|>";

    static readonly string[] Fixed = [Start, End, "'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

    enum Kind { Space, Letter, Number, Other }

    /// <summary>The words of <paramref name="text"/>, which is lower-case and holds no half surrogate pairs.</summary>
    public static IEnumerable<string> Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var length = FixedLength(text, i);
            if (length == 0)
            {
                var kind = KindAt(text, i, out length);
                if (kind is Kind.Letter or Kind.Other)
                    while (i + length < text.Length && KindAt(text, i + length, out var next) == kind)
                        length += next;
                if (kind == Kind.Space)
                {
                    i += length;
                    continue;
                }
            }
            yield return text.Substring(i, length);
            i += length;
        }
    }

    /// <summary>Length of the special token or contraction at <paramref name="position"/>; 0 where there is none.</summary>
    static int FixedLength(string text, int position)
    {
        if (text[position] is not ('<' or '\''))
            return 0;
        foreach (var word in Fixed)
            if (text.Length - position >= word.Length)
            {
                var matched = 0;
                while (matched < word.Length && SameLetter(text[position + matched], word[matched]))
                    matched++;
                if (matched == word.Length)
                    return matched;
            }
        return 0;
    }

    /// <summary>The expression ignores case, and for Unicode the long s (ſ), a lower-case letter, is an s.</summary>
    static bool SameLetter(char c, char expected) => c == expected || (c == 'ſ' && expected == 's');

    static Kind KindAt(string text, int position, out int length)
    {
        Rune.DecodeFromUtf16(text.AsSpan(position), out var rune, out length);
        if (Rune.IsWhiteSpace(rune))
            return Kind.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Kind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Kind.Number,
            _ => Kind.Other,
        };
    }
}
