using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace KronClip.Clip;

/// <summary>Reads the three forms in which CLIP's vocabulary is published.</summary>
static class TokenizerFiles
{
    public const string Vocabulary = "vocab.json", Merges = "merges.txt", Whole = "tokenizer.json", Gzip = "bpe_simple_vocab_16e6.txt.gz";

    /// <summary>Bytes that a packed list of merges may unpack to; CLIP's has 3 million.</summary>
    const int LargestList = 1 << 26;

    /// <summary>Tokens of the published vocabulary that are no merge: 256 bytes, the same at a word's end, start and end of text.</summary>
    const int TokensBesidesMerges = 256 + 256 + 2;

    /// <summary>vocab.json and merges.txt, as transformers' CLIPTokenizer writes them.</summary>
    public static (Dictionary<string, int> Vocabulary, List<(string, string)> Merges) ReadVocabularyAndMerges(
        string vocabularyPath, string mergesPath)
    {
        var vocabulary = Guarded(vocabularyPath, () =>
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(vocabularyPath));
            return ReadVocabulary(document.RootElement);
        });
        var merges = Guarded(mergesPath, () => ParseMerges(File.ReadLines(mergesPath, Encoding.UTF8), int.MaxValue));
        return (vocabulary, merges);
    }

    /// <summary>tokenizer.json, as the tokenizers library writes it.</summary>
    public static (Dictionary<string, int> Vocabulary, List<(string, string)> Merges) ReadWhole(string path) => Guarded(path, () =>
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var model = document.RootElement.GetProperty("model");
        if ((model.TryGetProperty("type", out var type) && type.GetString() is not "BPE")
            || !model.TryGetProperty("end_of_word_suffix", out var suffix) || suffix.GetString() != TokenizerBytePairs.WordEnd)
            throw new CheckpointException($"'{path}' is no CLIP tokenizer: byte-pair encoding with the word end "
                + $"'{TokenizerBytePairs.WordEnd}' is needed. Take the tokenizer files of the model itself.");
        var vocabulary = ReadVocabulary(model.GetProperty("vocab"));
        if (document.RootElement.TryGetProperty("added_tokens", out var added))
            foreach (var token in added.EnumerateArray())
                vocabulary.TryAdd(token.GetProperty("content").GetString()!, token.GetProperty("id").GetInt32());
        // Older files write a merge as "a b", newer ones as ["a", "b"].
        var merges = ParseMerges(model.GetProperty("merges").EnumerateArray().Select(merge =>
            merge.ValueKind == JsonValueKind.Array ? $"{merge[0].GetString()} {merge[1].GetString()}" : merge.GetString()!), int.MaxValue);
        return (vocabulary, merges);
    });

    /// <summary>
    /// The list of merges as OpenAI publishes it, from which the vocabulary follows: bytes, bytes at a word's end, merges in their order, start, end.
    /// The file holds more merges than were used; the vocabulary's size says how many count.
    /// </summary>
    public static (Dictionary<string, int> Vocabulary, List<(string, string)> Merges) ReadGzip(string path, int vocabularySize) => Guarded(path, () =>
    {
        var count = vocabularySize - TokensBesidesMerges;
        var merges = ParseMerges(Unpack(path).Split('\n'), Math.Max(count, 0));
        if (merges.Count != count)
            throw new CheckpointException(string.Create(CultureInfo.InvariantCulture,
                $"'{path}' has {merges.Count} merges; a vocabulary of {vocabularySize} tokens needs {count}. Take the tokenizer files of the "
                    + $"model itself."));
        return (VocabularyOf(merges, path), merges);
    });

    /// <summary>The vocabulary that follows from a list of merges.</summary>
    public static Dictionary<string, int> VocabularyOf(IReadOnlyList<(string Left, string Right)> merges, string source)
    {
        var tokens = TokenizerBytePairs.FirstTokens()
            .Concat(merges.Select(merge => merge.Left + merge.Right)).Append(TokenizerWords.Start).Append(TokenizerWords.End);
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in tokens)
            if (!vocabulary.TryAdd(token, vocabulary.Count))
                throw new CheckpointException($"'{source}' makes the token '{token}' twice; it is damaged. Download it again.");
        return vocabulary;
    }

    static Dictionary<string, int> ReadVocabulary(JsonElement element)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in element.EnumerateObject())
            if (!vocabulary.TryAdd(entry.Name, entry.Value.GetInt32()))
                throw new JsonException($"the token '{entry.Name}' appears twice");
        return vocabulary;
    }

    static List<(string, string)> ParseMerges(IEnumerable<string> lines, int limit)
    {
        var merges = new List<(string, string)>();
        var first = true;
        foreach (var line in lines)
        {
            var heading = first && line.Contains("#version", StringComparison.Ordinal);       // OpenAI's begins with a name in quotes
            first = false;
            if (merges.Count >= limit)
                break;
            if (heading || string.IsNullOrWhiteSpace(line))
                continue;
            merges.Add(line.Split((char[])[' ', '\r'], StringSplitOptions.RemoveEmptyEntries) is [var left, var right]
                ? (left, right)
                : throw new JsonException($"the merge '{(line.Length > 40 ? line[..40] + "…" : line)}' is not two tokens with a space between"));
        }
        return merges;
    }

    static string Unpack(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        for (int read; (read = file.Read(buffer)) > 0;)
        {
            memory.Write(buffer.AsSpan(0, read));
            if (memory.Length > LargestList)
                throw new InvalidDataException($"it unpacks to more than {LargestList >> 20} MB");
        }
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(memory.GetBuffer(), 0, (int)memory.Length);
    }

    static T Guarded<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException or InvalidDataException
            or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            throw new CheckpointException($"'{path}' cannot be read as a tokenizer file: {error.Message.TrimEnd('.')}. Download it again.", error);
        }
    }
}
