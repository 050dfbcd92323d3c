using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>What may lead where: the data set's own folders may be links, a list or a link among the pictures may not lead elsewhere.</summary>
public sealed class BenchmarkLinkTests : IDisposable
{
    readonly TemporaryFolder root = TestFiles.Temporary(), elsewhere = TestFiles.Temporary();

    static readonly BenchmarkDefinition Dtd = BenchmarkCatalogue.Find("dtd"), ImageNet = BenchmarkCatalogue.Find("imagenet");

    public BenchmarkLinkTests()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("links need a privilege on Windows");
    }

    public void Dispose()
    {
        root.Dispose();
        elsewhere.Dispose();
    }

    [Theory]
    [InlineData("../secret.jpg")]
    [InlineData("a/../../secret.jpg")]
    [InlineData("/etc/passwd")]
    [InlineData("a//b.jpg")]
    [InlineData("..\\\\secret.jpg")]
    [InlineData("")]
    public void AListCannotLeadOutOfTheSet(string path)
    {
        Directory.CreateDirectory(root.File("dtd"));
        File.WriteAllText(root.File("dtd", Dtd.Files[0]), $$"""{"train": [["{{path}}", 0, "banded"]], "val": [], "test": []}""");
        Assert.Contains("does not stay in the data set's folder", Assert.Throws<DataException>(() => BenchmarkSplit.Read(Dtd, root.Path)).Message);
    }

    [Fact]
    public void TheSetAndItsFoldersMayBeLinks()
    {
        BenchmarkTree.Write(elsewhere.Path, ids: ["dtd", "imagenet"]);
        Directory.CreateSymbolicLink(root.File("dtd"), elsewhere.File("dtd"));
        Directory.CreateDirectory(root.File("imagenet", "images"));
        File.Copy(elsewhere.File("imagenet", "classnames.txt"), root.File("imagenet", "classnames.txt"));
        foreach (var part in new[] { "train", "val" })
            Directory.CreateSymbolicLink(root.File("imagenet", "images", part), elsewhere.File("imagenet", "images", part));
        Assert.Equal(BenchmarkSet.Open(Dtd, elsewhere.Path, false).Test, BenchmarkSet.Open(Dtd, root.Path, false).Test);
        Assert.Equal(BenchmarkSet.Open(ImageNet, elsewhere.Path, false).Test, BenchmarkSet.Open(ImageNet, root.Path, false).Test);
    }

    [Fact]
    public void ALinkAmongThePicturesDoesNotLeadOut()
    {
        BenchmarkTree.Write(root.Path, ids: "dtd");
        var set = BenchmarkSet.Open(Dtd, root.Path, false);
        var (inside, outside) = (root.File(["dtd", "images", .. set.Test[0].Path.Split('/')]), root.File(["dtd", "images", .. set.Test[1].Path.Split('/')]));
        File.Move(inside, root.File("dtd", "kept.jpg"));
        File.CreateSymbolicLink(inside, root.File("dtd", "kept.jpg"));
        BenchmarkSet.Open(Dtd, root.Path, false);

        File.Move(outside, elsewhere.File("secret.jpg"));
        File.CreateSymbolicLink(outside, elsewhere.File("secret.jpg"));
        var partial = BenchmarkSet.Open(Dtd, root.Path, true).Differences[0];
        Assert.Contains($"'{set.Test[1].Path}'", partial);
        Assert.Contains("1 link out of the data set's folder was not followed", partial);

        File.Delete(outside);
        File.CreateSymbolicLink(outside, outside);
        Assert.Contains("1 of the 44 pictures", BenchmarkSet.Open(Dtd, root.Path, true).Differences[0]);
    }

    /// <summary>Folders are listed and no file is asked, so an empty one is found when it is hashed.</summary>
    [Fact]
    public void AnEmptyFileIsSetAside()
    {
        BenchmarkTree.Write(root.Path, ids: "dtd");
        File.WriteAllBytes(root.File(["dtd", "images", .. BenchmarkSet.Open(Dtd, root.Path, false).Test[0].Path.Split('/')]), []);
        var set = BenchmarkSet.Open(Dtd, root.Path, false);
        var collection = set.Collection([(1, 1)]);
        var split = set.Split(collection, ContentHashes.Compute(collection.Images.Select(image => image.Item), threads: 1), 1, 1);
        Assert.Equal(set.Test.Skip(1).Select(p => p.Path), split.Test.Paths());
        Assert.Contains("is empty", split.Warnings[^1]);
    }
}
