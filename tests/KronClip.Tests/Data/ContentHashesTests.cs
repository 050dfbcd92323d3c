using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public class ContentHashesTests
{
    [Fact]
    public void HashesAreThoseOfTheBytesForAnyNumberOfThreads()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, [.. Enumerable.Range(0, 40).Select(i => $"a/{i}.jpg")]);
        var items = Enumerable.Range(0, 40).Select(i => new ImageItem(folder.File("a", $"{i}.jpg"), $"a/{i}.jpg", 0)).ToList();
        foreach (var threads in new[] { 1, 2, 64 })
        {
            var hashes = ContentHashes.Compute(items, threads);
            Assert.All(items, item => Assert.Equal(Samples.Hash("picture " + item.RelativePath), hashes[item]));
        }
    }

    [Fact]
    public void I19AFileDeletedSinceListingIsReportedAndTheSplitGoesOnWithoutIt()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, [.. Enumerable.Range(0, 8).Select(i => $"a/{i}.jpg"), .. Enumerable.Range(0, 8).Select(i => $"b/{i}.jpg")]);
        var collection = ImageCollection.Open(folder.Path);
        File.Delete(folder.File("a", "3.jpg"));
        var hashes = ContentHashes.Compute(collection.Images.Select(i => i.Item));
        var bad = Assert.Single(hashes.Unusable);
        Assert.Equal("a/3.jpg", bad.Item.RelativePath);
        Assert.Contains("deleted or moved", bad.Reason);
        Assert.Throws<DataException>(() => hashes[bad.Item]);

        var split = FewShotSplit.Draw(collection, hashes, new() { Shots = 2 });
        Assert.Equal(15, split.Train.Count + split.Validation.Count + split.Test.Count);
        Assert.Equal([new UnusedImage(bad.Item, UnusedReason.Unreadable)], split.Unused);
        Assert.Contains(split.Warnings, w => w.Contains("3.jpg"));
    }

    [Fact]
    public void I11AFileThatCannotBeReadIsReportedWithItsReason()
    {
        var item = new ImageItem("/photos/a/1.jpg", "a/1.jpg", 0);
        var hashes = ContentHashes.Compute([item], _ => throw new DataException("no permission"), 1, null, default);
        Assert.Equal("no permission", Assert.Single(hashes.Unusable).Reason);
        Assert.False(hashes.TryGet(item, out _));
    }

    [Fact]
    public void AClassOfWhichNothingIsLeftIsAnErrorThatNamesIt()
    {
        var (collection, _) = Samples.InMemory(5, 5);
        var hashes = ContentHashes.Compute(
            collection.Images.Select(i => i.Item),
            path => path.Contains($"{Path.DirectorySeparatorChar}01{Path.DirectorySeparatorChar}") ? throw new DataException("gone.") : Samples.Hash(path), 1, null, default);
        Assert.Contains("'01'", Assert.Throws<DataException>(() => FewShotSplit.Draw(collection, hashes, new())).Message);
    }

    [Fact]
    public void HashingStopsWhenAsked()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => ContentHashes.Compute([new ImageItem("/x", "x", 0)], cancel: stop.Token));
    }
}
