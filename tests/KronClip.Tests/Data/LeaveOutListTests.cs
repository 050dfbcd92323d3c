using CsCheck;
using KronClip.Data;
using KronClip.Testing;

namespace KronClip.Tests.Data;

/// <summary>Pictures that nothing is learned from: what a list means, and where they go.</summary>
public sealed class LeaveOutListTests : IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    LeaveOutList List(params string[] lines)
    {
        File.WriteAllLines(folder.File("list.jsonl"), lines);
        return LeaveOutList.Read(folder.File("list.jsonl"));
    }

    LeaveOutList Of(IEnumerable<ImageItem> items) => List([.. items.Select(item => $$"""{"path": "{{item.RelativePath}}"}""")]);

    [Fact]
    public void ALineMeansAPictureAsLongAsAllThatItSaysIsTrue()
    {
        var (collection, hashes) = Samples.InMemory(3, 3);
        var hash = Samples.Hash("1 2");
        IEnumerable<string> Meant(string line) => List(line).In(collection, hashes).Paths();
        Assert.Equal(["00/01.jpg"], Meant("""{"path": "00/01.jpg"}"""));
        Assert.Equal(["01/02.jpg"], Meant($$"""{"sha256": "{{hash.ToUpperInvariant()}}", "margin": -0.5}"""));
        Assert.Equal(["01/02.jpg"], Meant($$"""{"path": "01/02.jpg", "sha256": "{{hash}}", "label": "01", "likely": "00"}"""));
        Assert.Empty(Meant($$"""{"path": "01/01.jpg", "sha256": "{{hash}}"}"""));          // another picture lies there now
        Assert.Empty(Meant($$"""{"path": "01/02.jpg", "label": "00"}"""));                 // relabelled since
        Assert.Empty(Meant("""{"path": "02/00.jpg"}"""));
        Assert.Empty(Meant(""));
    }

    /// <summary>The next of the class take the places of those that are left out, which go to the test; nothing else moves.</summary>
    [Fact]
    public void WhatIsLeftOutIsTestedAndNothingElseMoves() =>
        Gen.Select(Gen.Int[14, 40].Array[2, 3], Gen.Int[1, 4], Gen.Int, Gen.Long).Sample((sizes, shots, pick, seed) =>
        {
            var sample = Samples.InMemory(sizes);
            var whole = sample.Draw(shots, seed);
            ImageItem[] listed = [.. whole.Train.Concat(whole.Validation).Concat(whole.Test).Where((_, i) => (uint)(pick ^ (i * 0x1E3779B1)) % 5 == 0)];
            if (listed.Length == 0 || sizes.Index().Any(s => s.Item - listed.Count(l => l.Label == s.Index) < 2 * shots + 2))
                return;
            var split = FewShotSplit.Draw(sample.Collection, sample.Hashes, new() { Shots = shots, Seed = seed }, Of(listed));
            Assert.DoesNotContain(split.Train.Concat(split.Validation), listed.Contains);
            Assert.All(listed, item => Assert.Contains(item, split.Test));
            Assert.Equal((whole.Train.Count, whole.Validation.Count, whole.Test.Count), (split.Train.Count, split.Validation.Count, split.Test.Count));
            Assert.Equal(whole.Train.Where(item => !listed.Contains(item) && split.Train.Contains(item)), whole.Train.Where(item => !listed.Contains(item)));
            Assert.Empty(split.Unused);
        }, iter: 60, threads: 1);          // all write the one list

    [Fact]
    public void WhereTheTestPartWasGivenItStaysWhole()
    {
        var sample = Samples.InMemory(
            from part in new[] { "train", "val", "test" } from c in new[] { "a", "b" } from i in Enumerable.Range(0, 6) select (c, $"{part}/{c}/{i}.jpg", $"{part} {c} {i}"),
            path => path.StartsWith("train", StringComparison.Ordinal) ? SplitPart.Train : path.StartsWith("val", StringComparison.Ordinal) ? SplitPart.Validation : SplitPart.Test);
        var list = List("""{"path": "train/a/0.jpg"}""", """{"path": "val/b/1.jpg"}""", """{"path": "test/a/2.jpg"}""", """{"path": "gone.jpg"}""");
        var split = FewShotSplit.Draw(sample.Collection, sample.Hashes, new() { Shots = 16, Seed = 1 }, list);
        Assert.Equal((11, 8, 12), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Equal(["train/a/0.jpg", "val/b/1.jpg"], split.Unused.Where(u => u.Reason == UnusedReason.LeftOut).Select(u => u.Item.RelativePath));
        Assert.Equal(
            "'list.jsonl': 3 pictures are left out of training and validation. 1 of them is a test picture and is measured with the label it has, as a test without them would flatter. "
            + "1 line means no picture as it is now: moved, changed or relabelled since.", list.Sentence(sample.Collection, sample.Hashes, split).Replace('"', '\''));
    }

    /// <summary>A class that keeps fewer than three pictures takes the test part from all, as it does without a list.</summary>
    [Fact]
    public void TooFewThatAreLeftMeansCrossValidation()
    {
        var sample = Samples.InMemory(4, 10);
        var split = FewShotSplit.Draw(sample.Collection, sample.Hashes, new() { Shots = 2, Seed = 1 }, List("""{"path": "00/00.jpg"}""", """{"path": "00/01.jpg"}"""));
        Assert.Equal((TestKinds.KFold, 4), (split.TestKind, split.Train.Count));
        Assert.Equal(["00/00.jpg", "00/01.jpg"], split.Unused.Where(u => u.Reason == UnusedReason.LeftOut).Select(u => u.Item.RelativePath).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AClassThatIsLeftOutWhollyIsNamed()
    {
        var (collection, hashes) = Samples.InMemory(2, 10);
        var error = Assert.Throws<DataException>(() => FewShotSplit.Draw(collection, hashes, new(), List("""{"path": "00/00.jpg"}""", """{"path": "00/01.jpg"}""")));
        Assert.Contains("has no training picture left: the list of pictures to leave out names all of them", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[1]", "line 1: not a JSON object")]
    [InlineData("""{"label": "bolt"}""", "neither \"path\" nor \"sha256\"")]
    [InlineData("path,label", "not valid JSON at line 1")]
    public void WhatIsNoListIsRefused(string line, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<DataException>(() => List(line)).Message, StringComparison.Ordinal);

    [Fact]
    public void AListThatIsNotThereIsRefused() =>
        Assert.Contains("does not exist", Assert.Throws<DataException>(() => LeaveOutList.Read(folder.File("absent.jsonl"))).Message, StringComparison.Ordinal);
}
