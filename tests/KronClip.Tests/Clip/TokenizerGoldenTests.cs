using System.Globalization;
using System.Text.Json;
using KronClip.Clip;
using KronClip.Testing;

namespace KronClip.Tests.Clip;

/// <summary>CLIP's own vocabulary against what the published implementation gave (tests/golden/tokenizer).</summary>
public class TokenizerGoldenTests
{
    const int ContextLength = 77;

    /// <summary>Texts that ftfy changes by guessing at their encoding. Such guesses are not made, so these rows, and no others, differ.</summary>
    static readonly string[] GuessedByFtfy = ["schÃ¶n", "âœ” mojibake", "l’humanitÃ©", "Ã¢â‚¬â„¢"];

    static readonly Lazy<Tokenizer> Published = new(() => Tokenizer.FromMergesGzip(TestFiles.Data("clip-bpe", "bpe_simple_vocab_16e6.txt.gz")));

    [Fact]
    public void EveryRowEqualsThePublishedTokens()
    {
        var differing = Rows("tokenizer_golden.jsonl").Where(row => !Ids(row.GetProperty("ids")).SequenceEqual(Published.Value.Encode(Text(row))))
            .Select(Text).ToList();
        Assert.Equal(GuessedByFtfy, differing);
    }

    [Fact]
    public void SequencesAreCountedRefusedAndCutAsPublished()
    {
        foreach (var row in Rows("tokenizer_golden.jsonl").Where(row => !GuessedByFtfy.Contains(Text(row))))
        {
            var count = row.GetProperty("n").GetInt32();
            Assert.Equal(count, Published.Value.CountTokens(Text(row)));
            if (row.TryGetProperty("error", out _))
            {
                var error = Assert.Throws<TokenizerException>(() => Published.Value.Tokenize(Text(row), ContextLength));
                Assert.Contains(count.ToString(CultureInfo.InvariantCulture), error.Message);
                Assert.Contains("77", error.Message);
                Assert.Equal(Ids(row.GetProperty("truncated")), Published.Value.Tokenize(Text(row), ContextLength, truncate: true));
            }
            else
                Assert.Equal([49406, .. Ids(row.GetProperty("ids")), 49407, .. new int[ContextLength - count]], Published.Value.Tokenize(Text(row), ContextLength));
        }
    }

    [Fact]
    public void PromptsOfAllDataSetsEqualThePublishedTokens()
    {
        foreach (var row in Rows("prompts_golden.jsonl"))
            Assert.Equal(Ids(row[1]), Published.Value.Encode($"a photo of a {row[0].GetString()!.Replace('_', ' ')}."));
    }

    [Fact]
    public void TokensDecodeAsPublished()
    {
        foreach (var row in Rows("decode_golden.jsonl"))
            Assert.Equal(Text(row), Published.Value.Decode(Ids(row.GetProperty("ids"))));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("th-TH")]
    public void TheCultureOfTheProcessChangesNothing(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            var fresh = Tokenizer.FromMergesGzip(TestFiles.Data("clip-bpe", "bpe_simple_vocab_16e6.txt.gz"));
            foreach (var row in Rows("tokenizer_golden.jsonl").Where(row => Text(row).Any(c => char.IsUpper(c) || c > 127)).Where(row => !GuessedByFtfy.Contains(Text(row))))
                Assert.Equal(Ids(row.GetProperty("ids")), fresh.Encode(Text(row)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    static string Text(JsonElement row) => row.GetProperty("text").GetString()!;

    static int[] Ids(JsonElement ids) => [.. ids.EnumerateArray().Select(id => id.GetInt32())];

    static List<JsonElement> Rows(string file) =>
        [.. File.ReadLines(TestFiles.Golden("tokenizer", file)).Where(line => line.Length > 0).Select(line => JsonDocument.Parse(line).RootElement)];
}
