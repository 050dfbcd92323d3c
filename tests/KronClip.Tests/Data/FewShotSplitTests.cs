using CsCheck;
using KronClip.Data;

namespace KronClip.Tests.Data;

public class FewShotSplitTests
{
    /// <summary>Classes of 1 to 40 pictures, contents drawn from few enough numbers that copies and contradictions occur.</summary>
    static readonly Gen<(string Class, string Path, string Content)[]> Pictures =
        Gen.Int[0, 200].Array[1, 40].Array[2, 5].Select(classes => classes.Index()
            .SelectMany(c => c.Item.Index().Select(p => (Samples.Number(c.Index), $"{Samples.Number(c.Index)}/{Samples.Number(p.Index)}.jpg", $"{p.Item}"))).ToArray());

    static readonly Gen<long> Seeds = Gen.OneOf(Gen.Const(0L), Gen.Const(-1L), Gen.Const(long.MaxValue), Gen.Long);

    [Fact]
    public void PartsAreDisjointByContentAndCoverEverything() => Gen.Select(Pictures, Gen.Int[1, 20], Seeds).Sample((pictures, shots, seed) =>
    {
        var sample = Samples.InMemory(pictures);
        if (Usable(sample).Count < sample.Collection.Classes.Count)
        {
            Assert.Throws<DataException>(() => sample.Draw(shots, seed));
            return;
        }
        var split = sample.Draw(shots, seed);
        var used = split.Train.Concat(split.Validation).Concat(split.Test).ToList();
        Assert.Equal(
            sample.Collection.Images.Select(i => i.Item).Paths().Order(StringComparer.Ordinal),
            used.Concat(split.Unused.Select(u => u.Item)).Paths().Order(StringComparer.Ordinal));
        Assert.Equal(used.Count, used.Select(i => sample.Hashes[i]).Distinct().Count());
        foreach (var (label, note) in split.Notes.Index())
        {
            var n = Usable(sample)[label];
            Assert.Equal((n, split.Train.CountOf(label), split.Validation.CountOf(label), split.Test.CountOf(label)), (note.Pictures, note.Train, note.Validation, note.Test));
            var expected = split.TestKind == TestKinds.HeldOut ? ClassDivision.Of(n, split.Options) : ClassDivision.WithoutTest(n, split.Options);
            Assert.Equal(expected, new ClassDivision(note.Rule, note.Train, note.Validation, note.Test));
        }
        Assert.Equal(Usable(sample).Values.All(n => n >= 3), split.TestKind == TestKinds.HeldOut);
    }, iter: 150);

    [Fact]
    public void TheDrawDependsOnContentsAndSeedAlone() => Gen.Select(Gen.Int[1, 30].Array[2, 4], Gen.Int[1, 18], Seeds, Gen.Int).Sample((sizes, shots, seed, order) =>
    {
        var pictures = sizes.Index().SelectMany(s => Enumerable.Range(0, s.Item).Select(i => (Samples.Number(s.Index), $"{Samples.Number(s.Index)}/{Samples.Number(i)}.jpg", $"{s.Index} {i}"))).ToArray();
        var renamed = pictures.Select((p, i) => (p.Item1, $"{p.Item1}/{(uint)HashCode.Combine(order, i)}-{i}.png", p.Item3)).Reverse();
        var (first, second) = (Samples.InMemory(pictures), Samples.InMemory(renamed));
        var (a, b) = (first.Draw(shots, seed), second.Draw(shots, seed));
        Assert.Equal(a.Train.Select(i => first.Hashes[i]), b.Train.Select(i => second.Hashes[i]));
        Assert.Equal(a.Validation.Select(i => first.Hashes[i]), b.Validation.Select(i => second.Hashes[i]));
        Assert.Equal(a.Test.Select(i => first.Hashes[i]), b.Test.Select(i => second.Hashes[i]));
        Assert.Equal(a.TestKind, b.TestKind);
    }, iter: 60);

    [Fact]
    public void T7EverySeedIsASeedAndSeedsDiffer()
    {
        var draws = new[] { 0, 1, -1, long.MaxValue, long.MinValue }.Select(seed => string.Join('|', Samples.InMemory(40, 40).Draw(seed: seed).Train.Paths())).ToList();
        Assert.Equal(draws.Count, draws.Distinct().Count());
        Assert.Equal(draws[0], string.Join('|', Samples.InMemory(40, 40).Draw(seed: 0).Train.Paths()));
    }

    [Fact]
    public void TheDrawOfSeedOneStaysAsItIs()
    {
        var split = Samples.InMemory(9, 9).Draw(shots: 2);
        string[] train = ["00/04.jpg", "00/00.jpg", "01/05.jpg", "01/06.jpg"];                   // from the documented steps, written a second time in Python
        string[] validation = ["00/03.jpg", "00/06.jpg", "01/03.jpg", "01/04.jpg"];
        Assert.Equal(train, split.Train.Paths());
        Assert.Equal(validation, split.Validation.Paths());
    }

    [Fact]
    public void AddingAClassChangesNoOtherDraw()
    {
        var two = Samples.InMemory(30, 30).Draw();
        var three = Samples.InMemory(30, 30, 25).Draw();
        Assert.Equal(two.Train.Paths(), three.Train.Where(i => i.Label < 2).Paths());
        Assert.Equal(two.Test.Paths(), three.Test.Where(i => i.Label < 2).Paths());
    }

