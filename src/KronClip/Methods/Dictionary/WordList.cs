using System.Globalization;
using System.Text;

namespace KronClip.Methods;

/// <summary>
/// A person's own words for the dictionary: one word or short phrase a line, UTF-8 with or without a byte-order mark, blank lines apart. Case, underscores and
/// runs of spaces make no difference, as they make none to CLIP's tokenizer or to class names.
/// </summary>
static class WordList
{
    /// <summary>Most words. The start of W solves a system of K × K numbers.</summary>
    public const int MostWords = 10_000;

    /// <summary>Most characters of a word; more is a sentence, whose mean says little.</summary>
    public const int MostCharacters = 200;

    const int MostBytes = 1 << 22;

    /// <summary>The words of a file, in its order, duplicates included.</summary>
    /// <exception cref="OptionsException">The file cannot be read, is not UTF-8 text, has no words, or a line is no word.</exception>
    public static IReadOnlyList<string> Read(string path)
    {
        var lines = Text(path).Split('\n');
        var words = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Trim() is not { Length: > 0 } word)
                continue;
            if (Fault(word) is { } fault)
                throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"Line {i + 1} of the word list '{path}' {fault}"));
            words.Add(word);
        }
        if (words.Count == 0)
            throw new OptionsException($"The word list '{path}' is empty; write one word or short phrase on each line.");
        return words.Count <= MostWords ? words : throw new OptionsException(TooMany($"The word list '{path}'", words.Count));
    }

    /// <summary>Checks words that came as a list.</summary>
    /// <exception cref="OptionsException">One is no word, or there are too many.</exception>
    public static void Validate(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if ((string.IsNullOrWhiteSpace(words[i]) ? "is empty; take it out." : Fault(words[i])) is { } fault)
                throw new OptionsException(string.Create(CultureInfo.InvariantCulture, $"Word {i + 1} of the option words {fault}"));
        }
        if (words.Count > MostWords)
            throw new OptionsException(TooMany("The option words", words.Count));
    }

    /// <summary>Each word once, by the first way it was written, and those that were there already.</summary>
    public static (IReadOnlyList<string> Once, IReadOnlyList<string> Again) Distinct(IReadOnlyList<string> words)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var (once, again) = (new List<string>(), new List<string>());
        foreach (var word in words)
            (known.Add(AsRead(word)) ? once : again).Add(word.Trim());
        return (once, again);
    }

    /// <summary>What two ways to write a word have in common: "Hex_Nut " is "hex nut".</summary>
    static string AsRead(string word) => string.Join(' ', word.Replace('_', ' ').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();

    static string Text(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MostBytes)
                throw new OptionsException(string.Create(CultureInfo.InvariantCulture,
                    $"The word list '{path}' has {file.Length:#,0} bytes; {MostBytes:#,0} are the most. Is it the right file? A word list is text with one word on each line."));
            using var reader = new StreamReader(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false);
            return reader.ReadToEnd().TrimStart('\uFEFF').ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException error)
        {
            throw new OptionsException($"The word list '{path}' is not UTF-8 text. Save it as UTF-8 (in an editor: \"Save as\", encoding UTF-8) and run the command again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new OptionsException($"The word list '{path}' cannot be read: {error.Message} Give words the path of a text file with one word on each line, or the words themselves as [\"bolt\",\"hex nut\"].", error);
        }
    }

    static string? Fault(string word) =>
        word.Any(char.IsControl) ? "holds a control character; a word list is plain text with one word on each line."
        : !IsUnicode(word) ? "holds a character that is none; save the list as UTF-8."
        : word.Length > MostCharacters ? string.Create(CultureInfo.InvariantCulture, $"has {word.Length} characters; give a word or a phrase of at most {MostCharacters}.")
        : null;

    /// <summary>U+FFFD stands where a character was lost, and half a surrogate pair, which JSON can bring, is none.</summary>
    static bool IsUnicode(string word) => !word.EnumerateRunes().Contains(Rune.ReplacementChar);

    static string TooMany(string what, int count) => string.Create(CultureInfo.InvariantCulture, $"{what} has {count:#,0} words; {MostWords:#,0} are the most.");
}
