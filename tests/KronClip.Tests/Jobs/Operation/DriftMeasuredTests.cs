using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Evaluation;
using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs.Operation;

/// <summary>The drift watch on the workshop's parts: how often it alarms without cause, and whether it does with cause. It prints the figures.</summary>
public sealed class DriftMeasuredTests(ITestOutputHelper output) : IDisposable
{
    const int Draws = 100;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    [Fact(Explicit = true)]
    [Trait("Speed", "slow")]
    public void LikeIsQuietAndNightIsLoud()
    {
        var path = folder.File("parts.kronclip");
        TrainJob.Run(new TrainRequest { Images = "workshop:parts", Model = "kron-mini", Method = "gda", Output = path, Run = folder.File("run") });
        using var loaded = LoadedClassifier.Open(path);
        var kept = loaded.Classifier.Document.Reference!;
        output.WriteLine($"file {new FileInfo(path).Length} bytes, without a reference {ClassifierFile.ToBytes(new Classifier(loaded.Classifier.Document with { Reference = null }, loaded.Classifier.Head, loaded.Classifier.Learned)).Length}; reference of {kept.Confidences.Count} of {kept.Pictures}");
        var parts = Watched(loaded, "workshop:parts/test");
        var night = Watched(loaded, "workshop:parts-night");
        var drawing = Watched(loaded, "workshop:parts-drawing");
        var falsely = Share(parts, parts, 200, 200, apart: true);
        output.WriteLine($"parts 200 against other parts 200: alarms {falsely:0.000}");
        output.WriteLine($"parts 200 against other parts 50: alarms {Share(parts, parts, 200, 50, apart: true):0.000}");
        output.WriteLine($"parts 60 against other parts 60: alarms {Share(parts, parts, 60, 60, apart: true):0.000}");
        foreach (var count in new[] { 20, 50, 100, 200 })
            output.WriteLine($"parts 200 against night {count}: alarms {Share(parts, night, 200, count, apart: false, 20):0.000}; drawings {Share(parts, drawing, 200, count, apart: false, 20):0.000}");
        var half = parts.Where(p => p.Label < 12).ToArray();
        output.WriteLine($"parts 200 against parts of half the classes 100: alarms {Share(parts, half, 200, 100, apart: true):0.000}");
        Assert.InRange(falsely, 0, 0.05);
        var report = DriftJob.Run(new DriftRequest { Classifier = path, Pictures = "workshop:parts-night" }, cancel: TestContext.Current.CancellationToken);
        output.WriteLine(report.ToJson());
        Assert.Equal(DriftVerdict.Alarm, report.Verdict);
        Assert.Equal(DriftVerdict.NoAlarm, DriftJob.Run(new DriftRequest { Classifier = path, Pictures = "workshop:parts/test" }, cancel: TestContext.Current.CancellationToken).Verdict);
    }

    static WatchedPicture[] Watched(LoadedClassifier loaded, string pictures) => [.. DriftPictures.Watched(loaded.Classifier,
        DriftPictures.Embed(loaded, DriftPictures.Find(pictures, null, SilentObserver.Instance, TestContext.Current.CancellationToken), [], SilentObserver.Instance, TestContext.Current.CancellationToken))];

    /// <summary>Share of draws that alarm.</summary>
    static double Share(WatchedPicture[] old, WatchedPicture[] fresh, int reference, int count, bool apart, int draws = Draws)
    {
        var alarms = 0;
        for (var seed = 0; seed < draws; seed++)
        {
            var (first, second) = (old.ToArray(), fresh.ToArray());
            new SeededRandom(seed, "reference").Shuffle(first.AsSpan());
            new SeededRandom(seed, "fresh").Shuffle(second.AsSpan());
            var kept = first.Take(reference).ToArray();
            var figures = new DriftReference("pictures", kept, null).Compare([.. (apart ? second.Except(kept, ReferenceEqualityComparer.Instance).Cast<WatchedPicture>() : second).Take(count)]);
            alarms += figures.Tests.Any(t => t.Differs && t.Name != "labels") ? 1 : 0;
        }
        return alarms / (double)draws;
    }
}
