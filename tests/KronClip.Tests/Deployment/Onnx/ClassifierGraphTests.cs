using System.Text.Json.Nodes;
using KronClip.Checkpoints;
using KronClip.Classifiers;
using KronClip.Clip;
using KronClip.Compute;
using KronClip.Deployment;
using KronClip.Images;
using KronClip.Jobs;
using KronClip.Testing;
using KronClip.Tests.Classifiers;

namespace KronClip.Tests.Deployment.Onnx;

/// <summary>A written file in ONNX Runtime and in our own evaluator against the engine: every kind of head, both towers, every precision, both inputs.</summary>
public sealed class ClassifierGraphTests : IDisposable
{
    const int Classes = 5;

    readonly TemporaryFolder folder = TestFiles.Temporary();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> HeadKinds => [EmbeddingsHead.KindName, AffineHead.KindName, "cache of labels", "cache of values", FusedHead.KindName, BlendedHead.KindName];

    [Theory]
    [MemberData(nameof(HeadKinds))]
    public void EveryHeadAnswersAsTheEngine(string kind) => AnswersAsTheEngine(TinyModels.WriteOpenAiVit, width => Head(kind, width), OnnxPrecision.Single, 2e-5);

    [Theory]
    [InlineData(OnnxPrecision.Single, 2e-5)]
    [InlineData(OnnxPrecision.Half, 2e-3)]
    [InlineData(OnnxPrecision.Int8, 0.1)]
    public void TheResNetTowerAnswersAsTheEngine(OnnxPrecision precision, double tolerance) =>
        AnswersAsTheEngine(TinyModels.WriteOpenAiResNet, width => Head(EmbeddingsHead.KindName, width), precision, tolerance);

    [Theory]
    [InlineData(OnnxPrecision.Half, 2e-3)]
    [InlineData(OnnxPrecision.Int8, 0.1)]
    public void SmallerWeightsAnswerAlmostAsTheEngine(OnnxPrecision precision, double tolerance) =>
        AnswersAsTheEngine(TinyModels.WriteHuggingFaceVit, width => Head(EmbeddingsHead.KindName, width), precision, tolerance);

    void AnswersAsTheEngine(Action<string> write, Func<int, ClassifierHead> head, OnnxPrecision precision, double tolerance)
    {
        using var made = Made(write, head, precision, OnnxInput.Floats);
        var pixels = SampleFloats(2 * 3 * made.Size * made.Size);
        var features = made.Tower.Encode(new Matrix(2, 3 * made.Size * made.Size, pixels));
        var expected = Enumerable.Range(0, 2).SelectMany(i => made.Classifier.Confidences(features.Row(i))).ToArray();

        var given = made.Session.Run(ClassifierGraph.Pixels, pixels, 2, 3, made.Size, made.Size);
        Closeness.AssertClose(given[ClassifierGraph.Probabilities], expected, tolerance, "probabilities in ONNX Runtime");
        var own = new OnnxEvaluator(OnnxFile.Read(made.Path)).Run(new Dictionary<string, OnnxTensor> { [ClassifierGraph.Pixels] = OnnxTensor.Of([2, 3, made.Size, made.Size], pixels) });
        Closeness.AssertClose(own[ClassifierGraph.Probabilities].Floats, given[ClassifierGraph.Probabilities], 1e-5, "probabilities in our evaluator");
        Closeness.AssertClose(own[ClassifierGraph.Embedding].Floats, given[ClassifierGraph.Embedding], 1e-5, "embedding");
        if (precision == OnnxPrecision.Single)
            Assert.True(expected.Distinct().Count() > 4, "the picture tells nothing");
    }

