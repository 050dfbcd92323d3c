using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using CsCheck;
using KronClip.Clip;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>The tokenizer on a vocabulary of a few merges, for machines without CLIP's own.</summary>
public class TokenizerTests
{
    /// <summary>Enough to make "cat", "the" and "photo" one token each, and to leave other words in pieces.</summary>
    static readonly (string Left, string Right)[] Merges =
    [
        ("t", "h"), ("a", "t</w>"), ("th", "e</w>"), ("c", "at</w>"), ("p", "h"), ("o", "t"), ("ph", "ot"), ("phot", "o</w>"), ("'", "s</w>"), ("a", "a"),
    ];

    static readonly Tokenizer Small = Tokenizer.FromMerges(Merges);

    [Fact]
    public void TheVocabularyFollowsFromTheMerges()
    {
        Assert.Equal(512 + Merges.Length + 2, Small.VocabularySize);
        Assert.Equal((Small.VocabularySize - 2, Small.VocabularySize - 1), (Small.StartToken, Small.EndToken));
        Assert.Equal("!", Small.TokenText(0));                         // the published vocabulary begins so too
        Assert.Equal("!</w>", Small.TokenText(256));
        Assert.Equal("th", Small.TokenText(512));
        Assert.Equal("<|endoftext|>", Small.TokenText(Small.EndToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.TokenText(Small.VocabularySize));
        Assert.Throws<ArgumentOutOfRangeException>(() => Small.TokenText(-1));
    }

    [Theory]
    [InlineData("The cat", "the</w> cat</w>")]
    [InlineData("  THE\t\nCat ", "the</w> cat</w>")]
    [InlineData("photo.", "photo</w> .</w>")]
    [InlineData("cat's", "cat</w> 's</w>")]
    [InlineData("cats", "c a t s</w>")]
    [InlineData("aaa", "aa a</w>")]
    [InlineData("aaaa", "aa a a</w>")]                                  // merged from the left, and the last "a" carries the word's end
    [InlineData("x2cat", "x</w> 2</w> cat</w>")]
    [InlineData("<|EndOfText|>cat", "<|endoftext|> cat</w>")]
    [InlineData("&amp;lt;the&gt;", "<</w> the</w> ></w>")]
    [InlineData("\u201Cthe\u201D cat\u2019s", "\"</w> the</w> \"</w> cat</w> 's</w>")]
    [InlineData("\uFF43\uFF41\uFF54", "cat</w>")]
    [InlineData("ca\uFEFFt\u0007", "cat</w>")]
    [InlineData("\u001B[1mcat\u001B[0m", "cat</w>")]
    [InlineData("", "")]
    [InlineData(" \u3000", "")]
    public void WordsBecomeTheTokensOfTheirMerges(string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', Small.Encode(text).Select(Small.TokenText)));

    [Theory]
    [InlineData("\U0001D4D7\U0001D4EE", 1)]                             // mathematical letters are letters although they take two UTF-16 units
    [InlineData("\U0001D7D8\U0001D7D9", 2)]                             // mathematical digits are digits: one word each
    [InlineData("a\U0001F600b", 3)]
    [InlineData("'\u017F", 1)]                                          // the long s is an s when case is ignored
    [InlineData("x\uD800y", 3)]                                         // half a surrogate pair becomes U+FFFD, a symbol
    [InlineData("zero\u200Bwidth", 3)]
    [InlineData("nel\u2028x", 2)]
    public void WordsAreCutOnCodePoints(string text, int words) => Assert.Equal(words, Small.Encode(text).Count(id => Small.TokenText(id).EndsWith("</w>", StringComparison.Ordinal)));

    [Theory]
    [InlineData("ΟΔΟΣ ΟΔΥΣΣΕΥΣ", "οδος οδυσσευς")]
    [InlineData("Σ ΑΣ. Α.Σ ΣΑ", "σ ας. α.ς σα")]
    [InlineData("İI", "i\u0307i")]
    [InlineData("ẞ ǅ Ⅷ Ω Å K", "ß ǆ ⅷ ω å k")]
    [InlineData("\U00010400", "\U00010428")]
    public void LowerCasingIsPythonsUnderEveryCulture(string text, string lower)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            foreach (var culture in new[] { "", "tr-TR", "de-DE", "lt-LT" })
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                Assert.Equal(lower, TokenizerCasing.ToLower(text));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("&eacute;&Eacute;&hearts;", "éÉ♥")]
    [InlineData("&copy 2020 &notin; &notit; &ampx", "© 2020 ∉ ¬it; &x")]
    [InlineData("&#233;&#xE9;&#XE9&#233x", "éééé" + "x")]
    [InlineData("&#0;&#xD800;&#x110000;&#99999999999999999999;", "\uFFFD\uFFFD\uFFFD\uFFFD")]
    [InlineData("&#128;&#x9F;&#x81;&#13;", "€Ÿ\u0081\r")]
    [InlineData("&#1;&#11;&#xFFFE;&#xFDD0;&#127;x", "x")]
    [InlineData("& &; &# &#; &#x; &#xg; &a; &nothing-known; &&amp;", "& &; &# &#; &#x; &#xg; &a; ¬hing-known; &&")]
    [InlineData("&NotEqualTilde;&fjlig;", "≂\u0338fj")]
    public void ReferencesAreReplacedAsByPython(string text, string expected) => Assert.Equal(expected, TokenizerHtml.Unescape(text));

    [Fact]
    public void EveryCharacterThatNormalizationChangesIsKnownToNeedIt()
    {
        for (var c = 0x80; c < 0x30000; c++)
            if (Rune.IsValid(c) && c != 0xFFFE && !new Rune(c).ToString().IsNormalized(NormalizationForm.FormC))
                Assert.True(TokenizerText.MayNeedNormalization(new Rune(c)), $"U+{c:X4}");
    }

    [Fact]
    public void DecodingGivesTheCleanedTextBack()
    {
        Assert.Equal("the cat 's photo é ", Small.Decode(Small.Encode("The  cat's photo É")));
        Assert.Equal("\uFFFD", Small.Decode([Small.Encode("é")[0]]));
        Gen.String[Gen.Char[" abcthe.é猫Σ\u0301"], 0, 30].Sample(text =>
            Assert.Equal(Small.Encode(text), Small.Encode(Small.Decode(Small.Encode(text)))), iter: 300);
    }

    [Fact]
    public void AnyTextCanBeEncoded() => Gen.String[0, 40].Sample(text =>
        Assert.All(Small.Encode(text), id => Assert.InRange(id, 0, Small.VocabularySize - 1)), iter: 1000);

    [Fact]
    public void SequencesArePaddedCountedCutAndRefused()
    {
        Assert.Equal([Small.StartToken, .. Small.Encode("the cat"), Small.EndToken, 0, 0], Small.Tokenize("the cat", 6));
        Assert.Equal(4, Small.CountTokens("the cat"));
        Assert.Equal([Small.StartToken, .. Small.Encode("the"), Small.EndToken], Small.Tokenize("the cat", 3, truncate: true));
        var message = Assert.Throws<TokenizerException>(() => Small.Tokenize("the cat", 3)).Message;
        Assert.Contains("'the cat' takes 4 tokens with start and end; the model has 3 positions", message);
    }

    [Fact]
    public void ManyThreadsAndMoreWordsThanAreKeptGiveTheSameTokens()
    {
        var tokenizer = Tokenizer.FromMerges(Merges);
        Parallel.For(0, 40_000, i =>
        {
            var word = $"cat{(char)('a' + i % 26)}{(char)('a' + i / 26 % 26)}{(char)('a' + i / 676 % 26)}";       // 17,576 words
            Assert.Equal(word + " ", tokenizer.Decode(tokenizer.Encode(word)));
        });
    }

    [Fact]
    public void AllFormsOfAVocabularyGiveTheSameTokenizer()
    {
        using var folder = TestFiles.Temporary();
        var vocabulary = Enumerable.Range(0, Small.VocabularySize).ToDictionary(Small.TokenText, id => id);
        var lines = Merges.Select(m => $"{m.Left} {m.Right}").ToList();

        Write("bpe_simple_vocab_16e6.txt.gz", path =>
        {
            using var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest);
            gzip.Write(Encoding.UTF8.GetBytes("\"bpe_simple_vocab_16e6.txt#version: 0.2\n" + string.Join('\n', lines) + "\nb e\n"));
        });
        Write("tokenizer.json", path => File.WriteAllText(path, JsonSerializer.Serialize(new { model = new { type = "BPE", end_of_word_suffix = "</w>", vocab = vocabulary, merges = lines } })));
        Write("tokenizer.json", path => File.WriteAllText(path, JsonSerializer.Serialize(new
        {
            added_tokens = new[] { new { id = Small.StartToken, content = "<|startoftext|>" }, new { id = Small.EndToken, content = "<|endoftext|>" } },
            model = new { type = "BPE", end_of_word_suffix = "</w>", vocab = vocabulary.Where(e => e.Value < Small.StartToken).ToDictionary(), merges = Merges.Select(m => new[] { m.Left, m.Right }) },
        })));
        Write("vocab.json", path => File.WriteAllText(path, JsonSerializer.Serialize(vocabulary)), "merges.txt", "#version: 0.2\r\n" + string.Join("\r\n", lines) + "\r\n");

        void Write(string name, Action<string> write, string? second = null, string content = "")
        {
            write(folder.File(name));
            if (second is not null)
                File.WriteAllText(folder.File(second), content);
            var loaded = Tokenizer.Load(folder.Path, Small.VocabularySize);
            Assert.Equal(Small.Encode("The cat's photo aaa é 猫"), loaded.Encode("The cat's photo aaa é 猫"));
            var message = Assert.Throws<CheckpointException>(() => Tokenizer.Load(folder.Path, Small.VocabularySize + 7)).Message;
            Assert.Contains((Small.VocabularySize + 7).ToString(CultureInfo.InvariantCulture), message);
        }
    }

