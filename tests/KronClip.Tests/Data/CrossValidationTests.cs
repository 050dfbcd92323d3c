using CsCheck;
using KronClip.Data;

namespace KronClip.Tests.Data;

public class CrossValidationTests
{
    [Fact]
    public void AClassTooSmallForATestSetMeansFoldsForAll()
    {
        var split = Samples.InMemory(40, 2).Draw(16);
        Assert.Equal(TestKinds.KFold, split.TestKind);
        Assert.Empty(split.Test);
        Assert.Equal([(16, 4, 0), (2, 0, 0)], split.Notes.Select(n => (n.Train, n.Validation, n.Test)));
        Assert.Equal(2, split.Folds!.Count);
        Assert.Contains("cross-validation", split.Notes[1].Sentence);
        Assert.Equal(20, split.Unused.Count);
    }

    [Fact]
    public void FoldsPartitionTheTrainingPicturesEvenlyInEveryClass() => Gen.Select(Gen.Int[1, 12].Array[1, 4], Gen.Int[1, 10], Gen.Long).Sample((sizes, shots, seed) =>
    {
        var split = Samples.InMemory([2, .. sizes]).Draw(shots, seed);
        var trained = Enumerable.Range(0, sizes.Length + 1).Select(split.Train.CountOf).ToList();
        if (trained.All(n => n < 2))
        {
            Assert.Null(split.Folds);
            Assert.Equal(TestKinds.None, split.TestKind);
            return;
        }
        var k = Math.Min(5, trained.Where(n => n >= 2).Min());
        Assert.Equal(k, split.Folds!.Count);
        Assert.All(split.Folds, fold => Assert.Equal(split.Train.Paths(), split.Train.Where(i => fold.Train.Contains(i) != fold.Held.Contains(i)).Paths()));
        foreach (var (label, n) in trained.Index())
        {
            var held = split.Folds.Select(f => f.Held.CountOf(label)).ToList();
            Assert.Equal(n == 1 ? 0 : n, held.Sum());
            Assert.True(held.Max() - held.Min() <= 1);
            Assert.All(split.Folds, f => Assert.True(f.Train.CountOf(label) >= 1));
        }
    }, iter: 100);

    [Fact]
    public void I13AClassOfOnePictureIsAlwaysTrainedOn()
    {
        var split = Samples.InMemory(10, 1).Draw(16);
        Assert.Equal(5, split.Folds!.Count);
        Assert.All(split.Folds, f => Assert.Equal((1, 0), (f.Train.CountOf(1), f.Held.CountOf(1))));
        Assert.Equal("Class '01' has 1 picture for 16 shots: it is always trained on and never tested.", split.Notes[1].Sentence);
    }

    [Fact]
    public void WithOnePictureEachThereIsNothingToTest()
    {
        var split = Samples.InMemory(1, 1).Draw();
        Assert.Equal(TestKinds.None, split.TestKind);
        Assert.Null(split.Folds);
    }

    [Fact]
    public void T7FoldsAreSeeded()
    {
        Assert.Equal(Folds(3), Folds(3));
        Assert.NotEqual(Folds(3), Folds(4));
    }

    static List<string> Folds(long seed) => [.. Samples.InMemory(12, 2).Draw(16, seed).Folds!.Select(f => string.Join('|', f.Held.Paths()))];
}