    /// <summary>Pictures of every shape become the pixels that the engine sees: all but a few samples, and those by one step.</summary>
    [Theory]
    [InlineData(PreprocessResize.ShortestEdge, ResampleFilter.Bicubic)]
    [InlineData(PreprocessResize.Squash, ResampleFilter.Bicubic)]
    [InlineData(PreprocessResize.ShortestEdge, ResampleFilter.Bilinear)]
    public void PicturesOfAnySizeArePreparedInTheFile(PreprocessResize resize, ResampleFilter filter)
    {
        var options = PreprocessOptions.ForSize(32) with { Resize = resize, Filter = filter, Mean = [0, 0, 0], Std = [1 / 255f, 1 / 255f, 1 / 255f] };
        var path = folder.File("preprocessing.onnx");
        var graph = new OnnxGraph();
        graph.Named("samples", "Mul", [new OnnxPreprocessing(graph, options).Pixels("image"), graph.Number(1)]);
        using (var file = File.Create(path))
            graph.Write(file, "test", [new OnnxValue("image", OnnxElement.Uint8, ["batch", "height", "width", 3])], [new OnnxValue("samples", OnnxElement.Float, ["batch", 3, 32, 32])], []);
        using var session = new RuntimeSession(path);
        var preprocessor = new Preprocessor(options);
        int samples = 0, different = 0;
        foreach (var picture in CheckPictures.Drawn().Select(p => p.Picture))
        {
            var expected = new float[preprocessor.Length];
            preprocessor.Process(picture, expected);
            var given = session.Run("image", picture.ToRgb(), 1, picture.Height, picture.Width, 3)["samples"];
            for (var i = 0; i < expected.Length; i++)
            {
                Assert.True(Math.Abs(given[i] - expected[i]) < 1.01, $"{picture.Width}×{picture.Height}: sample {i} is {given[i]} where {expected[i]} is right");
                different += Math.Abs(given[i] - expected[i]) > 0.5 ? 1 : 0;
            }
            samples += expected.Length;
        }
        Assert.True(different <= samples / 1000, $"{different} of {samples} samples differ by one step");
    }

    [Fact]
    public void PicturesComeInBatches()
    {
        using var made = Made(TinyModels.WriteOpenAiVit, width => Head(EmbeddingsHead.KindName, width), OnnxPrecision.Single, OnnxInput.Image);
        var pictures = CheckPictures.Drawn().Where(p => (p.Picture.Width, p.Picture.Height) == (97, 61)).Select(p => p.Picture.ToRgb()).ToArray();
        Assert.Equal(2, pictures.Length);
        var alone = pictures.SelectMany(p => made.Session.Run(ClassifierGraph.Image, p, 1, 61, 97, 3)[ClassifierGraph.Probabilities]).ToArray();
        var together = made.Session.Run(ClassifierGraph.Image, [.. pictures[0], .. pictures[1]], 2, 61, 97, 3)[ClassifierGraph.Probabilities];
        Closeness.AssertClose(together, alone, 1e-6, "a batch of two");
    }

    [Fact]
    public void NamesAndCalibrationTravelInTheFile()
    {
        using var made = Made(TinyModels.WriteOpenAiVit, width => Head(EmbeddingsHead.KindName, width), OnnxPrecision.Int8, OnnxInput.Image);
        Assert.Equal(made.Classifier.Classes.Select(c => c.Name), JsonNode.Parse(made.Session.Metadata["kronclip.classes"])!.AsArray().Select(n => n!.GetValue<string>()));
        Assert.Equal("1.25", made.Session.Metadata["kronclip.temperature"]);
        Assert.Equal(made.Classifier.Document.Calibration.UnknownBelow?.ToString("R", System.Globalization.CultureInfo.InvariantCulture) ?? "", made.Session.Metadata["kronclip.unknownBelow"]);
        Assert.Equal("int8", made.Session.Metadata["kronclip.weights"]);
        Assert.Equal([ClassifierGraph.Image], made.Session.Inputs);
        Assert.Equal(made.Session.Metadata.OrderBy(m => m.Key, StringComparer.Ordinal), OnnxFile.Read(made.Path).Metadata.OrderBy(m => m.Key, StringComparer.Ordinal));
        Assert.Equal(OnnxGraph.Opset, OnnxFile.Read(made.Path).Opset);
    }

