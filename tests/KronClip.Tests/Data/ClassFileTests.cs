using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public class ClassFileTests
{
    [Fact]
    public void TheTemplateIsReadableValidAndNeverOverwritesAPersonsWork()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "photos/傷_大/1.jpg", "photos/ok/1.jpg");
        var collection = ImageCollection.Open(folder.File("photos"));
        var path = folder.File("run", "classes.json");
        Assert.True(ClassFile.WriteTemplate(collection, path));
        var text = File.ReadAllText(path);
        Assert.Contains("\"傷_大\": {", text);
        Assert.Contains("\"words\": \"傷 大\"", text);
        Assert.Contains("\"templates\": []", text);
        Assert.DoesNotContain("\r", text);
        var again = ImageCollection.Open(folder.File("photos"), ClassFile.Read(path));
        Assert.Equal(collection.Classes, again.Classes);

        File.WriteAllText(path, "mine");
        Assert.False(ClassFile.WriteTemplate(collection, path));
        Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public void EntriesNameTheirFoldersAndOthersKeepTheirNames()
    {
        using var folder = Photos();
        var file = Read(folder, """
            { "version": 1, "classes": { "a": { "words": "small scratch", "name": "傷", "description": "A line.", "templates": ["a {} on steel."] } } }
            """);
        var collection = ImageCollection.Open(folder.File("photos"), file);
        Assert.Equal(("a", "傷", "small scratch", "A line."), (collection.Classes[0].Folder, collection.Classes[0].Name, collection.Classes[0].Words, collection.Classes[0].Description));
        Assert.Equal(["a {} on steel."], collection.Classes[0].Templates!);
        Assert.Equal(ClassDefinition.FromFolder("b_c"), collection.Classes[1]);
        Assert.Empty(collection.Warnings);
    }

    [Fact]
    public void AFileWrittenAndReadIsTheSame()
    {
        using var folder = TestFiles.Temporary();
        var file = new ClassFile(new Dictionary<string, ClassFileEntry>
        {
            ["a \"b\""] = new() { Words = "w", Name = "n", Description = "d\nd", Templates = ["{} x", "y {}"] },
            ["😀"] = new() { Words = "grin" },
        });
        file.Write(folder.File("c.json"));
        var again = ClassFile.Read(folder.File("c.json"));
        Assert.Equal(["a \"b\"", "😀"], again.Classes.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(("w", "n", "d\nd"), (again.Classes["a \"b\""].Words, again.Classes["a \"b\""].Name, again.Classes["a \"b\""].Description));
        Assert.Equal(["{} x", "y {}"], again.Classes["a \"b\""].Templates!);
        Assert.Null(again.Classes["😀"].Name);
    }

    [Fact]
    public void AFolderInAnotherUnicodeFormIsStillMeant()
    {
        var file = new ClassFile(new Dictionary<string, ClassFileEntry> { ["caf\u00E9"] = new() { Words = "coffee house" } });
        Assert.Equal("coffee house", file.Apply(["cafe\u0301", "bar"])[0].Words);
    }

    [Theory]
    [InlineData("{ \"version\": 1,\n  \"classes\": { \"a\": { \"words\": \"x\" }, } }", "line 2, column 39")]
    [InlineData("{ \"version\": 1, \"classes\": { \"傷😀\": x } }", "line 1, column 37")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": {}, \"a\": {} } }", "not valid JSON")]
    [InlineData("{ \"version\": 1, // no comments\n \"classes\": {} }", "not valid JSON")]
    [InlineData("{ \"classes\": {} }", "not a class file")]
    [InlineData("[]", "not a class file")]
    [InlineData("{ \"version\": 2, \"classes\": {} }", "has version 2")]
    [InlineData("{ \"version\": 1, \"classes\": {}, \"clases\": {} }", "\"clases\" is not known")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": { \"word\": \"x\" } } }", "\"word\" is not known")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": { \"words\": 3 } } }", "\"words\" is not text")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": \"x\" } }", "expected an object")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": { \"templates\": \"{}\" } } }", "not a list of texts")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": { \"templates\": [\"a photo\"] } } }", "exactly one {}")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": { \"templates\": [\"{} and {}\"] } } }", "exactly one {}")]
    [InlineData("{ \"version\": 1, \"classes\": { \"b_d\": {} } }", "Did you mean 'b_c'?")]
    [InlineData("{ \"version\": 1, \"classes\": { \"quite different\": {} } }", "The folders are 'a', 'b_c'")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": { \"words\": \"dent\" }, \"b_c\": { \"words\": \"Dent\" } } }", "'a', 'b_c' have the same words")]
    [InlineData("{ \"version\": 1, \"classes\": { \"a\": { \"words\": \"\" } } }", "is empty")]
    [InlineData("", "is empty, or not a regular file")]
    public void WhatIsNotUnderstoodIsRefused(string text, string expected)
    {
        using var folder = Photos();
        var error = Assert.Throws<DataException>(() => ImageCollection.Open(folder.File("photos"), Read(folder, text)));
        Assert.Contains(expected, error.Message);
    }

    static ClassFile Read(TemporaryFolder folder, string text)
    {
        File.WriteAllText(folder.File("classes.json"), text);
        return ClassFile.Read(folder.File("classes.json"));
    }

    static TemporaryFolder Photos()
    {
        var folder = TestFiles.Temporary();
        Samples.Write(folder, "photos/a/1.jpg", "photos/b_c/1.jpg");
        return folder;
    }
}
