using System.Collections.Concurrent;
using System.Text;

namespace KronClip.Clip;

/// <summary>
/// Byte-level byte-pair encoding (Sennrich et al. 2016; GPT-2's form): a word's UTF-8 bytes are merged pair by pair, always the pair learnt earliest.
/// The last byte of a word is marked "&lt;/w&gt;". Thread-safe.
/// </summary>
sealed class TokenizerBytePairs
{
    /// <summary>Marks the end of a word in the vocabulary.</summary>
    public const string WordEnd = "</w>";

    /// <summary>Encoded words kept; a run over a million texts must not keep them all.</summary>
    const int CacheLimit = 1 << 14;

    /// <summary>Longer words are rare, and not worth keeping.</summary>
    const int LongestCached = 64;

    /// <summary>The printable character that stands for each byte in vocabulary files (bytes_to_unicode in CLIP/clip/simple_tokenizer.py).</summary>
    static readonly char[] Characters = MakeCharacters();

    static readonly Dictionary<char, byte> Bytes = Enumerable.Range(0, 256).ToDictionary(b => Characters[b], b => (byte)b);

    readonly int[] byteTokens = new int[256];
    readonly int[] lastByteTokens = new int[256];
    readonly Dictionary<(int, int), (int Rank, int Token)> merges = [];
    readonly ConcurrentDictionary<string, int[]> cache = new(StringComparer.Ordinal);
    int cached;

    /// <exception cref="CheckpointException">A byte or the result of a merge is not in the vocabulary.</exception>
    public TokenizerBytePairs(IReadOnlyDictionary<string, int> vocabulary, IEnumerable<(string Left, string Right)> pairs, string source)
    {
        for (var b = 0; b < 256; b++)
            (byteTokens[b], lastByteTokens[b]) = (Token(Characters[b].ToString()), Token(Characters[b] + WordEnd));
        foreach (var (left, right) in pairs)
            merges.TryAdd((Token(left), Token(right)), (merges.Count, Token(left + right)));

        int Token(string text) => vocabulary.TryGetValue(text, out var id)
            ? id
            : throw new CheckpointException($"'{source}': the vocabulary has no token '{text}', which CLIP's byte-pair encoding needs; "
                + "vocabulary and merges belong to different models, or the file is damaged.");
    }

    /// <summary>The vocabulary's first 512 tokens in the order of bpe_simple_vocab: the bytes, printable ones first, then the same at a word's
    /// end.</summary>
    public static IEnumerable<string> FirstTokens()
    {
        var ordered = Enumerable.Range(0, 256).OrderBy(b => Characters[b]).Select(b => Characters[b].ToString()).ToList();
        return ordered.Concat(ordered.Select(c => c + WordEnd));
    }

    /// <summary>The tokens of one word, at least one per word.</summary>
    public int[] Encode(string word)
    {
        if (cache.TryGetValue(word, out var known))
            return known;
        var tokens = Merge(Encoding.UTF8.GetBytes(word));
        if (word.Length <= LongestCached && cache.TryAdd(word, tokens) && Interlocked.Increment(ref cached) >= CacheLimit)
        {
            cache.Clear();
            Interlocked.Exchange(ref cached, 0);
        }
        return tokens;
    }

    /// <summary>The text of vocabulary entries put together: their bytes as UTF-8, what is no UTF-8 as U+FFFD.</summary>
    public static string Decode(string entries)
    {
        var bytes = new List<byte>(entries.Length);
        foreach (var c in entries)
            if (Bytes.TryGetValue(c, out var b))
                bytes.Add(b);
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(c.ToString()));
        return Encoding.UTF8.GetString(bytes.ToArray()).Replace(WordEnd, " ", StringComparison.Ordinal);
    }

    int[] Merge(byte[] bytes)
    {
        var symbols = new int[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
            symbols[i] = i == bytes.Length - 1 ? lastByteTokens[bytes[i]] : byteTokens[bytes[i]];
        var count = symbols.Length;
        while (count > 1)
        {
            var (best, merged) = (int.MaxValue, 0);
            var pair = (0, 0);
            for (var i = 0; i + 1 < count; i++)
                if (merges.TryGetValue((symbols[i], symbols[i + 1]), out var merge) && merge.Rank < best)
                    (best, merged, pair) = (merge.Rank, merge.Token, (symbols[i], symbols[i + 1]));
            if (best == int.MaxValue)
                break;
            var kept = 0;                                       // every occurrence is merged, from the left
            for (var i = 0; i < count; i++)
            {
                var here = i + 1 < count && (symbols[i], symbols[i + 1]) == pair;
                symbols[kept++] = here ? merged : symbols[i];
                if (here)
                    i++;
            }
            count = kept;
        }
        return symbols[..count];
    }

    static char[] MakeCharacters()
    {
        var characters = new char[256];
        var next = 256;
        for (var b = 0; b < 256; b++)
            characters[b] = b is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF) ? (char)b : (char)next++;
        return characters;
    }
}
