using System.Text.Json;
using CsCheck;
using KronClip.Classifiers;
using KronClip.Compute;

namespace KronClip.Tests.Classifiers;

public class ClassifierTests
{
    /// <summary>By hand: f = (0.6, 0.8), so the cosines are 0.6, 0.8 and -0.6; times the scale 2, divided by the temperature 4.</summary>
    [Fact]
    public void LogitsAreScaledCosinesAndConfidencesTheirSoftmax()
    {
        var classifier = Small(new(3, 2, [1, 0, 0, 1, -1, 0]), scale: 2, temperature: 4);
        float[] feature = [3, 4];
        Assert.Equal([1.2, 1.6, -1.2], classifier.Logits(feature).Select(z => Math.Round(z, 14)));

        double[] weights = [Math.Exp(0.3), Math.Exp(0.4), Math.Exp(-0.3)];
        Assert.All(classifier.Confidences(feature).Zip(weights), p => Assert.Equal(p.Second / weights.Sum(), p.First, 1e-14));

        var prediction = classifier.Predict(feature, top: 2);
        Assert.Equal([1, 0], prediction.Top.Select(t => t.Class));
        Assert.Equal((1, "c1", classifier.Confidences(feature)[1]), (prediction.Best.Class, prediction.Best.Name, prediction.Best.Confidence));
        Assert.Equal(3, classifier.Predict(feature, top: 100).Top.Count);
    }

    [Fact]
    public void AmongEqualClassesTheFirstIsNamed()
    {
        var classifier = Small(new(3, 2, [0, 1, 1, 0, 1, 0]));
        Assert.Equal([1, 2, 0], classifier.Predict([5, 0]).Top.Select(t => t.Class));
    }

    [Fact]
    public void TheOrderGoesByLogitsWhereConfidencesRoundToTheSameNumber()
    {
        var classifier = Small(new(3, 2, [-1, 0, 0, 1, 1, 0]), scale: 1e6);
        Assert.Equal([2, 1, 0], classifier.Predict([1, 0]).Top.Select(t => t.Class));
        Assert.Equal([1, 0, 0], classifier.Predict([1, 0]).Top.Select(t => t.Confidence));
    }

    [Fact]
    public void ConfidencesNeverOverflow() =>
        Gen.Select(Gen.Float[-1, 1].Array[2].Where(f => f.Any(v => v != 0)), PowerOfTen(-6, 300), PowerOfTen(-3, 2))
            .Sample((feature, scale, temperature) =>
            {
                var confidences = Small(new(3, 2, [1, 0, 0, 1, -1, 0]), scale, temperature).Confidences(feature);
                Assert.Equal(1, confidences.Sum(), 1e-12);
                Assert.All(confidences, p => Assert.InRange(p, 0, 1));
            }, iter: 200);

    [Fact]
    public void TheLengthOfTheEmbeddingDoesNotMatter() =>
        Gen.Select(Gen.Float[0.001f, 1].Array[SampleClassifier.Width], Gen.Int[-20, 20]).Sample((feature, exponent) =>
        {
            var classifier = SampleClassifier.Create();
            var longer = Array.ConvertAll(feature, x => MathF.ScaleB(x, exponent));
            return classifier.Logits(feature).SequenceEqual(classifier.Logits(longer));
        }, iter: 50);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(0f)]
    public void AnEmbeddingWithoutDirectionIsRefused(float value) =>
        Assert.Throws<ClassifierException>(() => Small(new(1, 2, [1, 0])).Predict([value, 0]));

    [Fact]
    public void AnEmbeddingOfAnotherModelIsRefusedWithBothLengths()
    {
        var error = Assert.Throws<ClassifierException>(() => SampleClassifier.Create().Predict(new float[512]));
        Assert.Contains("512", error.Message, StringComparison.Ordinal);
        Assert.Contains("photo-mini", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherBaseModelIsRefusedByItsHash()
    {
        var classifier = SampleClassifier.Create();
        classifier.RequireBaseModel(SampleClassifier.SealedBlank, "models/x");
        var error = Assert.Throws<ClassifierException>(() => classifier.RequireBaseModel("ffff", "models/x"));
        Assert.Contains("ffff", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ADocumentThatContradictsItsHeadIsRefused()
    {
        var (document, head) = (SampleClassifier.Document(), SampleClassifier.Head());
        Assert.Throws<ClassifierException>(() => new Classifier(SampleClassifier.Document(10), SampleClassifier.Head(9)));
        Assert.Throws<ClassifierException>(() => new Classifier(document with { BaseModel = document.BaseModel with { EmbeddingWidth = 9 } }, head));
        Assert.Throws<ClassifierException>(() => new Classifier(document with { LogitScale = 0 }, head));
        Assert.Throws<ClassifierException>(() => new Classifier(document with { LogitScale = double.NaN }, head));
        Assert.Throws<ClassifierException>(() => new Classifier(document with { Calibration = new() { Temperature = -1 } }, head));
        Assert.Throws<ClassifierException>(() => new Classifier(document with { Metrics = JsonElement.Parse("[]") }, head));
        Assert.Throws<ClassifierException>(() => new Classifier(document with { Recipe = default }, head));
        Assert.Throws<ClassifierException>(() => new Classifier(document with { FormatVersion = 2 }, head));
        Assert.Throws<ClassifierException>(() => new Classifier(document, head, [new("W", [1], [1]), new("W", [1], [2])]));
    }

    [Fact]
    public void TheDocumentIsACopyThatNobodyElseHolds()
    {
        List<ClassDescription> classes = [.. SampleClassifier.Document().Classes];
        var classifier = new Classifier(SampleClassifier.Document() with { Classes = classes, ContentHash = "stale" }, SampleClassifier.Head());
        classes.Clear();
        Assert.Equal(3, classifier.Classes.Count);
        Assert.Equal(EmbeddingsHead.KindName, classifier.Document.Head.Kind);
        Assert.Null(classifier.Document.ContentHash);
    }

    [Fact]
    public void EmbeddingsThatCannotBeUsedAreRefused()
    {
        Assert.Throws<ClassifierException>(() => new EmbeddingsHead(new Matrix(1, 2, [1, 1])));
        Assert.Throws<ClassifierException>(() => new EmbeddingsHead(new Matrix(0, 2)));
        Assert.Throws<ClassifierException>(() => EmbeddingsHead.FromRaw(new Matrix(2, 2, [1, 0, 0, 0])));
        Assert.Throws<ClassifierException>(() => EmbeddingsHead.FromRaw(new Matrix(1, 2, [1, float.NaN])));
        var rows = new Matrix(1, 2, [1, 0]);
        var head = new EmbeddingsHead(rows);
        rows[0, 0] = 9;
        Assert.Equal(1, head.Row(0)[0]);
    }

    static Gen<double> PowerOfTen(int from, int to) => Gen.Int[from, to].Select(e => Math.Pow(10, e));

    static Classifier Small(Matrix embeddings, double scale = 1, double temperature = 1)
    {
        var document = SampleClassifier.Document();
        return new Classifier(document with
        {
            BaseModel = document.BaseModel with { EmbeddingWidth = embeddings.Columns },
            Classes =
            [
                .. Enumerable.Range(0, embeddings.Rows).Select(c => new ClassDescription { Folder = $"f{c}", Name = $"c{c}", Words = $"w{c}" }),
            ],
            LogitScale = scale,
            Calibration = new() { Temperature = temperature },
        }, new EmbeddingsHead(embeddings));
    }
}
