using KronClip.Clip;
using KronClip.Methods;

namespace KronClip.Jobs;

/// <summary>The words by which a difference of two classes is described.</summary>
/// <param name="Words">The words, each once.</param>
/// <param name="From">Where they come from, for a person.</param>
sealed record AttributeWords(IReadOnlyList<string> Words, string From)
{
    /// <summary>A vocabulary up to this size is a list that can be gone through as a whole; larger ones hold names, brands and pieces of words by the thousand.</summary>
    const int SmallVocabulary = 8192;

    const string EndOfWord = "</w>";

    const int ShortestWord = 3;

    /// <summary>How things look: colours, stuff, shapes, surfaces, states, light, size, places, and what they are made of or stand on.</summary>
    const string Looks =
        """
        red orange yellow green blue purple pink brown black white grey gray silver golden beige colorful transparent dark bright pale dull vivid
        metal steel iron brass copper aluminum gold wood wooden plastic glass paper cardboard rubber leather fabric cotton wool stone concrete brick clay ceramic sand water ice snow wax foil wire
        round square rectangular triangular hexagonal circular oval cylindrical spherical flat curved straight bent twisted pointed sharp blunt hollow thin thick long short tall wide narrow tiny small large huge
        smooth rough shiny matte glossy polished scratched dented cracked broken torn worn rusty dirty dusty clean wet dry oily greasy sticky stained burnt melted frozen crumpled folded wrinkled peeling
        striped spotted dotted checkered plain patterned woven knitted braided grid lined zigzagged wavy spiral swirling marbled grainy porous bubbly fibrous scaly cracked perforated holes grooved threaded toothed ribbed stacked
        hole edge corner spike tooth thread head handle wheel blade tube ring disc plate ball box bottle can cup bag label lid wing leg tail fur feather eye face hand leaf petal stem branch seat screen button
        furry hairy fluffy feathered scaled leafy flowering alive animal plant person machine tool vehicle building furniture food toy instrument
        indoor outdoor sky grass forest beach street table floor wall night day sunny shadow blurry closeup background single many empty full open closed old new modern antique soft hard heavy light simple complex
        """;

    /// <summary>The words to go through on a model.</summary>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="file">A person's own list, one word or phrase a line; null for the words of looks that the model has a token for and, where its vocabulary is small, all whole words of that.</param>
    /// <param name="without">Words that say nothing here: those of the two classes.</param>
    /// <exception cref="OptionsException">The file cannot be used, or no word is left.</exception>
    public static AttributeWords Of(Tokenizer tokenizer, string? file, IReadOnlyCollection<string> without)
    {
        if (file is not null)
            return new AttributeWords(WordList.Distinct(WordList.Read(file)).Once, file);
        var small = tokenizer.VocabularySize <= SmallVocabulary;
        var looks = Looks.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(word => tokenizer.Encode(word).Length == 1);
        var left = without.ToHashSet(StringComparer.Ordinal);
        string[] words = [.. (small ? looks.Concat(Whole(tokenizer)) : looks).Distinct(StringComparer.Ordinal).Where(word => !left.Contains(word)).Order(StringComparer.Ordinal)];
        return words.Length > 1
            ? new AttributeWords(words, small ? "the whole words of the model's vocabulary" : "a list of words for how things look, those of it that the model has a token for")
            : throw new OptionsException("The model's vocabulary has no words by which classes could be described. Give a list of your own with --words, one word a line.");
    }

    /// <summary>Tokens that are a word of plain letters by themselves.</summary>
    static IEnumerable<string> Whole(Tokenizer tokenizer)
    {
        for (var id = 0; id < tokenizer.VocabularySize; id++)
        {
            var text = tokenizer.TokenText(id);
            if (id != tokenizer.StartToken && id != tokenizer.EndToken && text.EndsWith(EndOfWord, StringComparison.Ordinal)
                && text[..^EndOfWord.Length] is { Length: >= ShortestWord } word && word.All(char.IsAsciiLetterLower))
                yield return word;
        }
    }
}
