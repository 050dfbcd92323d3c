using System.Globalization;

namespace KronClip.Clip;

/// <summary>
/// CLIP's tokenizer (CLIP/clip/simple_tokenizer.py and clip.py: tokenize): the text is cleaned and lower-cased, cut into words, and each word becomes
/// byte-pair tokens. Immutable and thread-safe; the same text gives the same tokens under every culture.
/// </summary>
public sealed class Tokenizer
{
    readonly string[] tokens;
    readonly TokenizerBytePairs pairs;

    Tokenizer(IReadOnlyDictionary<string, int> vocabulary, IEnumerable<(string, string)> merges, string source)
    {
        tokens = new string[vocabulary.Count];
        foreach (var (token, id) in vocabulary)
            tokens[id] = id >= 0 && id < tokens.Length && tokens[id] is null
                ? token
                : throw new CheckpointException(string.Create(CultureInfo.InvariantCulture,
                    $"'{source}': token '{token}' has the id {id}; {tokens.Length} tokens need the ids 0 to {tokens.Length - 1}, each once. "
                        + $"The file is damaged; download it again."));
        StartToken = Special(TokenizerWords.Start);
        EndToken = Special(TokenizerWords.End);
        pairs = new TokenizerBytePairs(vocabulary, merges, source);

        int Special(string text) => vocabulary.TryGetValue(text, out var id)
            ? id
            : throw new CheckpointException($"'{source}': the vocabulary has no token '{text}'; it is not a CLIP vocabulary. Take the "
                + "tokenizer files of the model itself.");
    }

    /// <summary>The id of &lt;|startoftext|&gt;, which begins every sequence.</summary>
    public int StartToken { get; }

    /// <summary>The id of &lt;|endoftext|&gt;, at whose position the text tower is read.</summary>
    public int EndToken { get; }

    /// <summary>Number of tokens; the rows of the model's token table.</summary>
    public int VocabularySize => tokens.Length;

