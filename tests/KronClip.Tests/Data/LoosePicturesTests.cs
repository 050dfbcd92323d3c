using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>Pictures without labels, in whatever folders.</summary>
public sealed class LoosePicturesTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    static readonly ClassDefinition[] Classes = [ClassDefinition.FromFolder("hex_nut"), ClassDefinition.FromFolder("Bolz") with { Name = "Bolt", Words = "steel bolt" }];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void FlatAndNestedFoldersAreReadWhole()
    {
        Samples.Write(folder, "a.jpg", "2024/03/b.png", "2024/hex_nut/c.png", "notes.txt", "x/y/z/d.jpg");
        var found = LoosePictures.Find(folder.Path);
        Assert.Equal(["2024/03/b.png", "2024/hex_nut/c.png", "a.jpg", "x/y/z/d.jpg"], found.Pictures.Select(p => p.Item.RelativePath));
        Assert.All(found.Pictures, p => Assert.Equal((LoosePictures.NoLabel, SplitPart.Unassigned), (p.Item.Label, p.Part)));
        Assert.Contains(found.Notes, note => note.Contains(".txt", StringComparison.Ordinal));
    }

    [Fact]
    public void GivenPartsAreKept()
    {
        Samples.Write(folder, "train/a/1.jpg", "train/b/2.jpg", "test/a/3.jpg", "val/a/4.jpg");
        Assert.Equal([("test/a/3.jpg", SplitPart.Test), ("train/a/1.jpg", SplitPart.Train), ("train/b/2.jpg", SplitPart.Train), ("val/a/4.jpg", SplitPart.Validation)],
            LoosePictures.Find(folder.Path).Pictures.Select(p => (p.Item.RelativePath, p.Part)));
    }

    [Fact]
    public void AManifestIsReadToo()
    {
        Samples.Write(folder, "1.jpg", "2.jpg");
        File.WriteAllText(folder.File("list.csv"), "path,label,split\n1.jpg,hex nut,train\n2.jpg,other,test\n");
        var found = LoosePictures.Find(folder.File("list.csv")).Pictures;
        Assert.Equal([0, null], found.Select(p => LoosePictures.ClassOf(p, Classes)));
        Assert.Equal([SplitPart.Train, SplitPart.Test], found.Select(p => p.Part));
    }

    [Theory]
    [InlineData("hex_nut/1.jpg", 0)]
    [InlineData("Hex Nut/1.jpg", 0)]
    [InlineData("bolz/1.jpg", 1)]
    [InlineData("bolt/1.jpg", 1)]
    [InlineData("steel_bolt/deep/er/1.jpg", 1)]
    [InlineData("bolt/hex nut/1.jpg", 0)]               // the nearest counts
    [InlineData("hex_nuts/1.jpg", null)]
    [InlineData("hex_nut.jpg", null)]                   // a file is no folder
    [InlineData("other/1.jpg", null)]
    public void AFolderThatIsNamedAsAClassTellsIt(string path, int? label)
    {
        Samples.Write(folder, path);
        Assert.Equal(label, LoosePictures.ClassOf(Assert.Single(LoosePictures.Find(folder.Path).Pictures), Classes));
    }

    [Fact]
    public void APlaceWithoutPicturesIsRefused()
    {
        Assert.Contains("holds no picture", Assert.Throws<DataException>(() => LoosePictures.Find(folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("does not exist", Assert.Throws<DataException>(() => LoosePictures.Find(folder.File("nowhere"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheFingerprintGoesByLabelledPicturesPathsAndContent()
    {
        Samples.Write(folder, "a.jpg", "b.jpg");
        string Of(string labelled)
        {
            var items = LoosePictures.Find(folder.Path).Pictures.Select(p => p.Item).ToArray();
            return DataFingerprint.With(labelled, items, ContentHashes.Compute(items));
        }

        var before = Of("x");
        Assert.Equal(before, Of("x"));
        Assert.NotEqual(before, Of("y"));
        Samples.WriteFile(folder, "b.jpg", "other bytes");
        var changed = Of("x");
        Assert.NotEqual(before, changed);
        File.Move(folder.File("b.jpg"), folder.File("c.jpg"));
        Assert.NotEqual(changed, Of("x"));
    }
}
