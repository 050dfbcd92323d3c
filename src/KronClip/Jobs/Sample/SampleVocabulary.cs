using KronClip.Clip;

namespace KronClip.Jobs;

/// <summary>
/// The sample model's own vocabulary: byte-pair encoding (Sennrich et al. 2016) learnt from a few lines of plain English, in the form of CLIP's.
/// The most frequent pair is merged first; equal ones in ordinal order, so the result is always the same.
/// </summary>
static class SampleVocabulary
{
    /// <summary>Merges learnt at most; with 512 byte tokens, start and end the vocabulary has 768 tokens.</summary>
    const int MostMerges = 254;

    /// <summary>What the merges are learnt from. A word that occurs more often becomes whole earlier.</summary>
    const string Text = """
        a photo of a red circle a photo of a blue square a photo of a green triangle a photo of yellow stripes
        a picture of a red circle a picture of a blue square a picture of a green triangle a picture of yellow stripes this is an image of the
        red orange yellow green blue purple pink brown black white grey silver golden dark light bright pale
        circle circles square squares triangle triangles stripe stripes dot dots line lines ring rings star stars cross shape shapes
        round straight curved striped dotted spotted plain smooth rough shiny dull clean dirty wet dry broken whole cracked scratched dented
        metal steel iron copper wood glass paper cardboard plastic rubber leather cloth cotton wool stone concrete ceramic clay sand water
        surface texture pattern background colour edge corner centre top bottom left right front back inside outside
        screw nut bolt gear wheel spring wire cable pipe valve bearing plate sheet bar tube panel board chip switch box bag bottle can cup
        cat dog bird fish horse cow sheep tree leaf flower grass fruit apple bread car truck ship plane train bicycle house door window chair table
        one two three four five six seven eight nine ten small large big little long short thin thick old new good bad and or with without on in
        """;

    /// <summary>The merges in the order in which they were learnt, and the vocabulary that follows from them.</summary>
    public static (IReadOnlyList<(string Left, string Right)> Merges, IReadOnlyDictionary<string, int> Vocabulary) Learn()
    {
        var words = Text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
            .CountBy(word => word, StringComparer.Ordinal).Select(entry => (Symbols: Symbols(entry.Key), Count: entry.Value)).ToArray();
        var merges = new List<(string Left, string Right)>();
        var made = new HashSet<string>(StringComparer.Ordinal);
        while (merges.Count < MostMerges && MostFrequent(words, made) is { } pair)
        {
            merges.Add(pair);
            made.Add(pair.Left + pair.Right);
            foreach (var (symbols, _) in words)
                Merge(symbols, pair);
        }
        return (merges, TokenizerFiles.VocabularyOf(merges, "sample vocabulary"));
    }

    /// <summary>The letters of a word, the last one marked as its end.</summary>
    static List<string> Symbols(string word) => [.. word[..^1].Select(letter => letter.ToString()), word[^1] + TokenizerBytePairs.WordEnd];

    /// <summary>The pair that occurs most often; a pair that would spell a token once more is passed over, as each token has one merge.</summary>
    static (string Left, string Right)? MostFrequent((List<string> Symbols, int Count)[] words, HashSet<string> made)
    {
        var counts = new Dictionary<(string Left, string Right), int>();
        foreach (var (symbols, count) in words)
            foreach (var pair in symbols.Zip(symbols.Skip(1)))
                counts[pair] = counts.GetValueOrDefault(pair) + count;
        return counts.Where(entry => !made.Contains(entry.Key.Left + entry.Key.Right))
            .OrderByDescending(entry => entry.Value)
            .ThenBy(entry => entry.Key.Left, StringComparer.Ordinal).ThenBy(entry => entry.Key.Right, StringComparer.Ordinal)
            .Select(entry => ((string, string)?)entry.Key).FirstOrDefault();
    }

    static void Merge(List<string> symbols, (string Left, string Right) pair)
    {
        for (var i = 0; i + 1 < symbols.Count; i++)
        {
            if (symbols[i] != pair.Left || symbols[i + 1] != pair.Right)
                continue;
            symbols[i] += pair.Right;
            symbols.RemoveAt(i + 1);
        }
    }
}