    [Fact]
    public void FewerShotsAreTheFirstOfMore()
    {
        var (four, sixteen) = (Samples.InMemory(30, 30).Draw(4), Samples.InMemory(30, 30).Draw(16));
        for (var label = 0; label < 2; label++)
            Assert.Equal(four.Train.Where(i => i.Label == label).Paths(), sixteen.Train.Where(i => i.Label == label).Take(4).Paths());
    }

    [Fact]
    public void I18FewerPicturesThanShotsAreSaidAndRecorded()
    {
        var split = Samples.InMemory(40, 9).Draw(16);
        Assert.Null(split.Notes[0].Sentence);
        Assert.Equal(new SplitNote("01", ClassRule.Proportional, 9, 5, 2, 2, "Class '01' has 9 pictures for 16 shots: 5 for training, 2 for validation, 2 for the test."), split.Notes[1]);
        Assert.Equal(TestKinds.HeldOut, split.TestKind);
    }

    [Fact]
    public void AllAvailableTrainsOnEverythingThatIsNotMeasured()
    {
        var split = Samples.InMemory(100, 10).Draw(16, all: true);
        Assert.Equal([(60, 20, 20), (6, 2, 2)], split.Notes.Select(n => (n.Train, n.Validation, n.Test)));
        Assert.Empty(split.Unused);
    }

    [Fact]
    public void I14CopiesInAClassAreOnePictureSoNoneLeaks()
    {
        var pictures = Enumerable.Range(0, 30).SelectMany(i => new[] { "a", "b" }.Select(c => (c, $"{c}/{Samples.Number(i)}.jpg", $"{c}{i / 2}")));
        var split = Samples.InMemory(pictures).Draw(16);
        Assert.Equal(30, split.Unused.Count(u => u.Reason == UnusedReason.Copy));
        Assert.All(split.Notes, n => Assert.Equal(15, n.Pictures));
        Assert.Contains(split.Warnings, w => w.StartsWith("30 exact copies", StringComparison.Ordinal));
        Assert.Contains("a/00.jpg", split.Train.Concat(split.Validation).Concat(split.Test).Paths());
    }

    [Fact]
    public void APictureInTwoClassesIsLeftOutOfBothAndNamed()
    {
        var pictures = Enumerable.Range(0, 10).SelectMany(i => new[] { "a", "b" }.Select(c => (c, $"{c}/{i}.jpg", i == 7 ? "same" : $"{c}{i}")));
        var split = Samples.InMemory(pictures).Draw(4);
        Assert.Equal(["a/7.jpg", "b/7.jpg"], split.Unused.Where(u => u.Reason == UnusedReason.ContradictoryLabel).Select(u => u.Item.RelativePath));
        Assert.Contains(split.Warnings, w => w.Contains("'a/7.jpg' = 'b/7.jpg'"));
    }

    [Fact]
    public void ZeroShotsAreRefused() => Assert.Throws<OptionsException>(() => Samples.InMemory(5, 5).Draw(0));

    /// <summary>Distinct contents per class that are in no other class; classes without any are absent.</summary>
    static Dictionary<int, int> Usable((ImageCollection Collection, ContentHashes Hashes) sample) => sample.Collection.Images
        .GroupBy(i => sample.Hashes[i.Item]).Where(g => g.Select(i => i.Item.Label).Distinct().Count() == 1)
        .CountBy(g => g.First().Item.Label).ToDictionary();

    /// <summary>Of one draw, fewer shots are the training pictures of a draw for so many, of a class that had enough for the whole draw; one that had not may give fewer. The test pictures stay.</summary>
    [Fact]
    public void TheFirstOfADrawAreADrawForFewerShotsOnTheSameTestPictures() => Gen.Select(Pictures, Gen.Int[1, 20], Gen.Int[1, 20], Seeds).Sample((pictures, a, b, seed) =>
    {
        var sample = Samples.InMemory(pictures);
        if (Usable(sample).Count < sample.Collection.Classes.Count)
            return;
        var (few, most) = (Math.Min(a, b), Math.Max(a, b));
        var (whole, alone) = (sample.Draw(most, seed), sample.Draw(few, seed));
        var first = whole.First(few);
        foreach (var (label, note) in whole.Notes.Index())
        {
            var (own, other) = (first.Train.Where(i => i.Label == label).Paths().ToArray(), alone.Train.Where(i => i.Label == label).Paths().ToArray());
            Assert.Equal(Math.Min(few, note.Train), own.Length);
            Assert.Equal(other[..own.Length], own);
            Assert.True(note.Train < most || own.Length == other.Length);
        }
        Assert.Equal(whole.Test.Paths(), first.Test.Paths());
        Assert.Equal(few, first.Options.Shots);
        Assert.All(Enumerable.Range(0, whole.Classes.Count), label => Assert.Equal(Math.Min(Math.Min(few, 4), whole.Validation.CountOf(label)), first.Validation.CountOf(label)));
        Assert.Empty(first.Train.Concat(first.Validation).Intersect(first.Test));
        Assert.Throws<OptionsException>(() => whole.First(most + 1));
        Assert.Throws<OptionsException>(() => whole.First(0));
    }, iter: 150);
}
