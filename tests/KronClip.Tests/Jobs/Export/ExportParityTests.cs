using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Deployment;
using KronClip.Images;
using KronClip.Jobs;
using KronClip.Testing;
using KronClip.Tests.Deployment.Onnx;
using KronClip.Tests.Images;

namespace KronClip.Tests.Jobs.Export;

/// <summary>The model that comes with KronClip, exported, in ONNX Runtime on a hundred pictures; and a classifier that cannot do with eight bits.</summary>
public sealed class ExportParityTests(SampleFolder sample) : IClassFixture<SampleFolder>, IDisposable
{
    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    string Trained()
    {
        var request = sample.Request(sample.CopyPictures()) with { Model = "kron-mini", Method = "gda", Output = folder.File("gda.kronclip") };
        TrainJob.Run(request);
        return request.Output!;
    }

    [Fact]
    public void X1AHundredPicturesGetTheEnginesAnswersInOnnxRuntime()
    {
        var path = Trained();
        var output = folder.File("out.onnx");
        ExportJob.Run(new ExportRequest { Classifier = path, Output = output });
        using var session = new RuntimeSession(output);
        using var classifier = ImageClassifier.Load(path);
        var random = new SeededRandom(1, "parity");
        var answers = new HashSet<int>();
        for (var i = 0; i < 100; i++)
        {
            var picture = Drawn(random);
            var expected = classifier.Classifier.Confidences(classifier.Embed([Png(picture)], TestContext.Current.CancellationToken).Row(0));
            var given = session.Run(ClassifierGraph.Image, picture.ToRgb(), 1, picture.Height, picture.Width, 3)[ClassifierGraph.Probabilities];
            Closeness.AssertClose(given, expected, 1e-3, $"picture {i}");
            Assert.Equal(Ranking.Argmax<double>(expected), Array.IndexOf(given, given.Max()));
            answers.Add(Array.IndexOf(given, given.Max()));
        }
        Assert.True(answers.Count > 1, "the pictures tell nothing");
    }

    /// <summary>Two classes whose embeddings differ by less than a step of eight bits: their order is lost, and the file is not kept.</summary>
    [Fact]
    public void X3WhatEightBitsCannotTellApartIsRefused()
    {
        var trained = ClassifierFile.Read(Trained());
        var random = new SeededRandom(2, "close classes");
        var width = trained.Document.BaseModel.EmbeddingWidth;
        var rows = new Matrix(2, width);
        for (var i = 0; i < width; i++)
        {
            rows.Row(0)[i] = (float)random.NextGaussian();
            rows.Row(1)[i] = rows.Row(0)[i] + 1e-4f * (float)random.NextGaussian();
        }
        var path = folder.File("close.kronclip");
        ClassifierFile.Write(path, new Classifier(trained.Document with { Classes = [.. trained.Classes.Take(2)], Metrics = ClassifierDocument.EmptyObject }, EmbeddingsHead.FromRaw(rows)));
        var request = new ExportRequest { Classifier = path, Output = folder.File("close.onnx"), Precision = OnnxPrecision.Int8 };
        var error = Assert.Throws<ClassifierException>(() => ExportJob.Run(request));
        Assert.Matches(@"With int8 weights .* loses too much and was not kept: on 16 pictures \d+ answers differ", error.Message);
        Assert.False(File.Exists(request.Output));
        Assert.InRange(ExportJob.Run(request with { MostChanged = 1 }).Check.Changed, 1, 16);
    }

    /// <summary>A picture of any size whose colours, stripes and grain follow from the draws.</summary>
    static Picture Drawn(SeededRandom random)
    {
        var (width, height) = (20 + random.NextInt(200), 20 + random.NextInt(200));
        var (red, green, blue, step) = (random.NextInt(256), random.NextInt(256), random.NextInt(256), 1 + random.NextInt(30));
        var samples = new byte[width * height * 3];
        for (var i = 0; i < samples.Length; i += 3)
        {
            var dark = (i / 3 % width / step + i / 3 / width / step) % 2 == 0 ? 1 : 3;
            (samples[i], samples[i + 1], samples[i + 2]) = ((byte)(red / dark), (byte)(green / dark), (byte)Math.Min(255, blue / dark + random.NextInt(20)));
        }
        return new Picture(width, height, PixelMode.Rgb, samples);
    }

    static ReadOnlyMemory<byte> Png(Picture picture) => SamplePictures.Png(picture.Width, picture.Height, 3, picture.ToRgb());
}
