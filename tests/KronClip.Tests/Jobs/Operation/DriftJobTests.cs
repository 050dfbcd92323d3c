using KronClip.Classifiers;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>The reference that a training leaves, and what a watch makes of it.</summary>
public sealed class DriftJobTests(TrainedSample trained) : IClassFixture<TrainedSample>, IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    DriftReport Watch(string pictures, string? reference = null, int? days = null, string? classifier = null) => DriftJob.Run(
        new DriftRequest { Classifier = classifier ?? trained.Classifier, Pictures = pictures, Reference = reference, Days = days, Cache = trained.Request.Cache }, cancel: TestContext.Current.CancellationToken);

    [Fact]
    public void ATrainingLeavesWhatItAnsweredOnTheTestPictures()
    {
        var classifier = ClassifierFile.Read(trained.Classifier);
        var reference = classifier.Document.Reference!;
        var kept = Math.Min(reference.Pictures, ReferenceDescription.MostPictures);
        Assert.Equal("test", reference.From);
        Assert.Equal((kept, kept, kept), (reference.Confidences.Count, reference.Predicted.Count, EmbeddingSketch.FromText(reference.Sketches)!.Count));
        Assert.Equal(classifier.Classes.Count, EmbeddingSketch.FromText(reference.ClassMeans!)!.Count);
        var answers = DriftReference.Of(classifier)!.Pictures;
        using var loaded = LoadedClassifier.Open(trained.Classifier, cacheFolder: trained.Request.Cache);
        var again = DriftPictures.Watched(loaded.Classifier, DriftPictures.Embed(loaded, trained.Files, [], SilentObserver.Instance, TestContext.Current.CancellationToken)).ToArray();
        Assert.All(answers, a => Assert.Contains(again, b => a.Label == b.Label && a.Confidence == b.Confidence && a.Sketch.SequenceEqual(b.Sketch)));
    }

    [Fact]
    public void ThePicturesOfTheReferenceAreNoAlarmAndOthersAre()
    {
        var same = Watch(trained.Pictures);
        Assert.Equal((DriftVerdict.NoAlarm, ""), (same.Verdict, same.Next));
        Assert.Equal(same.ToJson(), Watch(trained.Pictures).ToJson());
        var grey = folder.File("grey");
        Directory.CreateDirectory(grey);
        for (var i = 0; i < 40; i++)
            File.WriteAllBytes(Path.Combine(grey, FormattableString.Invariant($"{i}.png")), Grey((byte)(60 + i)));
        var other = Watch(grey);
        Assert.Equal(DriftVerdict.Alarm, other.Verdict);
        Assert.Contains("look different", other.Sentence, StringComparison.Ordinal);
        Assert.Contains("kronclip retrain", other.Next, StringComparison.Ordinal);
    }

    static byte[] Grey(byte level)
    {
        using var bitmap = new SkiaSharp.SKBitmap(32, 32);
        bitmap.Erase(new SkiaSharp.SKColor(level, level, level));
        using var data = bitmap.Encode(SkiaSharp.SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    /// <summary>A log of the same answers gives the same tests as the pictures; other versions, doubled pictures and old days are passed over.</summary>
    [Fact]
    public void ALogIsReadAsThePicturesWouldBe()
    {
        using var loaded = LoadedClassifier.Open(trained.Classifier, cacheFolder: trained.Request.Cache);
        var features = DriftPictures.Embed(loaded, trained.Files, [], SilentObserver.Instance, TestContext.Current.CancellationToken);
        var now = DateTimeOffset.UtcNow;
        var version = loaded.Classifier.Document.ContentHash![..12];
        using (var file = File.Create(folder.File(PredictionLog.FileName(DateOnly.FromDateTime(now.UtcDateTime)))))
        {
            foreach (var (i, feature) in features.Index())
            {
                var line = new LoggedPrediction(now, "parts", version, i.ToString("x64", System.Globalization.CultureInfo.InvariantCulture),
                    [.. loaded.Classifier.Predict(feature, 3).Top.Select(t => new LoggedScore(t.Name, t.Confidence))], null, EmbeddingSketch.Of(feature));
                line.Write(file);
                (line with { Version = "another" }).Write(file);
                if (i == 0)
                    line.Write(file);
            }
        }
        var ofLog = Watch(folder.Path);
        Assert.Equal(Watch(trained.Pictures).Tests, ofLog.Tests);
        Assert.Contains(ofLog.Notes, n => n.Contains($"{features.Count} answers of other classifiers", StringComparison.Ordinal));
        Assert.Contains(ofLog.Notes, n => n.StartsWith("1 answer about a picture", StringComparison.Ordinal));
        Assert.Equal(features.Count, Watch(folder.Path, days: 1).Pictures);
        Assert.Equal(Watch(trained.Pictures, reference: trained.Pictures).Tests, Watch(folder.Path, reference: trained.Pictures).Tests);
    }

    /// <summary>A file of an earlier version has no reference: that is said, and pictures help.</summary>
    [Fact]
    public void WithoutAReferencePicturesAreAskedFor()
    {
        var old = folder.File("old.kronclip");
        var classifier = ClassifierFile.Read(trained.Classifier);
        ClassifierFile.Write(old, new Classifier(classifier.Document with { Reference = null }, classifier.Head));
        Assert.Contains("--reference", Assert.Throws<DataException>(() => Watch(trained.Pictures, classifier: old)).Message, StringComparison.Ordinal);
        var report = Watch(trained.Pictures, reference: trained.Pictures, classifier: old);
        Assert.Equal((DriftVerdict.NoAlarm, "pictures"), (report.Verdict, report.ReferenceFrom));
        Assert.DoesNotContain(report.Tests, t => t.Name == "distance");
        Assert.Throws<OptionsException>(() => Watch(trained.Pictures, days: 3));
        Assert.Throws<OptionsException>(() => Watch(folder.Path, days: 0));
    }

    [Fact]
    public void AReferenceThatContradictsItselfIsRefused()
    {
        var bad = folder.File("bad.kronclip");
        var classifier = ClassifierFile.Read(trained.Classifier);
        foreach (var reference in new[]
        {
            classifier.Document.Reference! with { Predicted = [99] }, classifier.Document.Reference! with { Sketches = "?" },
            classifier.Document.Reference! with { Confidences = [.. classifier.Document.Reference!.Confidences.Select(_ => 7.0)] },
        })
        {
            ClassifierFile.Write(bad, new Classifier(classifier.Document with { Reference = reference }, classifier.Head));
            Assert.Contains("contradicts itself", Assert.Throws<ClassifierException>(() => Watch(trained.Pictures, classifier: bad)).Message, StringComparison.Ordinal);
        }
    }
}
