using KronClip.Clip;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>Words as entries of a dictionary: row w is the mean of the token embeddings of word w, the special tokens left out.</summary>
/// <param name="Rows">[n×d].</param>
/// <param name="SameTokens">Words whose tokens an earlier word has too, with that word; their rows are equal.</param>
sealed record WordRows(Matrix Rows, IReadOnlyList<(string Word, string Earlier)> SameTokens)
{
    /// <summary>The rows of words.</summary>
    /// <param name="text">The tower with E.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="words">The words, each once.</param>
    /// <exception cref="OptionsException">A word has no tokens.</exception>
    public static WordRows Of(TextTower text, Tokenizer tokenizer, IReadOnlyList<string> words)
    {
        var rows = new Matrix(words.Count, text.Width);
        var (first, same) = (new Dictionary<string, string>(StringComparer.Ordinal), new List<(string, string)>());
        for (var w = 0; w < words.Count; w++)
        {
            var tokens = tokenizer.Encode(words[w].Replace('_', ' ')).Where(t => t != tokenizer.StartToken && t != tokenizer.EndToken).Order().ToArray();
            if (tokens.Length == 0)
                throw new OptionsException($"The word \"{words[w]}\" has no tokens: the model sees nothing in it. Take it out of the words.");
            Mean(text, tokens, rows.Row(w));
            if (!first.TryAdd(string.Join(' ', tokens), words[w]))
                same.Add((words[w], first[string.Join(' ', tokens)]));
        }
        return new WordRows(rows, same);
    }

    /// <summary>row = Σ E[t] / n  [d], summed in double in the order of the tokens' numbers, so that the order of words in a phrase changes no bit.</summary>
    static void Mean(TextTower text, int[] tokens, Span<float> row)
    {
        var sum = new double[row.Length];
        foreach (var token in tokens)
        {
            var embedding = text.TokenEmbedding(token);
            for (var j = 0; j < sum.Length; j++)
                sum[j] += embedding[j];
        }
        for (var j = 0; j < sum.Length; j++)
            row[j] = (float)(sum[j] / tokens.Length);
    }
}
