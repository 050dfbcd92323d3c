using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public sealed class BenchmarkSetTests : IDisposable
{
    readonly TemporaryFolder root = TestFiles.Temporary();

    public void Dispose() => root.Dispose();

    static readonly BenchmarkDefinition Dtd = BenchmarkCatalogue.Find("dtd"), ImageNet = BenchmarkCatalogue.Find("imagenet");

    string Picture(string id, string path)
    {
        var definition = BenchmarkCatalogue.Find(id);
        return root.File([definition.Folder, definition.Images, .. path.Split('/')]);
    }

    [Fact]
    public void MissingPicturesAreAnErrorThatCountsAndNamesThem()
    {
        BenchmarkTree.Write(root.Path, ids: "dtd");
        var gone = BenchmarkSet.Open(Dtd, root.Path, false).Test[1].Path;
        File.Delete(Picture("dtd", gone));
        var error = Assert.Throws<DataException>(() => BenchmarkSet.Open(Dtd, root.Path, false));
        Assert.Contains($"1 of the 44 pictures of DTD is missing below", error.Message);
        Assert.Contains($"'{gone}'", error.Message);
        Assert.Contains("kronclip data check dtd", error.Message);
    }

    /// <summary>The lists are cut first and then drawn from, so every class that has enough still gives its shots.</summary>
    [Fact]
    public void APartialSetIsCutBeforeItIsDrawnFrom()
    {
        BenchmarkTree.Write(root.Path, ids: "dtd");
        var whole = BenchmarkSet.Open(Dtd, root.Path, false);
        var lost = whole.Test.Where(p => p.Label == 1).ToArray();
        var drawn = whole.Draw(4, 1).Train.First(p => p.Label == 2);
        foreach (var path in lost.Append(drawn).Select(p => p.Path))
            File.Delete(Picture("dtd", path));

        var set = BenchmarkSet.Open(Dtd, root.Path, allowPartial: true);

        Assert.StartsWith("Partial: 4 of the 44 pictures of DTD are missing", set.Differences[0]);
        Assert.Contains("1 class of DTD has no training or no test picture: 'blotchy'.", set.Differences[0]);
        Assert.Equal(["banded", "braided", "bubbly"], set.Classes.Select(c => c.Folder));
        Assert.Equal([0, 1, 2], set.Test.Select(p => p.Label).Distinct().Order());
        var draw = set.Draw(4, 1);
        Assert.All(draw.Train, p => Assert.Equal(set.Classes[p.Label].Folder, p.ClassName));
        Assert.Equal([4, 4, 4], draw.Train.GroupBy(p => p.Label).Select(own => own.Count()));
        Assert.DoesNotContain(draw.Train, p => p.Path == drawn.Path);
        Assert.Throws<DataException>(() => BenchmarkSet.Open(Dtd, root.Path, allowPartial: false));
    }

    [Fact]
    public void NothingLeftIsAnErrorEvenWherePartialSetsAreAllowed()
    {
        BenchmarkTree.Write(root.Path, ids: "dtd");
        Directory.Delete(root.File("dtd", "images"), recursive: true);
        Assert.Contains("0 classes would be left", Assert.Throws<DataException>(() => BenchmarkSet.Open(Dtd, root.Path, true)).Message);
    }

    [Theory]
    [InlineData("dtd", "split_zhou_DescribableTextures.json", "DATASETS.md")]
    [InlineData("fgvc_aircraft", "images_variant_val.txt", "robots.ox.ac.uk")]
    [InlineData("imagenet_r", "classnames.txt", "DATASETS.md")]
    public void AMissingListIsNamedWithItsPlaceAndItsSource(string id, string file, string source)
    {
        var definition = BenchmarkCatalogue.Find(id);
        var tree = BenchmarkTree.Write(root.Path, ids: id);
        File.Delete(Path.Combine(tree.FolderOf(definition), file));
        var error = Assert.Throws<DataException>(() => BenchmarkSet.Open(definition, root.Path, true));
        Assert.Contains($"{Path.Combine(tree.FolderOf(definition), file)}' is missing", error.Message);
        Assert.Contains(source, error.Message);
    }

    [Fact]
    public void AnAbsentSetIsToldWithItsLayout()
    {
        Directory.CreateDirectory(root.File("caltech101"));
        var error = Assert.Throws<DataException>(() => BenchmarkSet.Open(BenchmarkCatalogue.Find("caltech101"), root.Path, true));
        Assert.All(["no folder 'caltech-101'", "Is it 'caltech101'?", "caltech-101/101_ObjectCategories/<class>/*.jpg", "https://"], part => Assert.Contains(part, error.Message));
        Assert.Contains("does not exist", Assert.Throws<DataException>(() => BenchmarkSet.Open(Dtd, root.File("nowhere"), true)).Message);
    }

    /// <summary>Its validation pictures are its test pictures: listed once, as test, and never drawn.</summary>
    [Fact]
    public void ImageNetsValidationPicturesAreTestPictures()
    {
        var tree = BenchmarkTree.Write(root.Path, ids: "imagenet");
        var set = BenchmarkSet.Open(ImageNet, root.Path, false);
        Assert.Equal(set.Test, set.Parts.Validation);
        var collection = set.Collection([(2, 1), (4, 1), (2, 2)]);
        Assert.Empty(set.Draw(2, 1).Validation);
        Assert.DoesNotContain(collection.Images, image => image.Part == SplitPart.Validation);
        Assert.Equal(tree.Test * tree.Classes, collection.Images.Count(image => image.Part == SplitPart.Test));
        Assert.Equal(collection.Images.Count, collection.Images.DistinctBy(image => image.Item.Path).Count());
        Assert.True(collection.Images.Count < tree.Classes * (tree.Train + tree.Test) + 1);
    }

    [Fact]
    public void PicturesLieInOneFolderEachInImageNetsValidation()
    {
        BenchmarkTree.Write(root.Path, ids: "imagenet");
        foreach (var folder in Directory.GetDirectories(root.File("imagenet", "images", "val")))
        {
            foreach (var file in Directory.GetFiles(folder))
                File.Move(file, root.File("imagenet", "images", "val", Path.GetFileName(file)));
            Directory.Delete(folder);
        }
        Assert.Contains("class folders such as n01440764", Assert.Throws<DataException>(() => BenchmarkSet.Open(ImageNet, root.Path, true)).Message);
    }

    /// <summary>Two classes of ImageNet are called missile.</summary>
    [Fact]
    public void ClassesOfOneNameAreToldApartByTheirSynset()
    {
        BenchmarkTree.Write(root.Path, classes: 6, ids: "imagenet");
        var classes = BenchmarkSet.Open(ImageNet, root.Path, false).Classes;
        Assert.Equal(["missile", "missile"], classes.TakeLast(2).Select(c => c.Words));
        Assert.Equal(["missile (n03773504)", "missile (n04008634)"], classes.TakeLast(2).Select(c => c.Name));
        Assert.Equal("tench", classes[0].Name);
        Assert.Equal("n01440764", classes[0].Folder);
    }

    [Fact]
    public void NumberedFoldersFollowTheLinesOfClassnames()
    {
        BenchmarkTree.Write(root.Path, ids: "imagenetv2");
        var set = BenchmarkSet.Open(BenchmarkCatalogue.Find("imagenetv2"), root.Path, false);
        Assert.Equal(["n01440764", "n01443537", "n01484850", "n01491361"], set.Classes.Select(c => c.Folder));
        Assert.All(set.Test, p => Assert.StartsWith(p.Label + "/", p.Path));
    }

    [Fact]
    public void FoldersWithoutANameArePassedOverWithANote()
    {
        BenchmarkTree.Write(root.Path, ids: "imagenet_a");
        Directory.CreateDirectory(Picture("imagenet_a", "n99999999"));
        File.WriteAllText(Picture("imagenet_a", "README.txt"), "not a class");
        var set = BenchmarkSet.Open(BenchmarkCatalogue.Find("imagenet_a"), root.Path, false);
        Assert.Equal(2, set.Classes.Count);
        Assert.Contains("'n99999999'", Assert.Single(set.Collection([]).Notes));
    }

    [Fact]
    public void APictureThatCannotBeReadIsSetAsideAndNothingElseMoves()
    {
        BenchmarkTree.Write(root.Path, ids: "dtd");
        var set = BenchmarkSet.Open(Dtd, root.Path, false);
        var collection = set.Collection([(2, 1)]);
        var hashes = ContentHashes.Compute(collection.Images.Select(image => image.Item), threads: 1);
        var before = set.Split(collection, hashes, 2, 1);
        var bad = before.Train[3];
        var after = set.Split(collection, hashes.Without([new UnusableImage(bad, "It is damaged.")]), 2, 1);
        Assert.Equal(before.Train.Where(item => item != bad), after.Train);
        Assert.Equal(before.Validation, after.Validation);
        Assert.Equal(before.Test, after.Test);
        Assert.Equal(UnusedReason.Unreadable, Assert.Single(after.Unused).Reason);
        Assert.Contains("It is damaged.", after.Warnings[^1]);
        Assert.Contains("1 of 2 pictures", Assert.Single(after.Notes, note => note.Sentence is not null).Sentence);

        var own = before.Train.Where(item => item.Label == bad.Label).Select(item => new UnusableImage(item, "It is damaged.")).ToArray();
        Assert.Contains("no usable training picture left", Assert.Throws<DataException>(() => set.Split(collection, hashes.Without(own), 2, 1)).Message);
        Assert.Throws<ArgumentException>(() => set.Split(collection, hashes, 5, 1));
        Assert.Throws<OptionsException>(() => set.Draw(0, 1));
    }
}
