using System.Text.Json;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public sealed class BenchmarkCheckTests : IDisposable
{
    readonly TemporaryFolder root = TestFiles.Temporary();

    public void Dispose() => root.Dispose();

    static readonly BenchmarkDefinition Caltech = BenchmarkCatalogue.Find("caltech101");

    [Fact]
    public void WhatDiffersAndWhatIsMissingIsCounted()
    {
        var tree = BenchmarkTree.Write(root.Path, ids: "caltech101");
        var images = Path.Combine(tree.FolderOf(Caltech), Caltech.Images);
        Directory.CreateDirectory(Path.Combine(images, "BACKGROUND_Google", "more"));
        File.WriteAllText(Path.Combine(images, "BACKGROUND_Google", "1.jpg"), "x");
        File.WriteAllText(Path.Combine(images, "BACKGROUND_Google", "more", "2.jpg"), "x");
        File.WriteAllText(Path.Combine(images, "tmp.txt"), "x");
        var gone = BenchmarkSplit.Read(Caltech, root.Path).Train[0].Path;
        File.Delete(Path.Combine(images, gone));

        var check = BenchmarkCheck.Run(Caltech, root.Path);

        Assert.False(check.Whole);
        Assert.Equal(1, check.MissingCount);
        Assert.Equal([gone], check.Missing);
        Assert.Equal(2, check.Unlisted);
        Assert.All(check.Tree, entry => Assert.True(entry.Present));
        Assert.Equal(
            [new("classes", 4, 100), new("training pictures", 19, 4128), new("validation pictures", 12, 1649), new("test pictures", 12, 2465), new("test pictures of the base classes", 6, 1549), new("test pictures of the new classes", 6, 916)],
            check.Counts);
        Assert.Contains("1 of its 44 listed pictures is missing", check.Verdict);
        using var json = JsonDocument.Parse(check.ToJson());
        Assert.Equal(19, json.RootElement.GetProperty("counts")[1].GetProperty("here").GetInt32());
    }

    /// <summary>Nothing but the counts decides that a set of folders is whole; here the published counts are those of the small tree.</summary>
    [Theory]
    [InlineData("imagenet")]
    [InlineData("dtd")]
    [InlineData("imagenet_sketch")]
    public void ASetWithThePublishedCountsIsWhole(string id)
    {
        var tree = BenchmarkTree.Write(root.Path, ids: id);
        var real = BenchmarkCatalogue.Find(id);
        var split = BenchmarkSplit.Read(real, root.Path);
        var (first, second) = split.TestHalves();
        var small = real with
        {
            Counts = real.Counts with
            {
                Classes = tree.Classes,
                Train = real.Counts.Train is null ? null : split.Train.Count,
                Validation = real.Counts.Validation is null ? null : split.Validation.Count,
                Test = split.Test.Count,
                TestBase = real.Counts.TestBase is null ? null : first,
                TestNew = real.Counts.TestNew is null ? null : second,
            },
        };
        var check = BenchmarkCheck.Run(small, root.Path);
        Assert.True(check.Whole, check.Verdict);
        Assert.Empty(check.Differences);
        Assert.Contains("is whole", check.Verdict);
        Assert.Empty(BenchmarkSet.Open(small, root.Path, false).Differences);
    }

    [Fact]
    public void WhatIsNotThereAtAllIsAReportToo()
    {
        var absent = BenchmarkCheck.Run(Caltech, root.Path);
        Assert.Null(absent.Folder);
        Assert.All(absent.Tree, entry => Assert.False(entry.Present));
        Assert.Contains("no folder 'caltech-101'", absent.Verdict);

        Directory.CreateDirectory(root.File("caltech-101", "101_ObjectCategories"));
        var without = BenchmarkCheck.Run(Caltech, root.Path);
        Assert.Equal([true, false], without.Tree.Select(entry => entry.Present));
        Assert.Contains("split_zhou_Caltech101.json' is missing", without.Verdict);
        Assert.False(without.Whole);
    }

    [Fact]
    public void ALinkInACircleIsCountedOnce()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("links need a privilege on Windows");
        var tree = BenchmarkTree.Write(root.Path, ids: "caltech101");
        var images = Path.Combine(tree.FolderOf(Caltech), Caltech.Images);
        Directory.CreateSymbolicLink(Path.Combine(images, "round"), images);
        Assert.Equal(0, BenchmarkCheck.Run(Caltech, root.Path).Unlisted);
    }
}
