using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public class CoOpSplitTests
{
    const string Sample = """
        {"train": [["b/1.jpg", 0, "zebra_crossing"], ["a/1.jpg", 1, "ant"]], "val": [["b/2.jpg", 0, "zebra_crossing"]],
         "test": [["a/2.jpg", 1, "ant"], ["b/3.jpg", 0, "zebra_crossing"]]}
        """;

    [Fact]
    public void ClassesAreInLabelOrderAndPartsAsGiven()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "images/b/1.jpg", "images/b/2.jpg", "images/b/3.jpg", "images/a/1.jpg", "images/a/2.jpg", "annotations/x.jpg");
        File.WriteAllText(folder.File("split_zhou_Sample.json"), Sample);
        var collection = ImageCollection.Open(folder.File("split_zhou_Sample.json"));
        Assert.Equal(folder.File("images"), collection.Root);
        Assert.Equal(["zebra crossing", "ant"], collection.Classes.Select(c => c.Words));
        Assert.Equal(
            [("b/1.jpg", SplitPart.Train), ("b/2.jpg", SplitPart.Validation), ("b/3.jpg", SplitPart.Test), ("a/1.jpg", SplitPart.Train), ("a/2.jpg", SplitPart.Test)],
            collection.Images.Select(i => (i.Item.RelativePath, i.Part)));

        File.Delete(folder.File("images", "a", "2.jpg"));
        Assert.Contains("'a/2.jpg'", Assert.Throws<DataException>(() => ImageCollection.Open(folder.File("split_zhou_Sample.json"))).Message);
    }

    [Theory]
    [InlineData("{\"train\": [[\"1.jpg\", 0, \"a\"]], \"val\": []}", "\"test\" is missing")]
    [InlineData("{\"train\": [[\"1.jpg\", 0, \"a\"], [\"2.jpg\", 0, \"b\"]], \"val\": [], \"test\": []}", "label 0 is called 'a'")]
    [InlineData("{\"train\": [[\"1.jpg\", 0, \"a\"], [\"2.jpg\", 2, \"b\"]], \"val\": [], \"test\": []}", "without a gap")]
    [InlineData("{\"train\": [[\"1.jpg\", \"0\", \"a\"]], \"val\": [], \"test\": []}", "is not [path, label, class name]")]
    [InlineData("[]", "\"train\" is missing")]
    public void WhatIsNotSuchASplitIsRefused(string text, string expected)
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllText(folder.File("s.json"), text);
        Assert.Contains(expected, Assert.Throws<DataException>(() => CoOpSplit.Read(folder.File("s.json"), folder.Path)).Message);
    }

    [Fact]
    public void PicturesThatAreNowhereAreAskedFor()
    {
        using var folder = TestFiles.Temporary();
        File.WriteAllText(folder.File("s.json"), Sample);
        Assert.Contains("'b/1.jpg'", Assert.Throws<DataException>(() => ImageCollection.Open(folder.File("s.json"))).Message);
    }

    [Theory]
    [InlineData("Caltech101", 100, 4128, 1649, 2465)]
    [InlineData("DescribableTextures", 47, 2820, 1128, 1692)]
    [InlineData("EuroSAT", 10, 13500, 5400, 8100)]
    [InlineData("OxfordFlowers", 102, 4093, 1633, 2463)]
    [InlineData("OxfordPets", 37, 2944, 736, 3669)]
    [InlineData("StanfordCars", 196, 6509, 1635, 8041)]
    [InlineData("UCF101", 101, 7639, 1898, 3783)]
    public void ThePublishedSplitsHaveTheirPublishedSizes(string name, int classes, int train, int validation, int test)
    {
        var found = CoOpSplit.Read(TestFiles.Data("coop", $"split_zhou_{name}.json"), "/photos");
        Assert.Equal(classes, found.Folders.Count);
        Assert.Equal([train, validation, test], new[] { SplitPart.Train, SplitPart.Validation, SplitPart.Test }.Select(p => found.Pictures.Count(i => i.Part == p)));
        Assert.Empty(ImageCollection.Name(found, null, CollectionOptions.Default, name).Warnings);
    }
}
