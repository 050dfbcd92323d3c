using KronClip.Data;

namespace KronClip.Tests.Data;

public class DataFingerprintTests
{
    [Fact]
    public void ItIsTheSameInAnyOrderAndChangesWithPathWordsAndContent()
    {
        var (collection, hashes) = Samples.InMemory(3, 3);
        var items = collection.Images.Select(i => i.Item).ToList();
        var reference = DataFingerprint.Of(items, collection.Classes, hashes);
        Assert.Equal("4eb0a25da9e54e24da27dc1f9b03a0f96b3d41c60d4df3ad4ef0281880ea81b8", reference);
        Assert.Equal(reference, DataFingerprint.Of(items.AsEnumerable().Reverse(), collection.Classes, hashes));
        Assert.NotEqual(reference, DataFingerprint.Of(items.Skip(1), collection.Classes, hashes));
        Assert.NotEqual(reference, DataFingerprint.Of(items, [collection.Classes[0] with { Words = "other" }, collection.Classes[1]], hashes));
        Assert.NotEqual(reference, DataFingerprint.Of([items[0] with { RelativePath = "x" }, .. items.Skip(1)], collection.Classes, hashes));
        Assert.NotEqual(reference, DataFingerprint.Of(items, collection.Classes, ContentHashes.From(items.Select((item, i) => (item, i == 0 ? Samples.Hash("!") : hashes[item])))));
    }

    [Fact]
    public void ASplitsFingerprintIsThatOfWhatItUses()
    {
        var sample = Samples.InMemory(3, 3);
        Assert.Equal(DataFingerprint.Of(sample.Collection.Images.Select(i => i.Item), sample.Collection.Classes, sample.Hashes), DataFingerprint.Of(sample.Draw(), sample.Hashes));
    }
}
