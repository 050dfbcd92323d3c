using KronClip.Classifiers;
using KronClip.Compute;
using KronClip.Deployment;
using KronClip.Images;
using KronClip.Jobs;
using KronClip.Testing;
using KronClip.Tests.Deployment.Onnx;

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
    [Trait("Speed", "slow")]
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

    /// <summary>
    /// A head that looks where the drawn pictures show nothing: w is at right angles to all their embeddings, so a margin of 0.0001 decides, and what eight bits add along w is far more.
    /// </summary>
    [Fact]
    public void X3WhatEightBitsCannotTellApartIsRefused()
    {
        var gda = Trained();
        var trained = ClassifierFile.Read(gda);
        using var classifier = ImageClassifier.Load(gda);
        var features = classifier.Embed([.. CheckPictures.Drawn().Select(p => Png(p.Picture))], TestContext.Current.CancellationToken);
        var rows = new Matrix(2, features.Columns);
        Across(features).AsSpan().CopyTo(rows.Row(1));
        var path = folder.File("close.kronclip");
        ClassifierFile.Write(path, new Classifier(trained.Document with { Classes = [.. trained.Classes.Take(2)], Metrics = ClassifierDocument.EmptyObject }, new AffineHead(rows, [0, 1e-4f])));
        var request = new ExportRequest { Classifier = path, Output = folder.File("close.onnx"), Precision = OnnxPrecision.Int8 };
        var error = Assert.Throws<ClassifierException>(() => ExportJob.Run(request));
        Assert.Matches(@"With int8 weights .* loses too much and was not kept: on 16 pictures \d+ answers differ", error.Message);
        Assert.False(File.Exists(request.Output));
        Assert.InRange(ExportJob.Run(request with { MostChanged = 1 }).Check.Changed, 1, 16);
    }

    /// <summary>A vector of length 10 at right angles to all rows, by Gram and Schmidt, twice for the rounding.</summary>
    static float[] Across(Matrix features)
    {
        var random = new SeededRandom(2, "across");
        var basis = new List<double[]>();
        foreach (var vector in Enumerable.Range(0, features.Rows).Select(i => Array.ConvertAll(features.Row(i).ToArray(), x => (double)x)).Append([.. Enumerable.Range(0, features.Columns).Select(_ => random.NextGaussian())]))
        {
            foreach (var other in basis.Concat(basis))
            {
                var along = vector.Zip(other, (a, b) => a * b).Sum();
                for (var i = 0; i < vector.Length; i++)
                    vector[i] -= along * other[i];
            }
            var length = Math.Sqrt(vector.Sum(x => x * x));
            basis.Add([.. vector.Select(x => x / length)]);
        }
        return [.. basis[^1].Select(x => (float)(10 * x))];
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

    static ReadOnlyMemory<byte> Png(Picture picture) => KronClip.Tests.Images.SamplePictures.Png(picture.Width, picture.Height, 3, picture.ToRgb());
}
