using System.Text;
using System.Text.Json.Nodes;
using KronClip.Methods;
using KronClip.Testing;

namespace KronClip.Tests.Methods;

public sealed class WordListTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    string Write(byte[] bytes)
    {
        File.WriteAllBytes(folder.File("words.txt"), bytes);
        return folder.File("words.txt");
    }

    string Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    static CkCoOpOptions Options(JsonNode words) => (CkCoOpOptions)CkCoOp.Definition.ReadOptions(new JsonObject { ["dictionary"] = "words", ["words"] = words });

    [Theory]
    [InlineData("bolt\nhex nut\n")]
    [InlineData("\uFEFFbolt\r\nhex nut")]
    [InlineData("\n\n  bolt \n\t\n\nhex nut\t\n\n")]
    [InlineData("bolt\rhex nut\r")]
    public void AWordIsALineWithoutItsEnds(string text) => Assert.Equal(["bolt", "hex nut"], Options(Write(text)).Words);

    [Fact]
    public void LettersOfAnyLanguageAreKept() => Assert.Equal(["Schraube für Holz", "螺丝"], Options(Write("Schraube für Holz\n螺丝\n")).Words);

    [Fact]
    public void AFileAndAListAreTheSameOptions()
    {
        var fromFile = MethodDefinition.WriteOptions(Options(Write("bolt\nhex nut"))).ToJsonString();
        Assert.Equal(fromFile, MethodDefinition.WriteOptions(Options(new JsonArray("bolt", "hex nut"))).ToJsonString());
        Assert.Equal(fromFile, MethodDefinition.WriteOptions(CkCoOp.Definition.ReadOptions(JsonNode.Parse(fromFile)!.AsObject())).ToJsonString());
        Assert.Contains("[\"bolt\",\"hex nut\"]", JsonNode.Parse(fromFile)!["words"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\uFEFF\n \n\t\r\n", "is empty")]
    [InlineData("bolt\nn\u0001t", "Line 2 of the word list")]
    public void AFileWithoutWordsIsRefused(string text, string sentence) => AssertRefused(Write(text), sentence);

    [Fact]
    public void TextThatIsNotUtf8IsRefused()
    {
        AssertRefused(Write([.. "f"u8, 0xFC, .. "r"u8]), "is not UTF-8 text");
        AssertRefused(Write([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("bolt")]), "is not UTF-8 text");
    }

    [Fact]
    public void WhatCannotBeAWordListIsRefused()
    {
        AssertRefused(folder.File("absent.txt"), "cannot be read");
        AssertRefused(folder.Path, "cannot be read");
        AssertRefused(Write(new string('x', 201)), "has 201 characters");
        AssertRefused(Write(new byte[(1 << 22) + 1]), "are the most");
        AssertRefused(Write(string.Join('\n', Enumerable.Range(0, WordList.MostWords + 1))), "10,001 words");
    }

    [Theory]
    [InlineData("""["bolt", ""]""", "Word 2 of the option words is empty")]
    [InlineData("""["bolt", 7]""", "words")]
    [InlineData("""["bolt", null]""", "words")]
    [InlineData("""[["bolt"]]""", "words")]
    [InlineData("7", "words")]
    [InlineData("[]", "dictionary=words has no words")]
    [InlineData("\"\"", "cannot be read")]
    public void AListThatIsNoneIsRefused(string json, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<OptionsException>(() => Options(JsonNode.Parse(json)!)).Message, StringComparison.Ordinal);

    [Fact]
    public void CaseUnderscoresAndSpacesMakeNoOtherWord()
    {
        var (once, again) = WordList.Distinct(["Hex_Nut", "bolt", "hex  nut", "BOLT ", "hexnut"]);
        Assert.Equal(["Hex_Nut", "bolt", "hexnut"], once);
        Assert.Equal(["hex  nut", "BOLT"], again);
    }

    [Fact]
    public void ASizeBesideAWordDictionaryIsRefused()
    {
        var json = new JsonObject { ["dictionary"] = "words", ["words"] = new JsonArray("bolt"), ["dictionarySize"] = 8 };
        Assert.Contains("dictionarySize is 8", Assert.Throws<OptionsException>(() => CkCoOp.Definition.ReadOptions(json)).Message, StringComparison.Ordinal);
    }

    static void AssertRefused(string path, string sentence)
    {
        var message = Assert.Throws<OptionsException>(() => Options(path)).Message;
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Contains(path, message, StringComparison.Ordinal);
    }
}
