using KronClip.Jobs;
using KronClip.Testing;

namespace KronClip.Tests.Jobs;

/// <summary>A finished classifier meets its model and its pictures again (docs/faults.md: S8, I14).</summary>
public class LoadedClassifierTests(SampleFolder folder) : IClassFixture<SampleFolder>
{
    [Fact]
    public void AModelWithOneBitFlippedIsRefused()
    {
        var metrics = TrainJob.Run(folder.Request(folder.CopyPictures()) with { Method = "zero-shot" });
        var model = folder.CopyModel();
        LoadedClassifier.Open(metrics.Classifier, model, "").Dispose();

        var weights = Path.Combine(model, "model.safetensors");
        var bytes = File.ReadAllBytes(weights);
        bytes[^4] ^= 1;                                         // the last bit of a mantissa: still a finite number
        File.WriteAllBytes(weights, bytes);

        var error = Assert.Throws<ClassifierException>(() => LoadedClassifier.Open(metrics.Classifier, model, ""));
        Assert.Contains(metrics.ModelHash, error.Message, StringComparison.Ordinal);
        Assert.Contains(model, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MeasuringPicturesThatItWasTrainedOnIsSaid()
    {
        var pictures = folder.CopyPictures();
        var metrics = TrainJob.Run(folder.Request(pictures));
        var all = EvalJob.Run(metrics.Classifier, pictures, cache: "");
        Assert.Equal(metrics.Split.Train, all.Seen);
        Assert.Equal(Directory.GetFiles(pictures, "*", SearchOption.AllDirectories).Length - metrics.Split.Train, all.Unseen!.Pictures);
        Assert.Contains($"trained on {metrics.Split.Train} of the", Assert.Single(all.Notes), StringComparison.Ordinal);
    }
}
