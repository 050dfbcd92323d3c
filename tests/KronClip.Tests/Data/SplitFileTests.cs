using CsCheck;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

public class SplitFileTests
{
    [Fact]
    public void AnySplitSurvivesWritingAndReading()
    {
        using var folder = TestFiles.Temporary();
        Gen.Select(Gen.Int[1, 12].Array[2, 4], Gen.Int[1, 6], Gen.Long, Gen.Bool).Sample((sizes, shots, seed, all) =>
        {
            var sample = Samples.InMemory(sizes);
            var split = sample.Draw(shots, seed, all);
            SplitFile.Write(folder.File("s.jsonl"), split, sample.Hashes);
            var read = SplitFile.Read(folder.File("s.jsonl"));
            Equal(split, read.Split);
            Assert.All(sample.Collection.Images, i => Assert.Equal(sample.Hashes[i.Item], read.Hashes[i.Item]));
        }, iter: 40, threads: 1);
    }

    [Fact]
    public void NamesAndClassFilesOfEveryKindSurvive()
    {
        using var folder = TestFiles.Temporary();
        Samples.Write(folder, "photos/傷/\U0001F600.jpg", "photos/傷/q\"'.jpg", "photos/b/cafe\u0301.jpg", "photos/b/1.jpg", "photos/b/2.jpg");
        var file = new ClassFile(new Dictionary<string, ClassFileEntry> { ["傷"] = new() { Words = "scratch", Name = "傷\n".Trim(), Description = "d", Templates = ["{}."] } });
        var collection = ImageCollection.Open(folder.File("photos"), file);
        var hashes = ContentHashes.Compute(collection.Images.Select(i => i.Item));
        var split = FewShotSplit.Draw(collection, hashes, new() { Seed = long.MinValue });
        SplitFile.Write(folder.File("s.jsonl"), split, hashes);
        Equal(split, SplitFile.Read(folder.File("s.jsonl")).Split);
        Assert.Contains("傷", File.ReadAllText(folder.File("s.jsonl")));
        Assert.Equal("scratch", SplitFile.Read(folder.File("s.jsonl")).Split.Classes.Single(c => c.Folder == "傷").Words);
    }

    [Fact]
    public void AChangedOrMissingPictureIsFoundWhenItIsVerified()
    {
        using var folder = TestFiles.Temporary();
        var split = OnDisk(folder);
        var recorded = SplitFile.Read(folder.File("photos", "s.jsonl"));
        recorded.Verify(split.Train[0]);
        File.AppendAllText(split.Train[0].Path, "!");
        Assert.Contains("has changed", Assert.Throws<DataException>(() => recorded.Verify(split.Train[0])).Message);
        File.Delete(split.Train[1].Path);
        Assert.Contains("deleted or moved", Assert.Throws<DataException>(() => recorded.Verify(split.Train[1])).Message);
    }

    [Fact]
    public void ASplitIsAlsoACollectionWithGivenPartsAndTravelsWithItsPictures()
    {
        using var folder = TestFiles.Temporary();
        var split = OnDisk(folder);
        Directory.Move(folder.File("photos"), folder.File("moved"));
        var collection = ImageCollection.Open(folder.File("moved", "s.jsonl"));
        Assert.Equal(folder.File("moved"), collection.Root);
        Assert.Equal(split.Test.Paths().Order(StringComparer.Ordinal), collection.Images.Where(i => i.Part == SplitPart.Test).Select(i => i.Item).Paths());
        Assert.All(collection.Images, i => Assert.True(File.Exists(i.Item.Path)));
        File.Delete(collection.Images[0].Item.Path);
        Assert.Contains("do not exist", Assert.Throws<DataException>(() => ImageCollection.Open(folder.File("moved", "s.jsonl"))).Message);
    }

    [Theory]
    [InlineData("", 1, "is empty")]
    [InlineData("{}", 1, "line 1: not a split file")]
    [InlineData("\"version\":2", 1, "line 1: version 2")]
    [InlineData("{\"path\":", 2, "not valid JSON at line 2")]
    [InlineData("[]", 2, "line 2: not a JSON object")]
    [InlineData("\"label\":9", 2, "line 2: the label and class")]
    [InlineData("\"part\":\"exam\"", 2, "line 2: unknown part 'exam'")]
    public void ADamagedLineIsNamed(string damage, int line, string expected)
    {
        using var folder = TestFiles.Temporary();
        OnDisk(folder);
        var path = folder.File("photos", "s.jsonl");
        var lines = File.ReadAllLines(path);
        lines[line - 1] = damage.StartsWith('"')
            ? System.Text.RegularExpressions.Regex.Replace(lines[line - 1], damage.Split(':')[0] + ":[^,]*", damage)
            : damage;
        File.WriteAllText(path, damage.Length == 0 ? "" : string.Join('\n', lines));
        Assert.Contains(expected, Assert.Throws<DataException>(() => SplitFile.Read(path)).Message);
    }

    [Fact]
    public void AnyTruncationIsRefusedOrReadsAsFewerPictures()
    {
        using var folder = TestFiles.Temporary();
        OnDisk(folder);
        var bytes = File.ReadAllBytes(folder.File("photos", "s.jsonl"));
        for (var length = 0; length < bytes.Length; length += 7)
        {
            File.WriteAllBytes(folder.File("cut.jsonl"), bytes[..length]);
            try
            {
                Assert.True(SplitFile.Read(folder.File("cut.jsonl")).Split.Train.Count <= 12);
            }
            catch (DataException)
            {
                // refused: as it should be
            }
        }
    }

    static Split OnDisk(TemporaryFolder folder)
    {
        Samples.Write(folder, [.. Enumerable.Range(0, 6).SelectMany(i => new[] { $"photos/a/{i}.jpg", $"photos/b/{i}.jpg" })]);
        var collection = ImageCollection.Open(folder.File("photos"));
        var hashes = ContentHashes.Compute(collection.Images.Select(i => i.Item));
        var split = FewShotSplit.Draw(collection, hashes, new());
        SplitFile.Write(folder.File("photos", "s.jsonl"), split, hashes);
        return split;
    }

    static void Equal(Split expected, Split actual)
    {
        Assert.Equal((expected.Root, expected.Options, expected.TestKind), (actual.Root, actual.Options, actual.TestKind));
        Assert.Equal(expected.Classes.Select(c => c with { Templates = null }), actual.Classes.Select(c => c with { Templates = null }));
        Assert.Equal(expected.Classes.Select(c => c.Templates), actual.Classes.Select(c => c.Templates));
        Assert.Equal(expected.Train, actual.Train);
        Assert.Equal(expected.Validation, actual.Validation);
        Assert.Equal(expected.Test, actual.Test);
        Assert.Equal(expected.Unused, actual.Unused);
        Assert.Equal(expected.Notes, actual.Notes);
        Assert.Equal(expected.Warnings, actual.Warnings);
        Assert.Equal(expected.Folds?.Select(f => f.Train), actual.Folds?.Select(f => f.Train));
        Assert.Equal(expected.Folds?.Select(f => f.Held), actual.Folds?.Select(f => f.Held));
    }
}
