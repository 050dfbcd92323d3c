using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

public class ReproJobTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    [Fact]
    public void ARunWithoutItsFilesIsRefusedBeforeAnythingIsComputed()
    {
        using var empty = TestFiles.Temporary();
        Assert.Contains("metrics.json", Assert.Throws<TrainingException>(() => ReproJob.Run(empty.Path)).Message, StringComparison.Ordinal);

        var metrics = TrainJob.Run(folder.Request(folder.CopyPictures()) with { Method = "zero-shot" });
        File.Delete(Path.Combine(metrics.Run, "classifier.kronclip"));
        Assert.Contains("classifier.kronclip", Assert.Throws<TrainingException>(() => ReproJob.Run(metrics.Run)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MetricsWithANullWhereFiguresBelongAreNoMetrics()
    {
        using var temporary = TestFiles.Temporary();
        var metrics = TrainJob.Run(folder.Request(folder.CopyPictures()) with { Method = "zero-shot" });
        Assert.Equal(metrics.ToJson(), RunMetrics.Read(Path.Combine(metrics.Run, "metrics.json")).ToJson());
        File.WriteAllText(temporary.File("metrics.json"), metrics.ToJson().Replace("\"zeroShot\": {", "\"zeroShot\": null, \"was\": {", StringComparison.Ordinal));
        Assert.Contains("zeroShot", Assert.Throws<DataException>(() => RunMetrics.Read(temporary.File("metrics.json"))).Message, StringComparison.OrdinalIgnoreCase);
    }
}