    /// <summary>
    /// Reads the tokenizer of a model folder: vocab.json with merges.txt, else tokenizer.json, else bpe_simple_vocab_16e6.txt.gz.
    /// </summary>
    /// <param name="folder">The model's folder.</param>
    /// <param name="vocabularySize">Rows of the model's token table; another number of tokens is refused.</param>
    /// <exception cref="CheckpointException">There is none, it is damaged, or it belongs to another model.</exception>
    public static Tokenizer Load(string folder, int vocabularySize)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string At(string name) => Path.Combine(folder, name);
        Tokenizer tokenizer;
        if (File.Exists(At(TokenizerFiles.Vocabulary)) && File.Exists(At(TokenizerFiles.Merges)))
        {
            var (vocabulary, merges) = TokenizerFiles.ReadVocabularyAndMerges(At(TokenizerFiles.Vocabulary), At(TokenizerFiles.Merges));
            tokenizer = new(vocabulary, merges, At(TokenizerFiles.Vocabulary));
        }
        else if (File.Exists(At(TokenizerFiles.Whole)))
        {
            var (vocabulary, merges) = TokenizerFiles.ReadWhole(At(TokenizerFiles.Whole));
            tokenizer = new(vocabulary, merges, At(TokenizerFiles.Whole));
        }
        else if (File.Exists(At(TokenizerFiles.Gzip)))
            tokenizer = FromMergesGzip(At(TokenizerFiles.Gzip), vocabularySize);
        else
            throw new CheckpointException(
                $"'{folder}' holds no tokenizer: {TokenizerFiles.Vocabulary} with {TokenizerFiles.Merges}, or {TokenizerFiles.Whole}, or "
                    + $"{TokenizerFiles.Gzip} is needed. Take it from where the weights come from.");
        return tokenizer.VocabularySize == vocabularySize
            ? tokenizer
            : throw new CheckpointException(string.Create(CultureInfo.InvariantCulture,
                $"The tokenizer in '{folder}' has {tokenizer.VocabularySize} tokens, but the model's token table has {vocabularySize} rows; "
                    + $"they belong to different models."));
    }

    /// <summary>A tokenizer from tokens with their ids (0, 1, 2, … without gaps) and merges, earliest first.</summary>
    /// <exception cref="CheckpointException">Ids are not 0 … n-1, or a byte, a merge's result, or the start or end token is missing.</exception>
    public static Tokenizer FromVocabulary(IReadOnlyDictionary<string, int> vocabulary, IEnumerable<(string Left, string Right)> merges)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        return new(vocabulary, merges, "vocabulary");
    }

    /// <summary>A tokenizer from merges alone, earliest first; ids follow as in OpenAI's vocabulary: bytes, bytes at a word's end, merges,
    /// start, end.</summary>
    /// <exception cref="CheckpointException">A merge uses a token that no byte or earlier merge makes, or makes one that is there
    /// already.</exception>
    public static Tokenizer FromMerges(IReadOnlyList<(string Left, string Right)> merges)
    {
        ArgumentNullException.ThrowIfNull(merges);
        return new(TokenizerFiles.VocabularyOf(merges, "merges"), merges, "merges");
    }

    /// <summary>Reads OpenAI's bpe_simple_vocab_16e6.txt.gz; <paramref name="vocabularySize"/> says how many of its merges count.</summary>
    /// <exception cref="CheckpointException">The file is unreadable, damaged, or has too few merges.</exception>
    public static Tokenizer FromMergesGzip(string path, int vocabularySize = 49408)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var (vocabulary, merges) = TokenizerFiles.ReadGzip(path, vocabularySize);
        return new(vocabulary, merges, path);
    }

    /// <summary>The tokens of <paramref name="text"/>, without start and end. The words "&lt;|startoftext|&gt;" and "&lt;|endoftext|&gt;" in it
    /// are those tokens.</summary>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var result = new List<int>();
        foreach (var word in TokenizerWords.Split(TokenizerText.Clean(text)))
            if (word == TokenizerWords.Start)
                result.Add(StartToken);
            else if (word == TokenizerWords.End)
                result.Add(EndToken);
            else
                result.AddRange(pairs.Encode(word));
        return [.. result];
    }

    /// <summary>How many positions <paramref name="text"/> takes, start and end included; the model has a fixed number of them.</summary>
    public int CountTokens(string text) => Encode(text).Length + 2;

    /// <summary>
    /// The sequence that the text tower takes, [contextLength]: start, the text's tokens, end, zeros. With <paramref name="truncate"/> a longer
    /// text is cut
    /// and its last position is the end token.
    /// </summary>
    /// <exception cref="TokenizerException">The text takes more than <paramref name="contextLength"/> positions and is not to be cut.</exception>
    public int[] Tokenize(string text, int contextLength, bool truncate = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(contextLength, 2);
        var encoded = Encode(text);
        if (encoded.Length + 2 > contextLength && !truncate)
            throw new TokenizerException(string.Create(CultureInfo.InvariantCulture,
                $"'{Shortened(text)}' takes {encoded.Length + 2} tokens with start and end; the model has {contextLength} positions. Shorten "
                    + $"the text."));
        var result = new int[contextLength];
        var kept = Math.Min(encoded.Length, contextLength - 2);
        result[0] = StartToken;
        encoded.AsSpan(0, kept).CopyTo(result.AsSpan(1));
        result[kept + 1] = EndToken;
        return result;
    }

    /// <summary>The text of <paramref name="ids"/>; each word is followed by a space, and bytes that form no character are U+FFFD.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is not in the vocabulary.</exception>
    public string Decode(IEnumerable<int> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return TokenizerBytePairs.Decode(string.Concat(ids.Select(TokenText)));
    }

    /// <summary>A token as the vocabulary writes it, for example "cat&lt;/w&gt;".</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not in the vocabulary.</exception>
    public string TokenText(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, tokens.Length);
        return tokens[id];
    }

    static string Shortened(string text) => text.Length <= 120 ? text : text[..117] + "…";
}
