using KronClip.Compute;
using KronClip.Jobs;

namespace KronClip.Tests.Jobs;

/// <summary>Vectors in words, on a vocabulary of five tokens and three dimensions.</summary>
public class ContextInWordsTests
{
    static readonly string?[] Vocabulary = ["east", "north", null, "up", "\u0001"];

    static Matrix Table() => new(5, 3, [2, 0, 0, 0, 3, 0, 1, 1, 1, 0, 0, 4, 1, 1, 0]);

    static NearestTokens Tokens() => new(Table(), token => Vocabulary[token]);

    [Fact]
    public void AVectorEqualToATokensRowIsThatToken()
    {
        var near = Tokens().Of([0, 3, 0], 2);
        Assert.Equal(("north", 1.0), (near[0].Token, near[0].Cosine));
        Assert.Equal(("east", 0.0), (near[1].Token, near[1].Cosine));              // as far as "up", which stands later
    }

    /// <summary>(1, 1, 1) is the special token's own row, and (1, 1, 0) a control character's: neither is a word.</summary>
    [Fact]
    public void WhatIsNoTextIsNoWord()
    {
        Assert.Equal(["east", "north", "up"], Tokens().Of([1, 1, 1], 5).Select(n => n.Token).Order());
        Assert.Equal(Math.Sqrt(0.5), Tokens().Of([1, 1, 0], 1)[0].Cosine, 1e-12);
        Assert.Empty(Tokens().Of([0, 0, 0], 5));
    }

    /// <summary>V = W D with one weight in the first row: it names that entry alone, and the entry's token.</summary>
    [Fact]
    public void WeightsNameTheEntriesOfTheDictionary()
    {
        var d = new Matrix(2, 3, [0, 0, 1, 5, 0, 0]);
        var context = ContextInWords.Of(new Matrix(2, 3, [-10, 0, 0, 5, 0, 3]), new Matrix(2, 2, [0, -2, 3, 1]), d, Tokens());
        var entry = Assert.Single(context.Words[0].Entries);
        Assert.Equal((1, -2.0, "east"), (entry.Entry, entry.Weight, entry.Nearest[0].Token));
        Assert.Equal(-1, context.Words[0].Nearest[^1].Cosine);
        Assert.Equal([(0, 3.0), (1, 1.0)], context.Words[1].Entries.Select(e => (e.Entry, e.Weight)));
        Assert.Equal("up", context.Words[1].Entries[0].Nearest[0].Token);
    }

    [Fact]
    public void WithoutADictionaryThereAreTokensAlone()
    {
        var word = Assert.Single(ContextInWords.Of(new Matrix(1, 3, [0, 0, 1]), null, null, Tokens()).Words);
        Assert.Empty(word.Entries);
        Assert.Equal("up", word.Nearest[0].Token);
    }
}
