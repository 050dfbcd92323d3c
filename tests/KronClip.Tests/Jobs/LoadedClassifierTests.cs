using KronClip.Classifiers;
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

    /// <summary>A prompt for each picture: the file alone says what is missing, with its model it gives what the training measured.</summary>
    [Fact]
    public void APromptForEachPictureIsJoinedWithTheTextTower()
    {
        var pictures = folder.CopyPictures();
        var metrics = TrainJob.Run(folder.Request(pictures) with { Method = "cocoop" });
        var alone = ClassifierFile.Read(metrics.Classifier);
        Assert.Equal(("prompt-per-image", 0), (alone.Document.Head.Kind, alone.Learned.Count));
        Assert.Contains("text tower", Assert.Throws<ClassifierException>(() => alone.Logits(new float[alone.Head.Width].Select(_ => 1f).ToArray())).Message, StringComparison.Ordinal);

        using var loaded = LoadedClassifier.Open(metrics.Classifier, null, "");
        Assert.Equal(alone.Document.ContentHash, loaded.Classifier.Document.ContentHash);
        var all = EvalJob.Run(metrics.Classifier, pictures, cache: "");
        Assert.Equal(metrics.Adapted.Validation!.Pictures + metrics.Adapted.Test!.Pictures, all.Unseen!.Pictures);
        var right = (int)Math.Round(metrics.Adapted.Validation.Accuracy * metrics.Adapted.Validation.Pictures + metrics.Adapted.Test.Accuracy * metrics.Adapted.Test.Pictures);
        Assert.Equal(right, (int)Math.Round(all.Unseen.Accuracy * all.Unseen.Pictures));
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