    [Fact]
    public void FoldersWithoutOrWithDamagedFilesSayWhich()
    {
        using var folder = TestFiles.Temporary();
        var message = Assert.Throws<CheckpointException>(() => Tokenizer.Load(folder.Path, 100)).Message;
        foreach (var name in new[] { "vocab.json with merges.txt", "tokenizer.json", "bpe_simple_vocab_16e6.txt.gz" })
            Assert.Contains(name, message);
        File.WriteAllText(folder.File("bpe_simple_vocab_16e6.txt.gz"), "not gzip");
        Refused("bpe_simple_vocab_16e6.txt.gz' cannot be read");
        File.WriteAllText(folder.File("tokenizer.json"), """{"model":{"type":"WordPiece","vocab":{}}}""");
        Refused("no CLIP tokenizer");
        File.WriteAllText(folder.File("tokenizer.json"), "{}");
        Refused("tokenizer.json' cannot be read");
        File.WriteAllText(folder.File("merges.txt"), "#version\n");
        foreach (var (json, reason) in new[]
        {
            ("[", "vocab.json' cannot be read"), ("""{"a":0,"a":1}""", "appears twice"), ("""{"a":1}""", "has the id 1"), ("""{"a":-1}""", "has the id -1"),
            ("""{"a":0,"b":0}""", "has the id 0"), ("""{"a":0}""", "no token '<|startoftext|>'"),
            ("""{"<|startoftext|>":0,"<|endoftext|>":1}""", "which CLIP's byte-pair encoding needs"),
        })
        {
            File.WriteAllText(folder.File("vocab.json"), json);
            Refused(reason);
        }
        File.WriteAllText(folder.File("merges.txt"), "a b c\n");
        Refused("'a b c' is not two tokens");

        void Refused(string reason) => Assert.Contains(reason, Assert.Throws<CheckpointException>(() => Tokenizer.Load(folder.Path, 514)).Message);
    }
}
