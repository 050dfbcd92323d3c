using KronClip.Evaluation;

namespace KronClip.Tests.Evaluation;

/// <summary>What the figures say, by rule, and in two languages.</summary>
public class RunVerdictTests
{
    static RunReport With(Interval toZeroShot, Interval toProbe, double zeroShotLow = 0.4, bool learnedWords = true)
    {
        var report = InventedReport.Make();
        return report with
        {
            Classifiers = [report.Classifiers[0] with { Accuracy = new Interval(zeroShotLow + 0.05, zeroShotLow, zeroShotLow + 0.1) }, .. report.Classifiers.Skip(1)],
            Differences = [report.Differences[0] with { Accuracy = toZeroShot }, report.Differences[1] with { Accuracy = toProbe }],
            Context = learnedWords ? report.Context : null,
        };
    }

    static string Sentences(RunReport report, ReportLanguage language = ReportLanguage.En) => string.Join(' ', RunTexts.Of(language).Verdict(report, RunVerdict.Of(report))).Replace('\u00A0', ' ');

    static readonly Interval Above = new(0.05, 0.01, 0.09), Around = new(0.02, -0.02, 0.06), Below = new(-0.05, -0.09, -0.01), JustBelow = new(-0.01, -0.05, 0.03), Nothing = new(0, 0, 0);

    [Fact]
    public void ADifferenceCountsWhereItsIntervalLeavesOutZero()
    {
        Assert.Equal(new RunVerdict(Standing.Better, Standing.Unclear, false, false, false), RunVerdict.Of(With(Above, Around)));
        Assert.Equal(new RunVerdict(Standing.Worse, Standing.Worse, false, true, false), RunVerdict.Of(With(Below, Below)));
        Assert.Equal(new RunVerdict(Standing.Unclear, Standing.Unclear, false, true, false), RunVerdict.Of(With(Nothing, JustBelow)));
        Assert.True(RunVerdict.Of(With(Above, Nothing)).LearningIsNoHelp);
    }

    [Fact]
    public void ZeroShotGuessesWhereItsIntervalReachesDownToGuessing()
    {
        Assert.True(RunVerdict.Of(With(Above, Above, zeroShotLow: 1.0 / 6)).ZeroShotGuesses);
        Assert.False(RunVerdict.Of(With(Above, Above, zeroShotLow: 0.167)).ZeroShotGuesses);
    }

    [Fact]
    public void AcceptedMeansAllOfIt()
    {
        var report = InventedReport.Make();
        Assert.False(RunVerdict.Of(report).Accepted);
        Assert.True(RunVerdict.Of(report with { Acceptance = [report.Acceptance[0]] }).Accepted);
        Assert.Null(RunVerdict.Of(report with { Acceptance = [] }).Accepted);
    }

    [Fact]
    public void TheSentencesSayWhatTheFiguresWarrant()
    {
        Assert.Contains("which is more than chance", Sentences(With(Above, Above)), StringComparison.Ordinal);
        Assert.Contains("the learned words are a help", Sentences(With(Above, Above)), StringComparison.Ordinal);
        Assert.Contains("may be chance", Sentences(With(Around, Above)), StringComparison.Ordinal);
        Assert.Contains("5.0 points less than Zero-shot CLIP", Sentences(With(Below, Above)), StringComparison.Ordinal);
        Assert.Contains("do not show that learned words are a help", Sentences(With(Above, Around)), StringComparison.Ordinal);
        Assert.Contains("is as good or better: learned words are no help here", Sentences(With(Above, JustBelow)), StringComparison.Ordinal);
        Assert.Contains("is clearly better: learned words are no help here", Sentences(With(Above, Below)), StringComparison.Ordinal);
        Assert.Contains("what was learned is no help here", Sentences(With(Above, Below, learnedWords: false)), StringComparison.Ordinal);
        Assert.Contains("Zero-shot CLIP is not clearly better than guessing (15.0 % against 16.7 %)", Sentences(With(Above, Above, zeroShotLow: 0.1)), StringComparison.Ordinal);
        Assert.Contains("ゼロショットCLIPは当て推量（16.7%）を明確には上回らず", Sentences(With(Above, Above, zeroShotLow: 0.1), ReportLanguage.Ja), StringComparison.Ordinal);
        Assert.Contains("同等以上であり", Sentences(With(Above, JustBelow), ReportLanguage.Ja), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAProbeOrAMeasurementItSaysSo()
    {
        var report = InventedReport.Make();
        var alone = report with { Classifiers = [report.Classifiers[1]], Differences = [] };
        Assert.Equal(new RunVerdict(Standing.Unknown, Standing.Unknown, false, false, false), RunVerdict.Of(alone));
        Assert.Contains("No probe was measured", Sentences(alone), StringComparison.Ordinal);
        Assert.Contains("nothing says how good", Sentences(InventedReport.Unmeasured()), StringComparison.Ordinal);
        Assert.Contains("性能は不明", Sentences(InventedReport.Unmeasured(), ReportLanguage.Ja), StringComparison.Ordinal);
    }

    [Fact]
    public void TheWeightIsThatOfOnePicture() =>
        Assert.StartsWith("One picture counts for 2.0 points.", RunTexts.Of(ReportLanguage.En).Weight(InventedReport.Make() with { Measured = 50 }), StringComparison.Ordinal);

    /// <summary>Texts of no argument: all are there, and Japanese ones are Japanese.</summary>
    [Fact]
    public void NoTextIsEmptyOrLeftInTheOtherLanguage()
    {
        string[] same = ["InPercent", "ExpectedCalibrationError"];
        var texts = typeof(IRunText).GetInterfaces().SelectMany(i => i.GetProperties()).Where(p => p.PropertyType == typeof(string) && p.Name is not ("Code" or "SentenceGap")).ToArray();
        Assert.True(texts.Length > 100);
        foreach (var text in texts)
        {
            var (english, japanese) = ((string)text.GetValue(RunTexts.Of(ReportLanguage.En))!, (string)text.GetValue(RunTexts.Of(ReportLanguage.Ja))!);
            Assert.NotEmpty(english.Trim());
            Assert.True(same.Contains(text.Name) || japanese.Any(c => c is >= '\u3040' and <= '\u30FF' or >= '\u4E00' and <= '\u9FFF'), $"{text.Name}: {japanese}");
        }
    }
}
