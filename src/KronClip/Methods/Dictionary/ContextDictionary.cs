using System.Globalization;
using KronClip.Compute;

namespace KronClip.Methods;

/// <summary>
/// D of CK-CoOp as its options ask for it: centres or rows of the token table first, the person's own words behind them.
/// <code>
/// D = [centres; words]      [(K - n)×d] over [n×d] → [K×d]
/// </code>
/// </summary>
/// <param name="Entries">D, [K×d].</param>
/// <param name="Origin">How many entries there are and where they come from, in words that follow "K = ".</param>
/// <param name="Remarks">What is to be said of the words.</param>
sealed record ContextDictionary(Matrix Entries, string Origin, IReadOnlyList<string> Remarks)
{
    const int NamedAtMost = 5;

    /// <summary>The dictionary that <paramref name="options"/> ask for.</summary>
    /// <exception cref="OptionsException">K exceeds the usable rows, a word has no tokens, or every entry is zero.</exception>
    public static ContextDictionary Of(PromptSetup setup, CkCoOpOptions options)
    {
        var width = setup.Text.Width;
        var centres = options.Dictionary == DictionaryKind.Words
            ? new Matrix(0, width)
            : setup.Dictionaries.Get(setup.Text, CkCoOp.Centres(options, width), options.DictionarySeed, options.SkipUntrainedRows, options.Dictionary);
        var (once, again) = WordList.Distinct(options.Words);
        if (once.Count == 0)
            return Checked(new ContextDictionary(centres, Source(options, centres.Rows), []));

        var words = WordRows.Of(setup.Text, setup.Tokenizer, once);
        var entries = new Matrix(centres.Rows + once.Count, width);
        centres.Span.CopyTo(entries.Span);
        words.Rows.Span.CopyTo(entries.Span[(centres.Rows * width)..]);
        var own = string.Create(CultureInfo.InvariantCulture, $"{once.Count} {(once.Count == 1 ? "word" : "words")} of your own, each the mean of its token embeddings");
        return Checked(new ContextDictionary(
            entries,
            centres.Rows == 0 ? own : FormattableString.Invariant($"{entries.Rows}: {Source(options, centres.Rows)} and {own}"),
            [.. Said(again, words.SameTokens)]));
    }

    static string Source(CkCoOpOptions options, int count) => options.Dictionary switch
    {
        DictionaryKind.KMeans => FormattableString.Invariant($"{count} centres of the token embeddings (K-means, seed {options.DictionarySeed})"),
        DictionaryKind.SphericalKMeans => FormattableString.Invariant($"{count} centres of the token embeddings (spherical K-means, seed {options.DictionarySeed}; each centre scaled back to the mean length of its members)"),
        _ => FormattableString.Invariant($"{count} rows of the token table (drawn at random, seed {options.DictionarySeed})"),
    };

    static IEnumerable<string> Said(IReadOnlyList<string> again, IReadOnlyList<(string Word, string Earlier)> same)
    {
        if (again.Count > 0)
            yield return $"Said more than once among the words, and counted once: {Named(again.Distinct(StringComparer.Ordinal).ToArray())}.";
        if (same.Count > 0)
            yield return $"Words with the same tokens have the same entry: {Named([.. same.Select(s => $"\"{s.Word}\" and \"{s.Earlier}\"")], quote: false)}.";
    }

    static string Named(string[] words, bool quote = true)
    {
        var named = string.Join(", ", words.Take(NamedAtMost).Select(w => quote ? $"\"{w}\"" : w));
        return words.Length <= NamedAtMost ? named : string.Create(CultureInfo.InvariantCulture, $"{named} and {words.Length - NamedAtMost} more");
    }

    static ContextDictionary Checked(ContextDictionary made)
    {
        var finite = true;
        var zero = true;
        foreach (var value in made.Entries.Span)
            (finite, zero) = (finite && float.IsFinite(value), zero && value == 0);
        return finite && !zero ? made : throw new OptionsException(
            $"The dictionary (K = {made.Origin}) holds {(finite ? "nothing but zeros" : "numbers that are not finite")}: the model's token embeddings look untrained or damaged there. Choose another dictionary, or check the model with 'kronclip model check'.");
    }
}
