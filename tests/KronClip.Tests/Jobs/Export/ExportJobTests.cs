using KronClip.Deployment;
using KronClip.Jobs;
using KronClip.Testing;
using KronClip.Tests.Deployment.Onnx;

namespace KronClip.Tests.Jobs.Export;

/// <summary>From a trained classifier to a checked file, and what is refused on the way.</summary>
public sealed class ExportJobTests(SampleFolder sample) : IClassFixture<SampleFolder>, IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    ExportRequest Request(string method, string pictures) =>
        Trained(sample.Request(pictures) with { Method = method, Output = folder.File($"{method}.kronclip") });

    ExportRequest Trained(TrainRequest request)
    {
        TrainJob.Run(request);
        return new ExportRequest { Classifier = request.Output!, Output = folder.File("out.onnx") };
    }

    [Fact]
    public void AnExportedFileIsCheckedOnDrawnAndOwnPictures()
    {
        var pictures = sample.CopyPictures();
        var request = Request("gda", pictures) with { Check = pictures, MostPictures = 7 };
        var result = ExportJob.Run(request);
        Assert.Equal(new FileInfo(request.Output).Length, result.Bytes);
        Assert.Equal((16 + 7, 0, 7), (result.Check.Pictures, result.Check.Changed, result.Check.Labelled));
        Assert.Equal(result.Check.EngineAccuracy, result.Check.Accuracy);
        Assert.InRange(result.Check.LargestDifference, 0, ExportJob.LargestDifference);
        using var session = new RuntimeSession(request.Output);
        Assert.Equal(["image"], session.Inputs);
    }

    [Fact]
    public void SmallerWeightsMakeSmallerFiles()
    {
        var request = Request("coop", sample.CopyPictures());
        long Bytes(OnnxPrecision precision) => ExportJob.Run(request with { Precision = precision, Input = OnnxInput.Floats, MostChanged = 1 }).Bytes;
        var (single, half, int8) = (Bytes(OnnxPrecision.Single), Bytes(OnnxPrecision.Half), Bytes(OnnxPrecision.Int8));
        Assert.True(half < 0.8 * single && int8 < 0.8 * half, $"{single}, {half}, {int8}");
    }

    [Fact]
    public void AMethodWithAPromptForEachPictureIsRefusedAndNothingIsWritten()
    {
        var request = Request("cocoop", sample.CopyPictures());
        Assert.Contains("text tower", Assert.Throws<ClassifierException>(() => ExportJob.Run(request)).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(request.Output));
    }

    [Fact]
    public void AFileWhoseCheckCannotBeMadeLeavesTheOldOne()
    {
        var request = Request("gda", sample.CopyPictures()) with { Check = folder.File("nowhere") };
        File.WriteAllText(request.Output, "old");
        Assert.Throws<DataException>(() => ExportJob.Run(request));
        Assert.Equal("old", File.ReadAllText(request.Output));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*.tmp", new EnumerationOptions { AttributesToSkip = 0 }));
    }

    [Theory]
    [InlineData("photos", "does not end in .onnx")]
    [InlineData("a.kronclip", "does not end in .onnx")]
    public void AMistypedNameTakesNothingsPlace(string name, string words) =>
        Assert.Contains(words, Assert.Throws<OptionsException>(() => ExportJob.Run(new ExportRequest { Classifier = "x.kronclip", Output = folder.File(name) })).Message, StringComparison.Ordinal);
}
