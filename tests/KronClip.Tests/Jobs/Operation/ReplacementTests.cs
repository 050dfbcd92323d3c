using KronClip.Jobs;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>When a new classifier may take the old one's place.</summary>
public sealed class ReplacementTests(TrainedSample trained) : IClassFixture<TrainedSample>
{
    static readonly (string, string)[] Classes = [("a", "A"), ("b", "B")];

    /// <summary>Pictures of class 0: so many that only the old one, only the new one, or both recognise.</summary>
    static List<PairedAnswer> Answers(int onlyOld, int onlyNew, int both, int label = 0) =>
    [
        .. Enumerable.Repeat(new PairedAnswer(label, true, false), onlyOld), .. Enumerable.Repeat(new PairedAnswer(label, false, true), onlyNew),
        .. Enumerable.Repeat(new PairedAnswer(label, true, true), both),
    ];

    [Theory]
    [InlineData(0, 0, 19, ReplacementVerdict.TooFewPictures)]
    [InlineData(0, 0, 20, ReplacementVerdict.NoWorse)]
    [InlineData(1, 0, 29, ReplacementVerdict.NoWorse)]
    [InlineData(2, 0, 28, ReplacementVerdict.NoWorse)]
    [InlineData(3, 0, 27, ReplacementVerdict.Worse)]
    [InlineData(4, 1, 25, ReplacementVerdict.NoWorse)]
    [InlineData(5, 1, 24, ReplacementVerdict.Worse)]
    [InlineData(0, 5, 25, ReplacementVerdict.NoWorse)]
    [InlineData(0, 6, 24, ReplacementVerdict.Better)]
    [InlineData(40, 40, 20, ReplacementVerdict.NoWorse)]
    public void TheVerdictFollowsFromTheDiscordantPictures(int onlyOld, int onlyNew, int both, ReplacementVerdict verdict)
    {
        var comparison = ReplacementRule.Judge(Classes, Answers(onlyOld, onlyNew, both), []);
        Assert.Equal(verdict, comparison.Verdict);
        Assert.Equal((onlyOld + onlyNew + both, onlyOld + both, onlyNew + both), (comparison.Pictures, comparison.OldRight, comparison.NewRight));
        Assert.Equal(verdict is ReplacementVerdict.Better or ReplacementVerdict.NoWorse, comparison.Allows);
    }

    /// <summary>One class is lost, the other gains as much: the sum hides it and the rule does not.</summary>
    [Fact]
    public void ALostClassIsNotMadeUpForByAnother()
    {
        var comparison = ReplacementRule.Judge(Classes, [.. Answers(8, 0, 2), .. Answers(0, 12, 2, label: 1)], []);
        Assert.Equal(ReplacementVerdict.Worse, comparison.Verdict);
        Assert.Contains("'A'", comparison.Sentence, StringComparison.Ordinal);
        Assert.Equal([new ClassReplacement("a", "A", 10, 10, 2), new ClassReplacement("b", "B", 14, 2, 14)], comparison.Classes);
    }

    [Fact]
    public void AClassifierIsNoWorseThanItselfOnPicturesItWasNotTrainedOn()
    {
        var comparison = ReplacementJob.Compare(trained.Classifier, trained.Classifier, [.. trained.Labelled, .. trained.Labelled, new LabelledPath(trained.Files[0], "unknown class")], trained.Request.Cache,
            cancel: TestContext.Current.CancellationToken);
        Assert.Equal(ReplacementVerdict.NoWorse, comparison.Verdict);
        Assert.Equal(trained.Files.Length - 2 * trained.Sample.Sample.Classes.Count, comparison.Pictures);
        Assert.Equal((0, 0, 1.0), (comparison.OnlyOldRight, comparison.OnlyNewRight, comparison.PValue));
        Assert.Contains("left out", comparison.Sentence, StringComparison.Ordinal);
        var measured = EvalJob.Run(trained.Classifier, trained.Pictures, cache: trained.Request.Cache, cancel: TestContext.Current.CancellationToken).Unseen!;
        Assert.Equal(measured.Accuracy, comparison.OldRight / (double)comparison.Pictures, 1e-12);
    }

    /// <summary>A classifier whose classes have changed places is wrong where the other is right.</summary>
    [Fact]
    public void AWorseOneIsRefused()
    {
        var worse = Path.ChangeExtension(trained.Classifier, "worse.kronclip");
        var good = KronClip.Classifiers.ClassifierFile.Read(trained.Classifier);
        KronClip.Classifiers.ClassifierFile.Write(worse, new KronClip.Classifiers.Classifier(
            good.Document with { Classes = [.. good.Classes.Skip(1), good.Classes[0]] }, good.Head));
        var comparison = ReplacementJob.Compare(trained.Classifier, worse, trained.Labelled, trained.Request.Cache, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(ReplacementVerdict.Worse, comparison.Verdict);
        Assert.True(comparison.OnlyOldRight > comparison.OnlyNewRight);
    }
}
