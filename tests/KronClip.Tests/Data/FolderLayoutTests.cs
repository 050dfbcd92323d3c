using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public class FolderLayoutTests
{
    [Fact]
    public void ClassFoldersBecomeClassesInOrdinalOrderWithNestedPictures()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "b_b/2.jpg", "b_b/1.jpg", "b_b/deep/er/0.jpg", "Z/1.jpg", "a/1");
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["Z", "a", "b_b"], collection.Classes.Select(c => c.Folder));
        Assert.Equal(["Z", "a", "b b"], collection.Classes.Select(c => c.Words));
        Assert.Equal(["Z/1.jpg", "a/1", "b_b/1.jpg", "b_b/2.jpg", "b_b/deep/er/0.jpg"], collection.Images.Select(i => i.Item).Paths());
        Assert.All(collection.Images, i => Assert.True(File.Exists(i.Item.Path)));
        Assert.Equal([0, 1, 2, 2, 2], collection.Images.Select(i => i.Item.Label));
        Assert.False(collection.HasGivenParts);
        Assert.Empty(collection.Warnings);
    }

    [Theory]
    [InlineData("val")]
    [InlineData("valid")]
    [InlineData("validation")]
    [InlineData("VAL")]
    public void FoldersNamedLikePartsAreGivenSplits(string validation)
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "train/a/1.jpg", "train/b/1.jpg", $"{validation}/a/2.jpg", "test/b/3.jpg", "masks/x.png");
        var collection = ImageCollection.Open(folder.Path);
        Assert.True(collection.HasGivenParts);
        Assert.Equal(["a", "b"], collection.Classes.Select(c => c.Folder));
        Assert.Equal(
            [("train/a/1.jpg", SplitPart.Train), ($"{validation}/a/2.jpg", SplitPart.Validation), ("train/b/1.jpg", SplitPart.Train), ("test/b/3.jpg", SplitPart.Test)],
            collection.Images.Select(i => (i.Item.RelativePath, i.Part)));
        Assert.Contains(collection.Notes, n => n.Contains("'masks'"));
    }

    [Fact]
    public void AClassNamedTrainAmongOthersStaysAClass()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "car/1.jpg", "bus/1.jpg", "train/front/1.jpg");
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["bus", "car", "train"], collection.Classes.Select(c => c.Folder));
        Assert.False(collection.HasGivenParts);
    }

    [Fact]
    public void AClassMissingFromTrainIsAnErrorThatNamesIt()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "train/a/1.jpg", "train/b/1.jpg", "test/c/1.jpg");
        Assert.Contains("'c'", Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message);
        var measured = ImageCollection.Open(folder.Path, options: new() { ForTraining = false });
        Assert.Equal(3, measured.Classes.Count);
    }

    [Fact]
    public void ATestFolderAloneIsEnoughToMeasureAClassifier()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "test/a/1.jpg", "test/b/1.jpg");
        var collection = ImageCollection.Open(folder.Path, options: new() { ForTraining = false });
        Assert.Equal(["a", "b"], collection.Classes.Select(c => c.Folder));
        Assert.All(collection.Images, i => Assert.Equal(SplitPart.Test, i.Part));
    }

    [Fact]
    public void RealPhotographsAreListedAndDrawn()
    {
        var collection = ImageCollection.Open(TestFiles.Data("photos", "trashnet"));
        var split = FewShotSplit.Draw(collection, ContentHashes.Compute(collection.Images.Select(i => i.Item)), new());
        Assert.Equal(["cardboard", "glass", "metal", "paper", "plastic", "trash"], collection.Classes.Select(c => c.Words));
        Assert.Equal((96, 24, TestKinds.HeldOut), (split.Train.Count, split.Validation.Count, split.TestKind));
        Assert.Equal(384, split.Train.Count + split.Validation.Count + split.Test.Count + split.Unused.Count);
    }

    [Fact]
    public void TwoFoldersForOnePartAreAnError()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "train/a/1.jpg", "train/b/1.jpg", "val/a/1.jpg", "valid/b/1.jpg");
        var message = Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message;
        Assert.Contains("'val', 'valid'", message);
    }

    [Fact]
    public void I9ExtensionsInAnyCaseAndNoneAreKeptAndPlainlyOtherKindsCounted()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "a/1.JPG", "a/2", "a/3.jpg_old", "a/labels.TXT", "a/meta.json", "a/x.txt", "b/1.PnG");
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["a/1.JPG", "a/2", "a/3.jpg_old", "b/1.PnG"], collection.Images.Select(i => i.Item).Paths());
        Assert.Contains("3 files of kinds that hold no picture skipped (1 .json, 2 .txt).", collection.Notes);
    }

    [Fact]
    public void I21LitterOfOperatingSystemsAndHiddenFilesAreIgnored()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "a/1.jpg", "a/Thumbs.db", "a/.DS_Store", "a/._1.jpg", "a/desktop.ini", "a/.git/2.jpg", "b/1.jpg", "__MACOSX/a/1.jpg", ".cache/x/1.jpg");
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["a/1.jpg", "b/1.jpg"], collection.Images.Select(i => i.Item).Paths());
        Assert.Empty(collection.Notes);
    }

    [Fact]
    public void I12NamesOfEveryKindKeepTheirForm()
    {
        using var folder = TestFiles.Temporary();
        string[] names = ["a b.jpg", "it's \"q\".jpg", "😀.jpg", "שלום.jpg", "caf\u00E9.jpg", "cafe\u0301.jpg"];
        if (!OperatingSystem.IsWindows())
            names = [.. names, "line\nend.jpg", "back\\slash.jpg"];
        else
            names = [.. names.Where(n => !n.Contains('"'))];
        Samples.Write(folder, [.. names.Select(n => "a/" + n), "b/1.jpg"]);
        var collection = ImageCollection.Open(folder.Path);
        var found = collection.Images.Where(i => i.Item.Label == 0).ToList();
        Assert.Equal(names.Select(n => "a/" + n).Order(StringComparer.Ordinal), found.Select(i => i.Item).Paths());
        Assert.Empty(ContentHashes.Compute(found.Select(i => i.Item)).Unusable);
    }

    [Fact]
    public void I13AnEmptyClassIsLeftOutWithAWarningAndOnePictureIsEnoughToOpen()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "a/1.jpg", "b/1.jpg", "b/2.jpg");
        Directory.CreateDirectory(folder.File("nothing"));
        var collection = ImageCollection.Open(folder.Path);
        Assert.Equal(["a", "b"], collection.Classes.Select(c => c.Folder));
        Assert.Contains("'nothing'", Assert.Single(collection.Warnings));
    }

    [Fact]
    public void I13AHundredThousandPicturesAreListed()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "b/1.jpg");
        Directory.CreateDirectory(folder.File("a"));
        IEnumerable<FolderEntry> List(string path) => Path.GetFileName(path) == "a"
            ? Enumerable.Range(0, 100_000).Select(i => new FolderEntry($"{99_999 - i:000000}.jpg", false, false, false, 1))
            : FolderEntries.Of(path);
        var collection = ImageCollection.Open(folder.Path, null, CollectionOptions.Default, List);
        Assert.Equal(100_001, collection.Images.Count);
        Assert.Equal("a/000000.jpg", collection.Images[0].Item.RelativePath);
        Assert.Equal("a/099999.jpg", collection.Images[99_999].Item.RelativePath);
    }

    [Fact]
    public void I17OneClassIsRefusedWithASentence()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "only/1.jpg");
        Directory.CreateDirectory(folder.File("empty"));
        var message = Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message;
        Assert.Contains("only one class with pictures, 'only'", message);
        Assert.Contains("'empty'", message);
        Assert.Single(ImageCollection.Open(folder.Path, options: new() { ForTraining = false }).Classes);
    }

    [Theory]
    [InlineData(new string[0], "holds no class folders")]
    [InlineData(new[] { "1.jpg", "2.jpg" }, "holds 2 files but no class folders")]
    public void AFolderWithoutClassesIsToldTheLayout(string[] files, string expected)
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, files);
        var message = Assert.Throws<DataException>(() => ImageCollection.Open(folder.Path)).Message;
        Assert.Contains(expected, message);
        Assert.Contains("one folder per class", message);
    }

    [Fact]
    public void APathThatIsNotThereIsNamed()
    {
        using var folder = TestFiles.Temporary();
        Assert.Contains("does not exist", Assert.Throws<DataException>(() => ImageCollection.Open(folder.File("gone"))).Message);
        Assert.Throws<DataException>(() => ImageCollection.Open(" "));
        Samples.Write(folder, "1.jpg");
        Assert.Contains("neither a manifest", Assert.Throws<DataException>(() => ImageCollection.Open(folder.File("1.jpg"))).Message);
    }

    [Fact]
    public void I20OpeningAndHashingWriteNothingBesideThePictures()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "a/1.jpg", "b/1.jpg");
        var before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order().ToList();
        var collection = ImageCollection.Open(folder.Path);
        var hashes = ContentHashes.Compute(collection.Images.Select(i => i.Item));
        FewShotSplit.Draw(collection, hashes, new());
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order());
    }
}