    /// <summary>A tensor that claims to lie in another file is never followed, wherever that is.</summary>
    [Fact]
    public void ATensorOutsideTheFileIsRefused()
    {
        var path = folder.File("outside.onnx");
        var tensor = OnnxMessage.Of(t =>
        {
            OnnxMessage.Integer(t, 1, 1);
            OnnxMessage.Integer(t, 2, (long)OnnxElement.Float);
            OnnxMessage.Text(t, 8, "w");
            OnnxMessage.Bytes(t, 13, OnnxMessage.Entry("location", "/etc/passwd"));
            OnnxMessage.Integer(t, 14, 1);
        });
        File.WriteAllBytes(path, OnnxMessage.Of(m => OnnxMessage.Bytes(m, 7, OnnxMessage.Of(g => OnnxMessage.Bytes(g, 5, tensor)))));
        Assert.Contains("lies outside", Assert.Throws<DataException>(() => OnnxFile.Read(path)).Message, StringComparison.Ordinal);
    }

    sealed record MadeFile(string Path, Classifier Classifier, ImageTower Tower, int Size, ClipCheckpoint Checkpoint, RuntimeSession Session) : IDisposable
    {
        public void Dispose()
        {
            Session.Dispose();
            Tower.Dispose();
            Checkpoint.Dispose();
        }
    }

    MadeFile Made(Action<string> write, Func<int, ClassifierHead> head, OnnxPrecision precision, OnnxInput input)
    {
        var model = folder.File("model");
        Directory.CreateDirectory(model);
        write(model);
        var checkpoint = ClipCheckpoint.Open(model);
        var config = checkpoint.Config;
        ImageTower tower = config.Vision is VisionTransformerConfig vit
            ? new VisionTransformer(Engine.Default, checkpoint, vit, config.EmbeddingWidth)
            : new ResNetTower(Engine.Default, checkpoint, (ResNetConfig)config.Vision, config.EmbeddingWidth);
        var document = SampleClassifier.Document(Classes);
        var classifier = new Classifier(document with { BaseModel = document.BaseModel with { EmbeddingWidth = config.EmbeddingWidth } }, head(config.EmbeddingWidth));
        var path = folder.File("made.onnx");
        using (var file = File.Create(path))
            new ClassifierGraph(classifier, checkpoint, PreprocessOptions.ForSize(config.Vision.ImageSize), input, precision).Write(file);
        return new MadeFile(path, classifier, tower, config.Vision.ImageSize, checkpoint, new RuntimeSession(path));
    }

    static ClassifierHead Head(string kind, int width) => kind switch
    {
        EmbeddingsHead.KindName => EmbeddingsHead.FromRaw(Rows(Classes, width, 1)),
        AffineHead.KindName => new AffineHead(Rows(Classes, width, 2), [1, -1, 0.5f, 0, 0.25f]),
        "cache of labels" => new CacheHead(Unit(7, width, 3), [0, 1, 2, 3, 4, 4, 2], Unit(Classes, width, 4), 2, 3),
        "cache of values" => new CacheHead(Unit(7, width, 5), Rows(7, Classes, 6), Unit(Classes, width, 7), 2, 3),
        FusedHead.KindName => new FusedHead(Rows(Classes, width, 8), Rows(Classes, width, 9), 4),
        _ => new BlendedHead(Head(FusedHead.KindName, width), Head(AffineHead.KindName, width), 0.75),
    };

    static Matrix Rows(int rows, int columns, long seed)
    {
        var random = new SeededRandom(seed, "onnx tests");
        var matrix = new Matrix(rows, columns);
        foreach (ref var x in matrix.Span)
            x = (float)random.NextGaussian();
        return matrix;
    }

    static Matrix Unit(int rows, int columns, long seed)
    {
        var head = EmbeddingsHead.FromRaw(Rows(rows, columns, seed));
        return new Matrix(rows, columns, [.. Enumerable.Range(0, rows).SelectMany(r => head.Row(r).ToArray())]);
    }

    static float[] SampleFloats(int count)
    {
        var random = new SeededRandom(11, "onnx pixels");
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextGaussian())];
    }
}
