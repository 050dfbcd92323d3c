using KronClip.Clip;
using KronClip.Compute;
using KronClip.Methods;
using KronClip.Testing;
using KronClip.Tests.Clip;

namespace KronClip.Tests.Methods;

/// <summary>Every kind of dictionary on the tiny model (d = 128), with a tokenizer to which "cat", "the" and "photo" are one token each.</summary>
public sealed class ContextDictionaryTests : IDisposable
{
    static readonly Tokenizer Small = Tokenizer.FromMerges(
        [("t", "h"), ("a", "t</w>"), ("th", "e</w>"), ("c", "at</w>"), ("p", "h"), ("o", "t"), ("ph", "ot"), ("phot", "o</w>")]);

    readonly TinyClip model = TinyClip.Vit(Engine.Default);
    readonly TokenDictionaries dictionaries = new(new string('d', 64), null);

    public void Dispose() => model.Dispose();

    PromptSetup Setup => new(model.Text, Small, 3, 1, dictionaries, PromptGolden.NoTeacher);

    static CkCoOpOptions Own(params string[] words) => new() { Dictionary = DictionaryKind.Words, Words = words, Phrase = "the cat" };

    ReadOnlySpan<float> Token(string word) => model.Text.TokenEmbedding(Assert.Single(Small.Encode(word)));

    [Fact]
    public void AWordIsTheMeanOfItsTokenRows()
    {
        var made = ContextDictionary.Of(Setup, Own("cat", "the_cat", "xyz"));
        Assert.Equal((3, 128), (made.Entries.Rows, made.Entries.Columns));
        Assert.Equal(Token("cat").ToArray(), made.Entries.Row(0).ToArray());
        for (var j = 0; j < 128; j++)
            Assert.Equal(((double)Token("the")[j] + Token("cat")[j]) / 2, made.Entries[1, j], 1e-8);
        var pieces = Small.Encode("xyz");
        Assert.Equal(3, pieces.Length);                                     // a word that the vocabulary lacks is the mean of its pieces
        for (var j = 0; j < 128; j++)
            Assert.Equal(pieces.Average(t => (double)model.Text.TokenEmbedding(t)[j]), made.Entries[2, j], 1e-8);
        Assert.Equal("3 words of your own, each the mean of its token embeddings", made.Origin);
        Assert.Empty(made.Remarks);
    }

    [Fact]
    public void WordsSaidTwiceCountOnceAndEqualTokensAreTold()
    {
        var made = ContextDictionary.Of(Setup, Own("cat", "The cat", "CAT", "cat the", "the  cat"));
        Assert.Equal(3, made.Entries.Rows);
        Assert.Equal(made.Entries.Row(1).ToArray(), made.Entries.Row(2).ToArray());
        Assert.Equal(
        [
            "Said more than once among the words, and counted once: \"CAT\", \"the  cat\".",
            "Words with the same tokens have the same entry: \"cat the\" and \"The cat\".",
        ], made.Remarks);
    }

    [Theory]
    [InlineData("&nbsp;")]
    [InlineData("<|endoftext|>")]
    public void AWordWithoutTokensIsRefusedByName(string word) =>
        Assert.Contains($"\"{word}\" has no tokens", Assert.Throws<OptionsException>(() => ContextDictionary.Of(Setup, Own("cat", word))).Message, StringComparison.Ordinal);

