using System.Text;
using CsCheck;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>I23 and its relatives.</summary>
public class ManifestTests
{
    [Theory]
    [InlineData("path,label\na/1.jpg,cat\nb/2.jpg,dog\n")]
    [InlineData("\uFEFFpath,label\r\na/1.jpg,cat\r\nb/2.jpg,dog")]
    [InlineData("path;label\r\na/1.jpg;cat\r\nb/2.jpg;dog\r\n")]
    [InlineData("Class\tFileName\tnote\ncat\ta/1.jpg\tx,y;z\ndog\tb/2.jpg\t\n\n")]
    [InlineData("image,class,note\n\"a/1.jpg\",\"cat\",\"two\nlines, \"\"quoted\"\"\"\nb/2.jpg, dog ,\n")]
    [InlineData("file,label\ra/1.jpg,cat\rb/2.jpg,dog\r")]
    [InlineData("path,label\n./a/1.jpg,cat\na\\..\\b\\2.jpg,dog\na/1.jpg,cat\n")]
    public void EveryDialectGivesTheSameCollection(string text)
    {
        using var folder = Photos();
        File.WriteAllText(folder.File("m.csv"), text);
        var collection = ImageCollection.Open(folder.File("m.csv"));
        Assert.Equal(["cat", "dog"], collection.Classes.Select(c => c.Folder));
        Assert.Equal(["a/1.jpg", "b/2.jpg"], collection.Images.Select(i => i.Item).Paths());
        Assert.False(collection.HasGivenParts);
    }

    [Fact]
    public void Utf16WithAMarkIsReadAndAnotherEncodingRefused()
    {
        using var folder = Photos();
        File.WriteAllText(folder.File("m.csv"), "path\tlabel\na/1.jpg\tcat\nb/2.jpg\tdog\n", Encoding.Unicode);
        Assert.Equal(2, ImageCollection.Open(folder.File("m.csv")).Classes.Count);
        File.WriteAllBytes(folder.File("m.csv"), [.. "path,label\na/1.jpg,caf"u8, 0xE9, (byte)'\n']);
        Assert.Contains("not UTF-8", Assert.Throws<DataException>(() => ImageCollection.Open(folder.File("m.csv"))).Message);
    }

    [Fact]
    public void PartsAndJsonLinesAreRead()
    {
        using var folder = Photos();
        File.WriteAllText(folder.File("m.jsonl"),
            "{\"path\":\"a/1.jpg\",\"label\":\"cat\",\"split\":\"train\"}\n\n{\"image\":\"b/2.jpg\",\"class\":7,\"split\":\"Training\",\"extra\":[1]}\r\n{\"file\":\"b/3.jpg\",\"class\":7,\"split\":\"test\"}");
        var collection = ImageCollection.Open(folder.File("m.jsonl"));
        Assert.Equal(["7", "cat"], collection.Classes.Select(c => c.Folder));
        Assert.Equal([SplitPart.Train, SplitPart.Test, SplitPart.Train], collection.Images.Select(i => i.Part));
    }

    [Theory]
    [InlineData("m.csv", "path,lable\na/1.jpg,cat\n", "'path', 'lable'", "label (or class)")]
    [InlineData("m.csv", "path,label,class\na/1.jpg,cat,x\n", "'label', 'class'", "mean the same")]
    [InlineData("m.csv", "path,label\na/1.jpg,cat\nb/2.jpg\n", "line 3", "1 field")]
    [InlineData("m.csv", "path,label\n\"a/1.jpg\n\",cat\nb/2.jpg,\n", "line 4", "label is empty")]
    [InlineData("m.csv", "path,label\na/1.jpg,cat\nb/2.jpg,\"dog\n", "line 3", "never ends")]
    [InlineData("m.csv", "path,label\n\"a/1.jpg\"x,cat\n", "line 2", "closing quote")]
    [InlineData("m.csv", "path,label\na/1.jpg,cat\nb/9.jpg,dog\n", "b/9.jpg (line 3)", "1 file that does not exist")]
    [InlineData("m.csv", "path,label\na/1.jpg,cat\nb/2.jpg,dog\na/1.jpg,dog\n", "line 4", "stands on line 2")]
    [InlineData("m.csv", "path,label,split\na/1.jpg,cat,train\nb/2.jpg,dog,exam\n", "line 3", "'exam'")]
    [InlineData("m.csv", "path,label,split\na/1.jpg,cat,train\nb/2.jpg,dog,\n", "line 3", "names no split")]
    [InlineData("m.csv", "\n", "no header", "Expected")]
    [InlineData("m.jsonl", "{\"path\":\"a/1.jpg\",\"label\":\"cat\"}\n{\"path\":\"b/2.jpg\" \"label\":\"dog\"}", "line 2, column 19", "not valid JSON")]
    [InlineData("m.jsonl", "{\"path\":\"a/1.jpg\"}\n", "line 1", "'path'")]
    [InlineData("m.jsonl", "[1]\n", "line 1", "not a JSON object")]
    [InlineData("m.jsonl", "{\"path\":\"a/1.jpg\",\"label\":\"\\ud800\"}\n", "Unicode", "surrogate")]
    [InlineData("m.csv", "path,label\na/1.jpg,cat\n", "only one class", "'cat'")]
    [InlineData("m.csv", "path,label\na\0b,cat\n", "'a\\u0000b'", "NUL")]
    [InlineData("m.jsonl", "{\"path\":\"a\\u0000b\",\"label\":\"cat\"}", "'a\\u0000b'", "NUL")]
    public void WhatIsWrongIsSaidWithItsLine(string name, string text, string where, string what)
    {
        using var folder = Photos();
        File.WriteAllText(folder.File(name), text);
        var message = Assert.Throws<DataException>(() => ImageCollection.Open(folder.File(name))).Message;
        Assert.Contains(where, message);
        Assert.Contains(what, message);
    }

    [Fact]
    public void LineNumbersCountLineEndsInsideQuotes()
    {
        var rows = DelimitedText.Rows("a,b\r\n\"x\r\ny\",1\r\n\r\nlast,2", ',', "m.csv").ToList();
        Assert.Equal([1, 2, 5], rows.Select(r => r.Line));
        Assert.Equal(["x\r\ny", "1"], rows[1].Fields);
        Assert.Equal(["last", "2"], rows[2].Fields);
        Assert.Equal(["a", "", ""], DelimitedText.Rows("a,,", ',', "m.csv").Single().Fields);
    }

    [Fact]
    public void AnyFieldsSurviveQuoting() => Fields.Sample(rows =>
    {
        var text = string.Concat(rows.Select(r => string.Join(';', r.Select(f => '"' + f.Replace("\"", "\"\"") + '"')) + "\r\n"));
        Assert.Equal(rows, DelimitedText.Rows(text, ';', "m.csv").Select(r => r.Fields.ToArray()));
    }, iter: 200);

    static readonly Gen<string[][]> Fields = Gen.Char["ab;,\"\n\r\t "].Array[0, 6].Select(c => new string(c)).Array[2, 4].Array[1, 5];

    static TemporaryFolder Photos()
    {
        var folder = TestFiles.Temporary();
        Samples.Write(folder, "a/1.jpg", "b/2.jpg", "b/3.jpg");
        return folder;
    }
}
