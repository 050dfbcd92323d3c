using System.Text.Json;
using System.Text.Json.Nodes;
using KronClip.Classifiers;
using KronClip.Data;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>What a training puts into its report, and what of it goes into the classifier.</summary>
public sealed class RunReportTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    RunMetrics Train(Func<TrainRequest, TrainRequest>? change = null, int perClass = 24) =>
        TrainJob.Run((change ?? (r => r))(folder.Request(folder.CopyPictures(perClass)) with { Shots = 4 }));

    [Fact]
    public void AHeldOutRunFillsItsReport()
    {
        var metrics = Train();
        var report = metrics.Report!;
        Assert.Equal((TestKinds.HeldOut, metrics.Split.Test, 4), (report.TestKind, report.Measured, report.Classes.Count));
        Assert.All(report.Classes, c => Assert.Equal((4, 4), (c.Train, c.Validation)));
        Assert.Equal([ReportedRole.ZeroShot, ReportedRole.Adapted, ReportedRole.Probe], report.Classifiers.Select(c => c.Role));
        Assert.Equal((metrics.ZeroShot.Test!.Accuracy, metrics.Adapted.Test!.Accuracy), (report.Classifiers[0].Accuracy.Value, report.Adapted!.Accuracy.Value));
        Assert.Equal((metrics.Adapted.Test.MacroF1, metrics.Parameters), (report.Adapted.MacroF1.Value, report.Adapted.Parameters));
        Assert.Equal(16 * 4, report.Classifiers[2].Parameters);              // N·C
        Assert.Equal([ReportedRole.ZeroShot, ReportedRole.Probe], report.Differences.Select(d => d.Against));
        Assert.Equal(report.Measured, report.Confusion.Sum(row => row.Sum()));
        Assert.Equal(("validation", 16), (report.Calibration!.FittedOn, report.Calibration.FittedPictures));
        Assert.All(report.Mistakes, m => Assert.StartsWith(report.Classes[m.Truth].Folder + "/", m.Picture, StringComparison.Ordinal));
        Assert.Equal(Math.Min(20, report.Measured - report.Adapted.Correct), report.Mistakes.Count);
        Assert.Equal(4, report.Context!.Words.Count);
        Assert.All(report.Context.Words, word => Assert.True(word.Nearest.Count == 5 && word.Entries.Count == 5));
        Assert.True(report.Cost is { Encoded: 96, PeakBytes: > 0, PicturesPerSecond: > 0, Watts: null });
        Assert.Equal(new FileInfo(Path.Combine(metrics.Run, "classifier.kronclip")).Length, report.Cost.ClassifierBytes);
        Assert.Equal((metrics.DataFingerprint, metrics.ModelHash), (report.Origin.DataFingerprint, report.Origin.ModelHash));
        Assert.True(report is { Curve: null, Acceptance: [] });
        Assert.Contains(report.Notes, note => note.Contains("fitted on 16 pictures", StringComparison.Ordinal));
        Assert.Equal(Json(report), Json(RunMetrics.Read(Path.Combine(metrics.Run, "metrics.json")).Report!));
    }

    static string Json(RunReport report) => JsonSerializer.Serialize(report, RunMetrics.Json);

    /// <summary>The confidences that predict shows are those that were calibrated, and the labels those that were measured.</summary>
    [Fact]
    public void TheClassifierCarriesTemperatureAndThreshold()
    {
        var metrics = Train();
        var report = metrics.Report!;
        using var loaded = LoadedClassifier.Open(metrics.Classifier, null, "");
        var calibration = loaded.Classifier.Document.Calibration;
        Assert.Equal((report.Calibration!.Temperature, report.Threshold!.Suggested), (calibration.Temperature, calibration.UnknownBelow));
        var mistake = report.Mistakes[0];
        var picture = Directory.EnumerateFiles(SplitRoot(metrics), "*.png", SearchOption.AllDirectories).Single(file => file.Replace('\\', '/').EndsWith("/" + mistake.Picture, StringComparison.Ordinal));
        var answer = Assert.Single(PredictJob.Run(loaded, [picture], unknownBelow: mistake.Confidence + 1e-6));
        Assert.Equal(report.Classes[mistake.Predicted].Name, answer.Label);
        Assert.Equal(mistake.Confidence, answer.Confidence!.Value, 1e-5);
        Assert.True(answer.Unknown);
        Assert.Contains("\"unknown\":true", answer.ToJson(), StringComparison.Ordinal);
        Assert.DoesNotContain("unknown", Assert.Single(PredictJob.Run(loaded, [picture])).ToJson(), StringComparison.Ordinal);
    }

    static string SplitRoot(RunMetrics metrics) => JsonNode.Parse(File.ReadAllText(Path.Combine(metrics.Run, "request.json")))!["images"]!.GetValue<string>();

    /// <summary>Two pictures of a class: no test set, so every training picture is measured out of fold, and what is fitted is fitted on the same answers.</summary>
    [Fact]
    public void AKFoldRunMeasuresItsTrainingPictures()
    {
        var metrics = Train(perClass: 2);
        var report = metrics.Report!;
        Assert.Equal((TestKinds.KFold, 8), (report.TestKind, report.Measured));
        Assert.Equal(metrics.KFold!.Adapted.Accuracy, report.Adapted!.Accuracy.Value);
        Assert.Equal(metrics.KFold.ZeroShot.Accuracy, report.Classifiers[0].Accuracy.Value);
        Assert.Equal(("folds", 8), (report.Calibration!.FittedOn, report.Calibration.FittedPictures));
        Assert.Equal(report.Calibration.Temperature, ClassifierFile.Read(metrics.Classifier).Document.Calibration.Temperature);
        Assert.Contains(report.Notes, note => note.Contains("flatters", StringComparison.Ordinal));
    }

    [Fact]
    public void WithoutMeasuredPicturesTheReportSaysSo()
    {
        var metrics = Train(perClass: 1);
        var report = metrics.Report!;
        Assert.True(report is { TestKind: TestKinds.None, Measured: 0, Classifiers: [], Calibration: null, Threshold: null, Mistakes: [], Adapted: null });
        Assert.NotNull(report.Context);
        var calibration = ClassifierFile.Read(metrics.Classifier).Document.Calibration;
        Assert.Equal((1.0, (double?)null), (calibration.Temperature, calibration.UnknownBelow));
    }

    [Theory]
    [InlineData("ridge", false, false)]         // is the probe itself
    [InlineData("coop", true, true)]
    [InlineData("cocoop", false, true)]         // a context of each picture's own
    [InlineData("tip-adapter", false, true)]
    public void ContextAndProbeAreThereWhereTheyMeanSomething(string method, bool context, bool probe)
    {
        var report = Train(r => r with { Method = method }).Report!;
        Assert.Equal((context, probe), (report.Context is not null, report.Classifiers.Any(c => c.Role == ReportedRole.Probe)));
        Assert.Equal(context, report.Context?.Words.All(word => word.Entries.Count == 0) ?? false);
    }

    [Fact]
    public void ClassSpecificContextsAreNotOneContext() =>
        Assert.Null(Train(r => r with { Method = "coop", MethodOptions = new JsonObject { ["classSpecific"] = true } }).Report!.Context);

    [Fact]
    public void ZeroShotIsHeldAgainstTheProbeAlone() =>
        Assert.Equal([ReportedRole.Adapted, ReportedRole.Probe], Train(r => r with { Method = "zero-shot" }).Report!.Classifiers.Select(c => c.Role));

    /// <summary>The last point is the run; the one before it is what a training with as many shots gives on the same test pictures.</summary>
    [Fact]
    public void TheLearningCurveEndsWithTheRun()
    {
        var metrics = Train(r => r with { LearningCurve = true });
        var curve = metrics.Report!.Curve!;
        Assert.Equal([1, 2, 4], curve.Points.Select(p => p.Shots));
        Assert.Equal(metrics.Report.Adapted!.Accuracy, curve.Points[^1].Accuracy);
        Assert.True(ReproJob.Run(metrics.Run).Same);
    }

    /// <summary>Every test picture is measured once, by a training that did not see its class; the figure goes into the classifier, and to who adds a class.</summary>
    [Fact]
    public void ClassesThatAreOnlyNamedAreMeasuredOnce()
    {
        var metrics = Train(r => r with { NamedClasses = true });
        var named = metrics.Report!.NamedClasses!;
        Assert.Equal((4, metrics.Split.Test), (named.Groups, named.Pictures));
        Assert.Equal((metrics.ZeroShot.Test!.Accuracy, metrics.Adapted.Test!.Accuracy), (named.ZeroShot.Value, named.Trained.Value));
        Assert.True(ReproJob.Run(metrics.Run).Same);
        var added = ClassesJob.Add(metrics.Classifier, [NewClass.Parse("dog")], System.IO.Path.Combine(metrics.Run, "more.kronclip"));
        Assert.Contains(FormattableString.Invariant($"{100 * named.Accuracy.Value:0.#} %"), added.Notes[1], StringComparison.Ordinal);
        Assert.Contains("was not measured", ClassesJob.Add(Train().Classifier, [NewClass.Parse("dog")], System.IO.Path.Combine(metrics.Run, "other.kronclip")).Notes[1], StringComparison.Ordinal);
    }

    /// <summary>Zero-shot CLIP learns of no class, so its named classes are what its classes are.</summary>
    [Fact]
    public void OfAMethodThatLearnsNothingNamedClassesAreAsGoodAsAny()
    {
        var named = Train(r => r with { Method = "zero-shot", NamedClasses = true }).Report!.NamedClasses!;
        Assert.Equal(named.ZeroShot, named.Accuracy);
        Assert.Equal(named.Trained, named.Accuracy);
    }

    [Fact]
    public void EveryClassIsInOneGroup()
    {
        Assert.Equal([[0], [1], [2]], NamedClasses.Groups(3));
        Assert.Equal([[0, 4], [1, 5], [2], [3]], NamedClasses.Groups(6));
    }

    [Theory]
    [InlineData(1, new int[0])]
    [InlineData(2, new[] { 1 })]
    [InlineData(5, new[] { 1, 2, 4 })]
    [InlineData(16, new[] { 1, 2, 4, 8 })]
    public void TheCurveHasPowersOfTwoBelowTheRun(int shots, int[] expected) => Assert.Equal(expected, LearningCurve.ShotsBelow(shots));

    [Fact]
    public void AFinishedRunCanBeHeldAgainstOtherCriteria()
    {
        var request = folder.Request(folder.CopyPictures(24)) with { Shots = 4, Accept = "accuracy>=0, gain<0.0000001" };
        var first = TrainJob.Run(request);
        Assert.Equal(["accuracy>=0", "gain<0.0000001"], first.Report!.Acceptance.Select(c => c.Text));
        Assert.True(first.Report.Acceptance[0].Met);
        Assert.Equal(first.Report.Differences[0].Accuracy.Value, first.Report.Acceptance[1].Value);
        var again = TrainJob.Run(request with { Accept = "accuracy>=100%", Watts = 65, PricePerKilowattHour = 0.3, Currency = "EUR" });
        Assert.Equal(["accuracy>=100%"], again.Report!.Acceptance.Select(c => c.Text));
        Assert.Equal((65, 0.3, "EUR"), (again.Report.Cost.Watts!.Value, again.Report.Cost.PricePerKilowattHour!.Value, again.Report.Cost.Currency));
        Assert.Equal(Json(again.Report), Json(RunMetrics.Read(Path.Combine(again.Run, "metrics.json")).Report!));
        Assert.Equal(first.Seconds, again.Seconds);
    }

    [Fact]
    public void WhatCannotBeMeantIsRefusedBeforeAnythingIsRead()
    {
        var request = new TrainRequest { Images = "nowhere", Model = "nowhere" };
        void Refused(TrainRequest given, string sentence) => Assert.Contains(sentence, Assert.Throws<OptionsException>(() => TrainJob.Run(given)).Message, StringComparison.Ordinal);
        Refused(request with { Accept = "acuracy>=0.9" }, "Did you mean accuracy");
        Refused(request with { Accept = "accuracy" }, "has no >=");
        Refused(request with { Watts = 0 }, "above 0");
        Refused(request with { Watts = 65, PricePerKilowattHour = 0.3 }, "--currency");
        Refused(request with { Currency = "EUR" }, "without a price");
        Refused(request with { Method = "zero-shot", LearningCurve = true }, "learns nothing");
        Refused(request with { Method = "linear-probe", NamedClasses = true }, "cannot name others");
        Refused(request with { Unlabelled = new UnlabelledOptions { Pictures = "rest" }, NamedClasses = true }, "labelled pictures alone");
        Refused(request with { Unlabelled = new UnlabelledOptions { Pictures = "rest" }, LearningCurve = true }, "labelled pictures alone");
    }
}
