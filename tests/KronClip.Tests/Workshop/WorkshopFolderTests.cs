using KronClip.Data;
using KronClip.Testing;
using KronClip.Workshop;

namespace KronClip.Tests.Workshop;

public class WorkshopFolderTests
{
    /// <summary>A small set, for what is asked of all.</summary>
    static readonly WorkshopSet Small = new("small", "a few parts", ["hex nut", "washer"], (2, 1, 2), CameraKinds.Inspection, 77_000_000);

    [Fact]
    public void ASetBecomesFoldersWithItsSplit()
    {
        using var folder = TestFiles.Temporary();
        var heard = new List<int>();
        WorkshopFolder.Write(Small, folder.Path, heard.Add);
        Assert.Equal(Enumerable.Range(1, 10), heard);
        var collection = ImageCollection.Open(folder.Path);
        Assert.True(collection.HasGivenParts);
        Assert.Equal(["hex_nut", "washer"], collection.Classes.Select(c => c.Folder));
        Assert.Equal(["hex nut", "washer"], collection.Classes.Select(c => c.Words));
        Assert.Equal(4, collection.Images.Count(i => i.Part == SplitPart.Train));
        Assert.Equal(2, collection.Images.Count(i => i.Part == SplitPart.Validation));
        Assert.Equal(4, collection.Images.Count(i => i.Part == SplitPart.Test));
    }

    [Fact]
    public void WhatIsMissingIsRenderedAgainToTheSameBytes()
    {
        using var folder = TestFiles.Temporary();
        WorkshopFolder.Write(Small, folder.Path);
        var files = Directory.GetFiles(folder.Path, "*.png", SearchOption.AllDirectories);
        var before = files.ToDictionary(f => f, File.ReadAllBytes);
        File.Delete(files[3]);
        File.WriteAllText(files[5], "");
        var heard = new List<int>();
        WorkshopFolder.Write(Small, folder.Path, heard.Add);
        Assert.Equal([9, 10], heard);
        Assert.All(before, f => Assert.Equal(f.Value, File.ReadAllBytes(f.Key)));
    }

    [Fact]
    public void ACancelledRenderingKeepsWholePicturesOnly()
    {
        using var folder = TestFiles.Temporary();
        using var stop = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() => WorkshopFolder.Write(Small, folder.Path, done => { if (done == 2) stop.Cancel(); }, stop.Token));
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.InRange(files.Length, 2, 9);
        Assert.All(files, f => Assert.EndsWith(".png", f, StringComparison.Ordinal));
        Assert.Single(files.Select(f => new FileInfo(f).Length).Distinct());
    }

    [Fact]
    public void AFolderThatIsAFileIsTold()
    {
        using var folder = TestFiles.Temporary();
        var path = Path.Combine(folder.Path, "file");
        File.WriteAllText(path, "");
        Assert.Throws<StorageException>(() => WorkshopFolder.Write(Small, path));
    }

    [Fact]
    public void SetsHaveNamesOfTheirOwnAndClassesInOrder()
    {
        Assert.Equal(WorkshopSets.All.Count, WorkshopSets.All.Select(s => s.Name).Distinct().Count());
        Assert.All(WorkshopSets.All, set => Assert.Equal(set.Classes.Order(StringComparer.Ordinal), set.Classes));
        Assert.True(WorkshopSets.Find("parts")!.Classes.Count >= 20);
        Assert.Null(WorkshopSets.Find("nothing"));
    }
}