    [Fact]
    public void OwnWordsStandBehindTheRowsOfTheTable()
    {
        var options = new CkCoOpOptions { Dictionary = DictionaryKind.RandomRows, DictionarySize = 6, Words = ["photo"] };
        var made = ContextDictionary.Of(Setup, options);
        Assert.Equal(7, made.Entries.Rows);
        Assert.Equal(dictionaries.Get(model.Text, 6, 0, kind: DictionaryKind.RandomRows).Data, made.Entries.Data[..(6 * 128)]);
        Assert.Equal(Token("photo").ToArray(), made.Entries.Row(6).ToArray());
        Assert.StartsWith("7: 6 rows of the token table (drawn at random, seed 0) and 1 word of your own", made.Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomRowsAreRowsOfTheTableWithoutItsSpecialTokens()
    {
        var table = model.Text.ReadTokenEmbeddings();
        var all = Enumerable.Range(0, 49406).ToDictionary(t => (table[t, 0], table[t, 1], table[t, 2]), t => t);         // which tell all rows apart
        int[] Draw(long seed)
        {
            var d = dictionaries.Get(model.Text, 40, seed, kind: DictionaryKind.RandomRows);
            return [.. Enumerable.Range(0, 40).Select(i => all[(d[i, 0], d[i, 1], d[i, 2])])];
        }
        var drawn = Draw(0);
        Assert.Equal(drawn.Order().Distinct(), drawn);
        Assert.Equal(drawn, Draw(0));
        Assert.NotEqual(drawn, Draw(1));
    }

    [Fact]
    public void RandomRowsOfATinyTable()
    {
        var x = new Matrix(3, 2, [1, 2, 3, 4, 5, 6]);
        Assert.Equal(x.Data, RandomRows.Draw(x, 3, seed: 9).Data);
        var one = RandomRows.Draw(x, 1, seed: 9);
        Assert.Contains((one[0, 0], one[0, 1]), new[] { (1f, 2f), (3f, 4f), (5f, 6f) });
        Assert.Contains("3 rows to draw from", Assert.Throws<OptionsException>(() => RandomRows.Draw(x, 4, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EachKindOfCentresIsKeptUnderItsOwnName()
    {
        using var folder = TestFiles.Temporary();
        var kept = new TokenDictionaries(new string('e', 64), folder.Path);
        var spherical = kept.Get(model.Text, 4, 0, kind: DictionaryKind.SphericalKMeans);
        Assert.NotEqual(spherical.Data, kept.Get(model.Text, 4, 0).Data);
        kept.Get(model.Text, 4, 0, kind: DictionaryKind.RandomRows);
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
        Assert.Equal(spherical.Data, kept.Get(model.Text, 4, 0, kind: DictionaryKind.SphericalKMeans).Data);
        Assert.Equal(spherical.Data, dictionaries.Get(model.Text, 4, 0, kind: DictionaryKind.SphericalKMeans).Data);
    }

    [Theory]
    [InlineData(ContextStart.Phrase)]
    [InlineData(ContextStart.Random)]
    public void EveryStartWorksWithEveryKind(ContextStart start)
    {
        foreach (var kind in Enum.GetValues<DictionaryKind>())
        {
            var options = new CkCoOpOptions { Dictionary = kind, DictionarySize = kind == DictionaryKind.Words ? 0 : 5, Words = ["cat", "the cat", "cat the"], Start = start, Phrase = "the cat" };
            var method = new CkCoOp(Setup, options);
            var v = new Matrix(4, 128);
            method.Context([], v);
            Assert.All(v.Data, value => Assert.True(float.IsFinite(value)));
            Assert.Contains(method.Notes, note => start == ContextStart.Random ? note.Contains("0.02", StringComparison.Ordinal)
                : note.Contains("|W| = ", StringComparison.Ordinal) && note.Contains("|W D - target| / |target| = ", StringComparison.Ordinal));
            Assert.Equal(CkCoOp.Definition.ParameterCount(options, 128, 64, 3), method.Parameters.Sum(p => (long)p.Count));
        }
    }

    /// <summary>Three entries in a plane: D Dᵀ has no inverse, and the ridge has. What the entries span is met, the rest cannot be.</summary>
    [Fact]
    public void ARankDeficientDictionaryIsFitted()
    {
        var options = Own("the", "cat", "the cat") with { ContextWords = 2, Ridge = 1e-6 };
        var v = new Matrix(2, 128);
        new CkCoOp(Setup, options).Context([], v);
        var size = Math.Sqrt(SquaredDistance.Norm(Token("cat")));
        for (var j = 0; j < 128; j++)
        {
            Assert.Equal(Token("the")[j], v[0, j], 1e-3 * size);
            Assert.Equal(Token("cat")[j], v[1, j], 1e-3 * size);
        }
    }
}
