using KronClip.Data;

namespace KronClip.Tests.Data;

public class GivenSplitTests
{
    [Fact]
    public void EachPartIsDrawnFromItsOwnPart()
    {
        var split = Given(train: 30, validation: 10, test: 7).Draw(16);
        Assert.All(split.Train, i => Assert.StartsWith("train/", i.RelativePath, StringComparison.Ordinal));
        Assert.All(split.Validation, i => Assert.StartsWith("val/", i.RelativePath, StringComparison.Ordinal));
        Assert.All(split.Test, i => Assert.StartsWith("test/", i.RelativePath, StringComparison.Ordinal));
        Assert.Equal((32, 8, 14, TestKinds.Given), (split.Train.Count, split.Validation.Count, split.Test.Count, split.TestKind));
        Assert.All(split.Unused, u => Assert.Equal(UnusedReason.BeyondShots, u.Reason));
        Assert.Equal(94, split.Train.Count + split.Validation.Count + split.Test.Count + split.Unused.Count);
        Assert.All(split.Notes, n => Assert.Equal((ClassRule.Given, 16, 4, 7, null), (n.Rule, n.Train, n.Validation, n.Test, n.Sentence)));
    }

    [Fact]
    public void WithoutAValidationPartItComesFromTheRestOfTrain()
    {
        var split = Given(train: 30, validation: 0, test: 5).Draw(16);
        Assert.Equal((32, 8), (split.Train.Count, split.Validation.Count));
        Assert.All(split.Validation, i => Assert.StartsWith("train/", i.RelativePath, StringComparison.Ordinal));
        Assert.Empty(split.Train.Intersect(split.Validation));
    }

    [Fact]
    public void AMissingTestPartIsNeverReplacedByValidation()
    {
        var split = Given(train: 30, validation: 10, test: 0).Draw(16);
        Assert.Empty(split.Test);
        Assert.Null(split.Folds);
        Assert.Equal(TestKinds.None, split.TestKind);
    }

    [Fact]
    public void T7TheDrawIsSeeded()
    {
        Assert.Equal(Given(30, 10, 2).Draw(16, 5).Train.Paths(), Given(30, 10, 2).Draw(16, 5).Train.Paths());
        Assert.NotEqual(Given(30, 10, 2).Draw(16, 5).Train.Paths(), Given(30, 10, 2).Draw(16, 6).Train.Paths());
        Assert.NotEqual(Given(30, 10, 2).Draw(16, 5).Validation.Paths(), Given(30, 10, 2).Draw(16, 6).Validation.Paths());
    }

    [Fact]
    public void I18FewerTrainingPicturesThanShotsAreAllUsedAndNoted()
    {
        var split = Given(train: 5, validation: 3, test: 2).Draw(16);
        Assert.Equal(10, split.Train.Count);
        Assert.Equal("Class 'a' has 5 pictures for 16 shots: 5 for training, 3 for validation, 2 for the test.", split.Notes[0].Sentence);
    }

    [Fact]
    public void AllAvailableTakesTheGivenPartsWhole()
    {
        var split = Given(train: 30, validation: 10, test: 7).Draw(16, all: true);
        Assert.Equal((60, 20, 14), (split.Train.Count, split.Validation.Count, split.Test.Count));
        Assert.Empty(split.Unused);
    }

    [Fact]
    public void I14TheSamePictureInTrainAndTestIsALeakThatIsListed()
    {
        var sample = Given(train: 20, validation: 4, test: 5, content: path => path is "train/a/03.jpg" or "test/a/01.jpg" ? "same" : path);
        var split = sample.Draw(16);
        var warning = Assert.Single(split.Warnings);
        Assert.StartsWith("Leak: 1 picture of the test part", warning, StringComparison.Ordinal);
        Assert.Contains("'train/a/03.jpg' = 'test/a/01.jpg'", warning);
        Assert.Equal(10, split.Test.Count);
    }

    [Fact]
    public void CopiesInsideTrainNeverReachValidation()
    {
        var split = Given(train: 20, validation: 0, test: 2, content: path => path.StartsWith("train/", StringComparison.Ordinal) ? path[..^5] : path).Draw(2);
        Assert.All(split.Notes, n => Assert.Equal(2, n.Pictures));
        Assert.Equal(36, split.Unused.Count(u => u.Reason == UnusedReason.Copy));
        Assert.Equal((4, 0), (split.Train.Count, split.Validation.Count));
    }

    [Fact]
    public void AContradictionBetweenGivenLabelsIsWarnedAbout()
    {
        var split = Given(train: 8, validation: 2, test: 2, content: path => path is "train/a/03.jpg" or "train/b/03.jpg" ? "same" : path).Draw(4);
        Assert.Contains(split.Warnings, w => w.Contains("more than one class") && w.Contains("kept"));
    }

    static (ImageCollection Collection, ContentHashes Hashes) Given(int train, int validation, int test, Func<string, string>? content = null)
    {
        var paths = new[] { ("train", train), ("val", validation), ("test", test) }
            .SelectMany(p => new[] { "a", "b" }.SelectMany(c => Enumerable.Range(0, p.Item2).Select(i => (Class: c, Path: $"{p.Item1}/{c}/{Samples.Number(i)}.jpg"))));
        return Samples.InMemory(paths.Select(p => (p.Class, p.Path, content?.Invoke(p.Path) ?? p.Path)), path => SplitParts.OfFolder(path.Split('/')[0]));
    }
}
