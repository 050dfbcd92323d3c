using KronClip.Data;
using KronClip.Images;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>All 15 data sets in their published layouts, in small.</summary>
public sealed class BenchmarkTreeTests : IDisposable
{
    readonly TemporaryFolder root = TestFiles.Temporary();

    public void Dispose() => root.Dispose();

    public static TheoryData<string> Ids => [.. BenchmarkCatalogue.All.Select(definition => definition.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void EverySetOpensAndDraws(string id)
    {
        var definition = BenchmarkCatalogue.Find(id);
        var tree = BenchmarkTree.Write(root.Path, ids: id);
        var set = BenchmarkSet.Open(definition, root.Path, allowPartial: false);
        var classes = tree.ClassesOf(definition);

        Assert.Equal(classes, set.Classes.Count);
        Assert.Equal(classes * tree.Test, set.Test.Count);
        Assert.All(set.Classes, c => Assert.Equal([definition.Template], c.Templates!));
        Assert.All(set.Classes, c => Assert.DoesNotContain('_', c.Words));
        Assert.Equal(classes, set.Classes.Select(c => c.Folder).Distinct().Count());
        Assert.Contains(set.Differences, sentence => sentence.Contains("test pictures here", StringComparison.Ordinal));
        Assert.DoesNotContain(set.Differences, sentence => sentence.StartsWith("Partial", StringComparison.Ordinal));

        var draw = set.Draw(2, 1);
        Assert.Equal(definition.Role == BenchmarkRole.Eleven ? 2 * classes : 0, draw.Train.Count);
        Assert.Equal(definition.Role == BenchmarkRole.Eleven && id != "imagenet" ? 2 * classes : 0, draw.Validation.Count);
        var collection = set.Collection([(2, 1), (4, 2)]);
        Assert.True(collection.HasGivenParts);
        var hashes = ContentHashes.Compute(collection.Images.Select(image => image.Item), threads: 1);
        Assert.Empty(hashes.Unusable);
        var split = set.Split(collection, hashes, 2, 1);
        Assert.Equal(draw.Train.Select(p => (p.Path, p.Label)), split.Train.Select(item => (item.RelativePath, item.Label)));
        Assert.Equal(draw.Validation.Select(p => p.Path), split.Validation.Paths());
        Assert.Equal(set.Test.Select(p => p.Path), split.Test.Paths());
        Assert.Equal(TestKinds.Given, split.TestKind);
        Assert.Equal(collection.Images.Count, split.Train.Count + split.Validation.Count + split.Test.Count + split.Unused.Count);
        Assert.All(split.Notes, note => Assert.Null(note.Sentence));
        Assert.All(collection.Images, image => Assert.True(File.Exists(image.Item.Path), image.Item.Path));
        var picture = PictureReader.Read(collection.Images[0].Item.Path, new ImageLimits(), Orientation.Ignore);
        Assert.Equal(24, picture.Width);
    }

    [Fact]
    public void NoTwoPicturesAreEqual()
    {
        BenchmarkTree.Write(root.Path);
        var files = Directory.EnumerateFiles(root.Path, "*.*", SearchOption.AllDirectories).Where(file => Path.GetExtension(file) is ".jpg" or ".png").ToArray();
        Assert.Equal(15, Directory.GetDirectories(root.Path).Length);
        Assert.Equal(files.Length, files.Select(ContentHashes.OfFile).Distinct().Count());
    }

    /// <summary>A set's own folder may be given in place of the folder of all sets.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void ASetOpensFromItsOwnFolder(string id)
    {
        var definition = BenchmarkCatalogue.Find(id);
        var tree = BenchmarkTree.Write(root.Path, ids: id);
        var own = BenchmarkSet.Open(definition, tree.FolderOf(definition), allowPartial: false);
        Assert.Equal(BenchmarkSet.Open(definition, root.Path, allowPartial: false).Test, own.Test);
    }
}
